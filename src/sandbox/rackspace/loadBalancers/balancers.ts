import { type Answer, Answered, empty, json, type Route } from '../../exchange.ts';
import type { BalancerRecord } from '../../world/records.ts';
import { BALANCER_STATUSES, statusOf } from '../../world/status.ts';
import { accepted, flat } from '../faults.ts';
import { idsOf, rootOf } from '../fields.ts';
import { change, type ServiceCall } from '../service.ts';
import { parseTime } from '../times.ts';
import { readCreate, readUpdate } from './balancerRequests.ts';
import { detailBody, rowBody } from './bodies.ts';
import { findBalancer, queryNumber } from './read.ts';

const PAGE = 100;

function list(service: ServiceCall): Answer {
  const { world, region, call, now } = service;
  const { query } = call;
  const address = query.get('nodeaddress');
  const name = query.get('name');
  const since = timeOf(query, 'changes-since');
  const status = statusAsked(query);
  const marker = queryNumber(query, 'marker') ?? 0;
  const asked = queryNumber(query, 'limit') ?? PAGE;
  const limit = asked >= 1 && asked <= PAGE ? asked : PAGE;
  let skip = queryNumber(query, 'offset') ?? 0;
  const page: BalancerRecord[] = [];
  for (const balancer of world.state.regions[region].balancers.values()) {
    if (page.length === limit) break;
    const is = statusOf(balancer, now);
    if (balancer.id < marker || (status ? is !== status : is === 'DELETED')) continue;
    if (since !== null && balancer.updatedAt < since) continue;
    if (address !== null && !balancer.nodes.some((node) => node.address === address)) continue;
    if (address === null && name !== null && balancer.name !== name) continue;
    if (skip > 0) skip -= 1;
    else page.push(balancer);
  }
  const loadBalancers = page.map((balancer) =>
    address === null
      ? rowBody(balancer, now)
      : { id: balancer.id, name: balancer.name, status: statusOf(balancer, now) },
  );
  return json(200, { loadBalancers });
}

function statusAsked(query: URLSearchParams): string | null {
  const asked = query.get('status');
  if (asked === null || BALANCER_STATUSES.some((status) => status === asked)) return asked;
  throw new Answered(flat(400, `Invalid query parameter: '${asked}' is not a status`));
}

/** A time of the query in milliseconds; null when not given, a 400 when it is none. */
export function timeOf(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  const at = parseTime(text);
  if (at === null) throw new Answered(flat(400, `Invalid query parameter: ${name} must be an ISO 8601 time`));
  return at;
}

/** Balancers themselves. */
export const BALANCER_ROUTES: readonly Route<ServiceCall>[] = [
  {
    path: 'loadbalancers',
    handlers: {
      GET: list,
      POST: (service) => {
        const { world, region, call } = service;
        const spec = readCreate(rootOf(call, 'loadBalancer'));
        const [id = 0] = accepted(world.submit({ type: 'balancer.create', region, spec }));
        // The answer to a creation shows the weights under any algorithm.
        return json(202, { loadBalancer: detailBody(findBalancer(service, id), region, world.now(), true) });
      },
      DELETE: ({ world, region, call }) => {
        accepted(world.submit({ type: 'balancer.delete', region, balancers: [...new Set(idsOf(call))] }));
        return empty(202);
      },
    },
  },
  {
    path: 'loadbalancers/#',
    handlers: {
      GET: (service, matched) =>
        json(200, {
          loadBalancer: detailBody(findBalancer(service, matched.id(0)), service.region, service.now),
        }),
      PUT: (service, matched) => {
        const update = readUpdate(rootOf(service.call, 'loadBalancer'));
        change(service, matched.id(0), { type: 'balancer.update', change: update });
        return empty(202);
      },
      DELETE: ({ world, region }, matched) => {
        accepted(world.submit({ type: 'balancer.delete', region, balancers: [matched.id(0)] }));
        return empty(202);
      },
    },
  },
];
