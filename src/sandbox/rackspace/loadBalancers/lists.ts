import { json, type Route } from '../../exchange.ts';
import { ALGORITHMS, PROTOCOLS } from '../../world/protocols.ts';
import type { ServiceCall } from '../service.ts';
import { isoSeconds } from '../times.ts';
import { sourceAddresses } from './bodies.ts';
import { ALLOWED_DOMAINS } from './nodeRequests.ts';
import { readBalancer } from './read.ts';

function limitList({ world }: ServiceCall) {
  const { limits } = world.state;
  const absolute = [
    { name: 'LOADBALANCER_LIMIT', value: limits.balancers },
    { name: 'NODE_LIMIT', value: limits.nodes },
    { name: 'IPV6_LIMIT', value: limits.ipv6 },
    { name: 'BATCH_DELETE_LIMIT', value: limits.batchDelete },
    { name: 'ACCESS_LIST_LIMIT', value: limits.accessList },
    { name: 'NODE_META_LIMIT', value: limits.nodeMetadata },
    { name: 'LOADBALANCER_META_LIMIT', value: limits.balancerMetadata },
    { name: 'CERTIFICATE_MAPPING_LIMIT', value: limits.certificates },
  ];
  return json(200, { absolute });
}

/** What is left of the rate limits, as both services tell it. */
export function rateList({ limiter, now }: ServiceCall, version: string) {
  const limit = limiter.uses(now).map(({ nextAvailable, ...use }) => ({
    ...use,
    'next-available': isoSeconds(nextAvailable),
  }));
  return [{ uri: `/${version}/*`, regex: `^/${version}/.*`, limit }];
}

/** The sources of several clusters in the service's plural form. */
function plural(...sources: readonly ReturnType<typeof sourceAddresses>[]) {
  return {
    ipv4Publicnets: sources.map((source) => source.ipv4Public),
    ipv4Servicenets: sources.map((source) => source.ipv4Servicenet),
    ipv6Publicnets: sources.map((source) => source.ipv6Public),
  };
}

/** What there is to choose from, the limits, and where traffic to the nodes comes from. */
export const LIST_ROUTES: readonly Route<ServiceCall>[] = [
  {
    path: 'loadbalancers/algorithms',
    handlers: { GET: () => json(200, { algorithms: ALGORITHMS.map((name) => ({ name })) }) },
  },
  { path: 'loadbalancers/protocols', handlers: { GET: () => json(200, { protocols: PROTOCOLS }) } },
  {
    path: 'loadbalancers/alloweddomains',
    handlers: {
      GET: () => json(200, { allowedDomains: ALLOWED_DOMAINS.map((name) => ({ allowedDomain: { name } })) }),
    },
  },
  { path: 'loadbalancers/absolutelimits', handlers: { GET: limitList } },
  {
    path: 'limits',
    handlers: { GET: (service) => json(200, { limits: { rate: rateList(service, 'v1.0') } }) },
  },
  {
    path: 'regionalsourceaddresses',
    handlers: {
      GET: ({ region }) => {
        const clusters = [0, 1, 2, 3, 4, 5, 6].map((id) => sourceAddresses(region, id));
        return json(200, { regionalSourceAddresses: plural(...clusters) });
      },
    },
  },
  {
    path: 'loadbalancers/#/clustersourceaddresses',
    handlers: {
      GET: (service, matched) => {
        const { id } = readBalancer(service, matched.id(0));
        return json(200, { clusterSourceAddresses: plural(sourceAddresses(service.region, id)) });
      },
    },
  },
];
