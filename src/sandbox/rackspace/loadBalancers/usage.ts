import { type Answer, Answered, json, type Matched, type Route } from '../../exchange.ts';
import { chance, chanceBetween } from '../../world/chance.ts';
import type { BalancerRecord } from '../../world/records.ts';
import { statusOf } from '../../world/status.ts';
import { DAY, HOUR, TIMINGS } from '../../world/timings.ts';
import { balancerConnections } from '../../world/traffic.ts';
import { accountHours, accountRecord, type UsageRecord, usageOf } from '../../world/usage.ts';
import { flat } from '../faults.ts';
import type { ServiceCall } from '../service.ts';
import { isoSeconds } from '../times.ts';
import { timeOf } from './balancers.ts';
import { rowBody } from './bodies.ts';
import { findBalancer, queryNumber, readBalancer } from './read.ts';

const PAGE = 500;
const LARGEST_PAGE = 1000;

function recordBody(record: UsageRecord) {
  return {
    id: record.id,
    startTime: isoSeconds(record.start),
    endTime: isoSeconds(record.end),
    numPolls: record.polls,
    numVips: record.numVips,
    vipType: record.vipType,
    sslMode: record.sslMode,
    averageNumConnections: record.connections,
    averageNumConnectionsSsl: record.connectionsSsl,
    incomingTransfer: record.incoming,
    outgoingTransfer: record.outgoing,
    incomingTransferSsl: record.incomingSsl,
    outgoingTransferSsl: record.outgoingSsl,
    ...(record.event ? { eventType: record.event } : {}),
  };
}

/** The time asked for; what is left open falls to `usual` before now, or to 90 days before the end. */
function windowOf({ call, now }: ServiceCall, usual: number): { from: number; to: number } {
  const start = timeOf(call.query, 'startTime');
  const end = timeOf(call.query, 'endTime');
  const to = end ?? now;
  const from = start ?? (end === null ? now - usual : end - TIMINGS.history);
  if (from > to) throw new Answered(flat(400, 'The start time must not be later than the end time'));
  return { from, to };
}

/** A page of `items` and the links to its neighbours; limits out of range are brought into it silently. */
function paged<Item>(service: ServiceCall, items: readonly Item[]) {
  const { call, base } = service;
  const limit = Math.min(LARGEST_PAGE, Math.max(1, queryNumber(call.query, 'limit') ?? PAGE));
  const offset = queryNumber(call.query, 'offset') ?? 0;
  const link = (rel: string, from: number) => {
    const query = new URLSearchParams(call.query);
    query.set('offset', String(from));
    query.set('limit', String(limit));
    return { rel, href: `${base}/${call.segments.slice(5).join('/')}?${query}` };
  };
  return {
    page: items.slice(offset, offset + limit),
    links: [
      ...(offset > 0 ? [link('previous', Math.max(0, offset - limit))] : []),
      ...(offset + limit < items.length ? [link('next', offset + limit)] : []),
    ],
  };
}

function ofBalancer(service: ServiceCall, matched: Matched, current: boolean): Answer {
  const balancer = findBalancer(service, matched.id(0));
  const { now } = service;
  const { from, to } = current ? { from: now - DAY, to: now } : windowOf(service, TIMINGS.history);
  // This call counts a record by when it starts, the account's by when it ends.
  const records = usageOf(balancer, from, to, now).filter((record) => record.start >= from || current);
  const { page, links } = paged(service, records);
  return json(200, { loadBalancerUsageRecords: page.map(recordBody), links });
}

function ofAccount(service: ServiceCall): Answer {
  const { world, region, now } = service;
  const { from, to } = windowOf(service, DAY);
  const balancers = [...world.state.regions[region].balancers.values()];
  const hours = accountHours(Math.max(from, now - TIMINGS.history), Math.min(to, now));
  const { page, links } = paged(service, hours);
  const usages = balancers
    .filter((balancer) => balancer.createdAt <= to && (balancer.deletedAt ?? now) >= from)
    .map((balancer) => ({
      loadBalancerId: balancer.id,
      loadBalancerName: balancer.name,
      loadBalancerUsageRecords: usageOf(balancer, from, to, now)
        .filter((record) => record.end <= to)
        .map(recordBody),
      links: [],
    }));
  return json(200, {
    accountId: world.genesis.account,
    accountUsage: {
      accountUsageRecords: page.map((hour) => {
        const { start, ...counts } = accountRecord(balancers, hour);
        return { startTime: isoSeconds(start), ...counts };
      }),
      links,
    },
    loadBalancerUsages: usages,
  });
}

function billable(service: ServiceCall): Answer {
  const { world, region, call, now } = service;
  if (!call.query.has('startTime') || !call.query.has('endTime'))
    throw new Answered(flat(400, 'Must provide startTime and endTime'));
  const { from, to } = windowOf(service, DAY);
  const rows = [...world.state.regions[region].balancers.values()]
    .filter((balancer) => balancer.createdAt <= to && (balancer.deletedAt ?? now) >= from)
    .map((balancer) => {
      const { virtualIps: _virtualIps, ...row } = rowBody(balancer, now);
      return row;
    });
  return json(200, { loadBalancers: rows });
}

function stats(service: ServiceCall, matched: Matched): Answer {
  const { now } = service;
  const balancer = readBalancer(service, matched.id(0));
  const status = statusOf(balancer, now);
  if (status !== 'ACTIVE')
    return flat(
      422,
      `Load Balancer '${balancer.id}' has a status of '${status}' and is considered immutable.`,
    );
  const open = balancerConnections(balancer, now);
  const ssl = balancer.sslTermination?.enabled ? balancer.sslTermination : null;
  const openSsl = !ssl ? 0 : ssl.secureTrafficOnly ? open : Math.round(open * 0.55);
  return json(200, {
    ...counters(balancer, open - openSsl, now, ''),
    ...(ssl ? counters(balancer, openSsl, now, 'Ssl') : {}),
  });
}

/** The seven numbers; the failures grow slowly with the balancer's age. */
function counters(balancer: BalancerRecord, open: number, now: number, suffix: string) {
  const days = (now - balancer.createdAt) / DAY;
  const grown = (place: number, most: number) => Math.floor(days * most * chance(balancer.id, place));
  const most = chanceBetween(120, 900, balancer.id, 9);
  return {
    [`connectTimeOut${suffix}`]: grown(11, 4),
    [`connectError${suffix}`]: grown(12, 2),
    [`connectFailure${suffix}`]: grown(13, 1),
    [`dataTimedOut${suffix}`]: grown(14, 6),
    [`keepAliveTimedOut${suffix}`]: grown(15, 40) + Math.floor((now % HOUR) / 60_000),
    [`maxConn${suffix}`]: Math.max(most, open),
    [`currentConn${suffix}`]: open,
  };
}

/** Usage, billable balancers and statistics. */
export const USAGE_ROUTES: readonly Route<ServiceCall>[] = [
  { path: 'loadbalancers/usage', handlers: { GET: ofAccount } },
  { path: 'loadbalancers/billable', handlers: { GET: billable } },
  {
    path: 'loadbalancers/#/usage',
    handlers: { GET: (service, matched) => ofBalancer(service, matched, false) },
  },
  {
    path: 'loadbalancers/#/usage/current',
    handlers: { GET: (service, matched) => ofBalancer(service, matched, true) },
  },
  { path: 'loadbalancers/#/stats', handlers: { GET: stats } },
];
