import { Answered, type Call } from '../../exchange.ts';
import type { ServerRecord } from '../../world/records.ts';
import { liveServers } from '../../world/serverRules.ts';
import { serverStatus } from '../../world/status.ts';
import { wrapped } from '../faults.ts';
import type { ServiceCall } from '../service.ts';
import { parseTime } from '../times.ts';

const LARGEST_PAGE = 1000;

function bad(message: string): Answered {
  return new Answered(wrapped(400, 'badRequest', message));
}

/** A page by `limit` and `marker`, the last id seen. `next` is the marker of the page after it, or null. */
export function pageOf<Item extends { readonly id: string }>(
  call: Call,
  items: readonly Item[],
): { readonly page: readonly Item[]; readonly next: string | null } {
  const text = call.query.get('limit');
  if (text !== null && !/^\d{1,9}$/.test(text)) throw bad('limit param must be an integer');
  const limit = Math.min(LARGEST_PAGE, Number(text ?? 0) || LARGEST_PAGE);
  const marker = call.query.get('marker');
  const after = marker === null ? -1 : items.findIndex((item) => item.id === marker);
  if (marker !== null && after < 0) throw bad(`marker [${marker}] not found`);
  const page = items.slice(after + 1, after + 1 + limit);
  const last = page.at(-1);
  return { page, next: last && after + 1 + limit < items.length ? last.id : null };
}

/** The servers that a query asks for, newest first. `name` is a regular expression. */
export function serversAsked({ world, region, call, now }: ServiceCall): ServerRecord[] {
  const { query } = call;
  const name = nameTest(query.get('name'));
  const status = query.get('status')?.toUpperCase();
  const since = query.get('changes-since');
  const from = since === null ? null : parseTime(since);
  if (since !== null && from === null) throw bad('Invalid changes-since value');
  return liveServers(world.state.regions[region], now)
    .filter(
      (server) =>
        name(server.name) &&
        (!status || serverStatus(server, now)?.status === status) &&
        (from === null || server.activeAt >= from) &&
        (query.get('image') ?? server.image) === server.image &&
        (query.get('flavor') ?? server.flavor) === server.flavor,
    )
    .reverse();
}

function nameTest(pattern: string | null): (name: string) => boolean {
  if (pattern === null) return () => true;
  try {
    const test = new RegExp(pattern);
    return (name) => test.test(name);
  } catch {
    throw bad('Invalid regular expression in name');
  }
}

/** The link to the next page under its name, or nothing. */
export function nextLink(name: string, { base, call }: ServiceCall, next: string | null) {
  if (next === null) return {};
  const query = new URLSearchParams(call.query);
  query.set('marker', next);
  return { [name]: [{ rel: 'next', href: `${base}/${call.segments.slice(5).join('/')}?${query}` }] };
}

/** What was found, or the fault that it was not. */
export function one<Item>(found: Item | undefined, what: string): Item {
  if (found === undefined) throw new Answered(wrapped(404, 'itemNotFound', `${what} could not be found`));
  return found;
}
