import * as z from 'zod/mini';
import { Failure } from '../../../model/problem.ts';
import type { Span, UsageOptions, UsageRoom } from '../../usage.ts';
import { nextPage } from '../links.ts';
import { unreadable } from '../problems.ts';
import type { SectionParts } from '../sections/resource.ts';
import { list, readEach, text } from '../wireFields.ts';
import { RecordSet } from './recordSet.ts';
import { type Owner, readRecords } from './records.ts';
import { Windows } from './windows.ts';

const HOUR = 3_600_000;
const KEPT_DAYS = 90;
/** The engine's greatest page; without one it sends half as many. */
const PAGE = 1_000;
/** A year and more of a balancer that is cut every few minutes. */
const MOST_PAGES = 50;
/** Windows of the account that are asked for at once. */
const LANES = 2;

const balancerShape = z.object({ loadBalancerUsageRecords: z.array(z.unknown()), links: list });
const accountShape = z.object({ loadBalancerUsages: z.array(z.unknown()) });
const ownerShape = z.object({
  loadBalancerId: text,
  loadBalancerName: text,
  loadBalancerUsageRecords: list,
});

type UsageParts = Pick<SectionParts, 'clock' | 'lifetime' | 'session' | 'balancers' | 'labels' | 'base'> & {
  readonly region: string | null;
};

/** What balancers carried, hour by hour. */
export function usageRoom(parts: UsageParts): UsageRoom {
  const { lifetime } = parts;
  return {
    keptDays: KEPT_DAYS,
    notes: [
      'Rackspace counts by the hour and may be some hours behind',
      'Connections are averages over the record; what was not counted is left empty',
    ],
    balancer: (id, options) =>
      lifetime.run(options.signal, (signal) => ofBalancer(parts, id, { ...options, signal })),
    account: (options) => lifetime.run(options.signal, (signal) => ofAccount(parts, { ...options, signal })),
  };
}

async function ofBalancer(parts: UsageParts, id: string, options: UsageOptions) {
  const { clock, session, balancers, labels } = parts;
  const what = `read the usage of ${labels.balancer(id)}`;
  const owner: Owner = { id, name: labels.nameOf(id) };
  const found = new RecordSet(options);
  let page: { readonly offset: number; readonly limit: number } | null = { offset: 0, limit: PAGE };
  for (let pages = 0; page !== null && pages < MOST_PAGES; pages++) {
    // This call counts a record when it starts, so the span itself is asked for.
    const query = `${spanQuery(options)}&limit=${page.limit}&offset=${page.offset}`;
    const url = `${balancers.url(id)}/usage?${query}`;
    const { json, body, requestId } = await session.read({ url, what, signal: options.signal });
    const read = balancerShape.safeParse(json);
    if (!read.success) throw new Failure(unreadable(what, body, requestId));
    const { loadBalancerUsageRecords: rows, links } = read.data;
    const unseen = found.add(readRecords(rows, owner, clock.now()));
    page = unseen === 0 ? null : nextPage(links, { ...page, rows: rows.length });
  }
  return found.all;
}

async function ofAccount(parts: UsageParts, options: UsageOptions) {
  const found = new RecordSet(options);
  const now = parts.clock.now();
  const windows = new Windows({
    from: Math.max(options.from, now - KEPT_DAYS * 24 * HOUR),
    to: Math.min(options.to, now + HOUR),
  });
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const take = async (window: Span) => {
    windows.held(window, await readWindow(parts, window, found, signal));
  };
  const lane = async () => {
    for (let window = windows.next(); window !== null; window = windows.next()) await take(window);
  };
  try {
    // By itself: how long the others may be shows only then.
    const first = windows.next();
    if (first !== null) await take(first);
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    stop.abort();
  }
  return found.all;
}

/** Reads one window and answers how many records it held. */
async function readWindow(
  { clock, session, base, region }: UsageParts,
  window: Span,
  found: RecordSet,
  signal: AbortSignal,
): Promise<number> {
  const what = `read the usage of all balancers${region === null ? '' : ` of ${region}`}`;
  // This call counts a record when it ends: one that begins before the window's end is over an hour later at most.
  const url = `${base}/loadbalancers/usage?${spanQuery({ from: window.from, to: window.to + HOUR })}`;
  const { json, body, requestId } = await session.read({ url, what, signal });
  const read = accountShape.safeParse(json);
  if (!read.success) throw new Failure(unreadable(what, body, requestId));
  const records = readEach(ownerShape, read.data.loadBalancerUsages).flatMap((owned) => {
    const { loadBalancerId: id, loadBalancerName: name } = owned;
    return id === null ? [] : readRecords(owned.loadBalancerUsageRecords, { id, name }, clock.now());
  });
  found.add(records);
  return records.length;
}

/** Times without milliseconds, which the engine does not take everywhere; the span never shrinks by it. */
function spanQuery({ from, to }: Span): string {
  return `startTime=${seconds(Math.floor(from / 1000))}&endTime=${seconds(Math.ceil(to / 1000))}`;
}

function seconds(at: number): string {
  return new Date(at * 1000).toISOString().replace('.000Z', 'Z');
}
