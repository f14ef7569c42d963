import { registeredIds } from '../../world/aws/health.ts';
import { zonesOfElb } from '../../world/aws/placementRules.ts';
import type { ElbRecord, HealthCheck, Listener, PolicyRecord } from '../../world/aws/records.ts';
import { findElb } from '../../world/aws/refusals.ts';
import { refused, validationError } from '../errors.ts';
import type { Params } from '../params.ts';
import { type Actions, isoTime, pageOf, type ServiceCall, submit } from '../service.ts';
import type { Xml } from '../xml.ts';
import { listenerSpecs } from './listeners.ts';
import { tagsOf } from './tags.ts';

/** The zone in which DNS has the names of a region's balancers. */
const HOSTED_ZONES: Readonly<Record<string, string>> = {
  'us-east-1': 'Z35SXDOTRQ7X7K',
  'us-west-2': 'Z1H1FL5HABSF5',
  'eu-west-1': 'Z32O12XQLNTSW2',
};

/** The balancer that a call names; throws when there is none. */
export function elbOf({ region, params }: ServiceCall): ElbRecord {
  return namedElb(region, params.need('LoadBalancerName'));
}

/** The balancer of that name; throws when there is none. */
export function namedElb(region: ServiceCall['region'], name: string): ElbRecord {
  const found = findElb(region, name);
  if ('refusal' in found) throw refused(found.refusal);
  return found;
}

/** ELB on balancers as a whole. Deleting one that is not there succeeds, as at AWS. */
export const BALANCER_ACTIONS: Actions = {
  DescribeLoadBalancers(call) {
    const { region, params } = call;
    const names = params.list('LoadBalancerNames') ?? [];
    const elbs =
      names.length > 0
        ? [...new Set(names)].map((name) => namedElb(region, name))
        : [...region.elbs.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
    const { page, next } = pageOf(elbs, pageSize(params, 400), params.text('Marker'));
    return {
      LoadBalancerDescriptions: page.map((elb) => description(call, elb)),
      NextMarker: next,
    };
  },
  CreateLoadBalancer(call) {
    const { params, region } = call;
    const name = params.need('LoadBalancerName');
    submit(call, {
      type: 'aws.elb.create',
      spec: {
        name,
        scheme: params.text('Scheme') || 'internet-facing',
        listeners: listenerSpecs(params),
        subnets: params.list('Subnets') ?? [],
        zones: params.list('AvailabilityZones') ?? [],
        groups: params.list('SecurityGroups') ?? null,
        tags: tagsOf(params),
      },
    });
    return { DNSName: namedElb(region, name).dnsName };
  },
  DeleteLoadBalancer(call) {
    submit(call, { type: 'aws.elb.delete', balancer: call.params.need('LoadBalancerName') });
    return {};
  },
  DescribeAccountLimits({ region, params }) {
    const limits = [
      { Name: 'classic-load-balancers', Max: region.quota },
      { Name: 'classic-listeners', Max: 100 },
      { Name: 'classic-registered-instances', Max: 1_000 },
    ];
    const { page, next } = pageOf(limits, pageSize(params, 400), params.text('Marker'));
    return { Limits: page, NextMarker: next };
  },
};

function pageSize(params: Params, most: number): number {
  const size = params.whole('PageSize') ?? most;
  const bound = size < 1 ? 'greater than or equal to 1' : `less than or equal to ${most}`;
  if (size < 1 || size > most)
    throw validationError(
      `1 validation error detected: Value '${size}' at 'pageSize' failed to satisfy constraint: Member must have value ${bound}`,
    );
  return size;
}

function description({ region, now }: ServiceCall, elb: ElbRecord): Xml {
  const source = region.network.groups.find(({ id }) => id === elb.groups[0]);
  return {
    LoadBalancerName: elb.name,
    DNSName: elb.dnsName,
    CanonicalHostedZoneName: elb.scheme === 'internal' ? null : elb.dnsName,
    CanonicalHostedZoneNameID: HOSTED_ZONES[region.name],
    ListenerDescriptions: elb.listeners.map((listener) => ({
      Listener: listenerBody(listener),
      PolicyNames: listener.policies,
    })),
    Policies: policiesBody(elb.policies),
    BackendServerDescriptions: [...elb.backends].map(([port, policies]) => ({
      InstancePort: port,
      PolicyNames: policies,
    })),
    AvailabilityZones: zonesOfElb(region, elb),
    Subnets: elb.subnets,
    VPCId: elb.vpc,
    Instances: registeredIds(region, elb, now).map((id) => ({ InstanceId: id })),
    HealthCheck: healthCheckBody(elb.healthCheck),
    SourceSecurityGroup:
      elb.vpc === null
        ? { OwnerAlias: 'amazon-elb', GroupName: 'amazon-elb-sg' }
        : { OwnerAlias: region.account, GroupName: source?.name },
    SecurityGroups: elb.groups,
    CreatedTime: isoTime(elb.createdAt),
    Scheme: elb.scheme,
  };
}

function listenerBody(listener: Listener): Xml {
  return {
    Protocol: listener.protocol,
    LoadBalancerPort: listener.port,
    InstanceProtocol: listener.instanceProtocol,
    InstancePort: listener.instancePort,
    SSLCertificateId: listener.certificate,
  };
}

function policiesBody(policies: readonly PolicyRecord[]): Xml {
  const of = (type: string) => policies.filter((policy) => policy.type === type);
  const cookies = /^(App|LB)CookieStickinessPolicyType$/;
  return {
    AppCookieStickinessPolicies: of('AppCookieStickinessPolicyType').map(({ name, attributes }) => ({
      PolicyName: name,
      CookieName: attributes[0]?.value,
    })),
    LBCookieStickinessPolicies: of('LBCookieStickinessPolicyType').map(({ name, attributes }) => ({
      PolicyName: name,
      CookieExpirationPeriod: attributes[0]?.value,
    })),
    OtherPolicies: policies.filter(({ type }) => !cookies.test(type)).map(({ name }) => name),
  };
}

/** A health check as it is written. */
export function healthCheckBody(check: HealthCheck): Xml {
  return {
    Target: check.target,
    Interval: check.interval,
    Timeout: check.timeout,
    UnhealthyThreshold: check.unhealthyThreshold,
    HealthyThreshold: check.healthyThreshold,
  };
}
