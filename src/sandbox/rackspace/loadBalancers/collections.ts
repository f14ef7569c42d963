import { type Answer, Answered, type Call, empty, json, type Matched, type Route } from '../../exchange.ts';
import type { Numbered } from '../../world/records.ts';
import type { MetadataSpec } from '../../world/specs.ts';
import { complain, flat, schemaFault } from '../faults.ts';
import { bodyOf, Fields, idsOf, rootOf } from '../fields.ts';
import { change, type ServiceCall } from '../service.ts';
import { readAddedVip } from './balancerRequests.ts';
import { vipBody } from './bodies.ts';
import { readBalancer, readNode } from './read.ts';
import { readAccess, readMetadata } from './settingRequests.ts';

/** The items of a list under `root`; `single` names the form for one item that the service takes as well. */
function itemsOf(call: Call, root: string, single: string): readonly unknown[] {
  const fields = new Fields(bodyOf(call), [root, single]);
  const items = fields.has(single) ? [fields.value(single)] : fields.list(root);
  if (!items || items.length === 0) throw schemaFault();
  return items;
}

function metadataOf(
  service: ServiceCall,
  matched: Matched,
  ofNode: boolean,
): readonly Numbered<MetadataSpec>[] {
  return ofNode ? readNode(service, matched).metadata : readBalancer(service, matched.id(0)).metadata;
}

/** Metadata of a balancer or of a node: the same calls, one level apart. */
function metadataRoutes(path: string, ofNode: boolean): Route<ServiceCall>[] {
  const nodeOf = (matched: Matched) => (ofNode ? matched.id(1) : null);
  const itemOf = (matched: Matched) => matched.id(ofNode ? 2 : 1);
  return [
    {
      path: `${path}/metadata`,
      handlers: {
        GET: (service, matched) => json(200, { metadata: metadataOf(service, matched, ofNode) }),
        POST: (service, matched) => {
          const faults: string[] = [];
          const items = readMetadata(itemsOf(service.call, 'metadata', 'meta'), faults);
          complain(faults);
          const made = change(service, matched.id(0), { type: 'metadata.add', node: nodeOf(matched), items });
          const metadata = metadataOf(service, matched, ofNode).filter((item) => made.includes(item.id));
          return json(200, { metadata });
        },
        DELETE: (service, matched) => {
          const items = [...new Set(idsOf(service.call))];
          change(service, matched.id(0), {
            type: 'metadata.delete',
            node: nodeOf(matched),
            items,
            many: true,
          });
          return empty(200);
        },
      },
    },
    {
      path: `${path}/metadata/#`,
      handlers: {
        GET: (service, matched) => {
          const meta = metadataOf(service, matched, ofNode).find((item) => item.id === itemOf(matched));
          return meta ? json(200, { meta }) : flat(404, 'Metadata item not found');
        },
        PUT: (service, matched) => {
          const value = new Fields(rootOf(service.call, 'meta'), ['value']).text('value');
          if (value === undefined) throw schemaFault();
          if (value.length > 256) complain(['Metadata value must have at most 256 characters.']);
          change(service, matched.id(0), {
            type: 'metadata.set',
            node: nodeOf(matched),
            item: itemOf(matched),
            value,
          });
          const meta = metadataOf(service, matched, ofNode).find((item) => item.id === itemOf(matched));
          return json(200, { meta });
        },
        DELETE: (service, matched) => {
          const items = [itemOf(matched)];
          change(service, matched.id(0), {
            type: 'metadata.delete',
            node: nodeOf(matched),
            items,
            many: false,
          });
          return empty(200);
        },
      },
    },
  ];
}

function addVip(service: ServiceCall, matched: Matched): Answer {
  readAddedVip(rootOf(service.call, 'virtualIp'));
  const [id] = change(service, matched.id(0), { type: 'vip.add', ipVersion: 'IPV6' });
  const vip = readBalancer(service, matched.id(0)).virtualIps.find((candidate) => candidate.id === id);
  if (!vip) throw new Answered(flat(500, 'The virtual ip has gone already'));
  // Bare, without a wrapper: the service's way.
  return json(202, vipBody(vip));
}

/** Metadata, virtual IPs and the access list. */
export const COLLECTION_ROUTES: readonly Route<ServiceCall>[] = [
  ...metadataRoutes('loadbalancers/#', false),
  ...metadataRoutes('loadbalancers/#/nodes/#', true),
  {
    path: 'loadbalancers/#/virtualips',
    handlers: {
      GET: (service, matched) =>
        json(200, { virtualIps: readBalancer(service, matched.id(0)).virtualIps.map(vipBody) }),
      POST: addVip,
      DELETE: (service, matched) => {
        const vips = [...new Set(idsOf(service.call))];
        change(service, matched.id(0), { type: 'vip.delete', vips, many: true });
        return empty(202);
      },
    },
  },
  {
    path: 'loadbalancers/#/virtualips/#',
    handlers: {
      DELETE: (service, matched) => {
        change(service, matched.id(0), { type: 'vip.delete', vips: [matched.id(1)], many: false });
        return empty(202);
      },
    },
  },
  {
    path: 'loadbalancers/#/accesslist',
    handlers: {
      GET: (service, matched) => json(200, { accessList: readBalancer(service, matched.id(0)).accessList }),
      POST: (service, matched) => {
        const faults: string[] = [];
        const items = readAccess(itemsOf(service.call, 'accessList', 'networkItem'), faults);
        complain([...new Set(faults)]);
        change(service, matched.id(0), { type: 'access.add', items });
        return empty(202);
      },
      DELETE: (service, matched) => {
        const ids = [...new Set(idsOf(service.call))];
        // No id means all of them: so the service has it.
        const items = ids.length > 0 ? ids : null;
        change(service, matched.id(0), { type: 'access.delete', items, many: true });
        return empty(202);
      },
    },
  },
  {
    path: 'loadbalancers/#/accesslist/#',
    handlers: {
      DELETE: (service, matched) => {
        change(service, matched.id(0), { type: 'access.delete', items: [matched.id(1)], many: false });
        return empty(202);
      },
    },
  },
];
