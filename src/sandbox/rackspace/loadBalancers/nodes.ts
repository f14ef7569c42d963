import { type Answer, empty, json, type Matched, type Route } from '../../exchange.ts';
import type { BalancerRecord, NodeEvent } from '../../world/records.ts';
import { TIMINGS } from '../../world/timings.ts';
import { complain, schemaFault } from '../faults.ts';
import { bodyOf, Fields, idsOf, rootOf } from '../fields.ts';
import { change, type ServiceCall } from '../service.ts';
import { isoSeconds } from '../times.ts';
import { isWeighted, nodeBody } from './bodies.ts';
import { readNodeChange, readNodes } from './nodeRequests.ts';
import { queryNumber, readBalancer, readNode } from './read.ts';

function list(service: ServiceCall, matched: Matched): Answer {
  const balancer = readBalancer(service, matched.id(0));
  return json(200, {
    nodes: bodies(
      balancer,
      balancer.nodes.map((node) => node.id),
      service,
    ),
  });
}

function bodies(balancer: BalancerRecord, ids: readonly number[], service: ServiceCall, weights = false) {
  const now = service.world.now();
  return balancer.nodes
    .filter((node) => ids.includes(node.id))
    .map((node) => nodeBody(node, weights || isWeighted(balancer), now));
}

function add(service: ServiceCall, matched: Matched): Answer {
  const items = new Fields(bodyOf(service.call), ['nodes']).list('nodes');
  if (!items || items.length === 0) throw schemaFault();
  const faults: string[] = [];
  const nodes = readNodes(items, faults);
  complain(faults);
  const made = change(service, matched.id(0), { type: 'nodes.add', nodes });
  return json(202, { nodes: bodies(readBalancer(service, matched.id(0)), made, service, true) });
}

function updateMany(service: ServiceCall, matched: Matched): Answer {
  const items = new Fields(bodyOf(service.call), ['nodes']).list('nodes');
  if (!items || items.length === 0) throw schemaFault();
  const faults: string[] = [];
  const changes = items.map((item) => readNodeChange(item, null, faults));
  if (new Set(changes.map((each) => each.id)).size < changes.length)
    faults.push('Each node can be updated only once in a request.');
  complain([...new Set(faults)]);
  const ids = change(service, matched.id(0), { type: 'nodes.update', changes, many: true });
  return json(202, { nodes: bodies(readBalancer(service, matched.id(0)), ids, service) });
}

function update(service: ServiceCall, matched: Matched): Answer {
  const faults: string[] = [];
  const wanted = readNodeChange(rootOf(service.call, 'node'), matched.id(1), faults);
  complain(faults);
  change(service, matched.id(0), { type: 'nodes.update', changes: [wanted], many: false });
  return empty(202);
}

function events(service: ServiceCall, matched: Matched, nodeId: number | null): Answer {
  const { call, now, base } = service;
  const balancer = readBalancer(service, matched.id(0));
  const limit = Math.min(100, queryNumber(call.query, 'limit') || 100);
  const offset = queryNumber(call.query, 'offset') ?? 0;
  const all = balancer.events.filter(
    (event) =>
      event.at <= now && event.at > now - TIMINGS.history && (nodeId === null || event.nodeId === nodeId),
  );
  const path = `${base}/${call.segments.slice(5).join('/')}`;
  const link = (rel: string, from: number) => ({ rel, href: `${path}?offset=${from}&limit=${limit}` });
  const links = [
    ...(offset > 0 ? [link('previous', Math.max(0, offset - limit))] : []),
    ...(offset + limit < all.length ? [link('next', offset + limit)] : []),
  ];
  const page = all.slice(offset, offset + limit);
  return json(200, { nodeServiceEvents: page.map((event) => eventBody(event, balancer, service)), links });
}

function eventBody(event: NodeEvent, balancer: BalancerRecord, { world }: ServiceCall) {
  const account = world.genesis.account;
  return {
    id: event.id,
    nodeId: event.nodeId,
    // Spelled with a small b by the service.
    loadbalancerId: balancer.id,
    accountId: account,
    type: event.type,
    category: event.type.slice(0, 6),
    severity: event.description.includes("'OFFLINE'") ? 'WARNING' : 'INFO',
    author: 'Rackspace Cloud',
    title: event.title,
    description: event.description,
    ...(event.detailedMessage ? { detailedMessage: event.detailedMessage } : {}),
    callbackHost: `ztm-n0${1 + (balancer.id % 7)}`,
    relativeUri: `/${account}/loadbalancers/${balancer.id}/nodes/${event.nodeId}/events`,
    created: isoSeconds(event.at),
  };
}

/** Nodes and their events. */
export const NODE_ROUTES: readonly Route<ServiceCall>[] = [
  {
    path: 'loadbalancers/#/nodes',
    handlers: {
      GET: list,
      POST: add,
      PUT: updateMany,
      DELETE: (service, matched) => {
        const nodes = [...new Set(idsOf(service.call))];
        change(service, matched.id(0), { type: 'nodes.delete', nodes, many: true });
        return empty(202);
      },
    },
  },
  {
    path: 'loadbalancers/#/nodes/events',
    handlers: { GET: (service, matched) => events(service, matched, null) },
  },
  {
    path: 'loadbalancers/#/nodes/#',
    handlers: {
      GET: (service, matched) => {
        const node = readNode(service, matched);
        const weighted = isWeighted(readBalancer(service, matched.id(0)));
        return json(200, { node: nodeBody(node, weighted, service.now) });
      },
      PUT: update,
      DELETE: (service, matched) => {
        change(service, matched.id(0), { type: 'nodes.delete', nodes: [matched.id(1)], many: false });
        return empty(202);
      },
    },
  },
  {
    path: 'loadbalancers/#/nodes/#/events',
    handlers: {
      GET: (service, matched) => {
        const node = readNode(service, matched);
        return events(service, matched, node.id);
      },
    },
  },
];
