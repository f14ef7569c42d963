import * as z from 'zod/mini';
import { Failure } from '../../model/problem.ts';
import { unreadable } from './problems.ts';
import type { Session } from './session.ts';
import { list, readEach, text } from './wireFields.ts';

const PAGE = 100;
/** 20,000 rows; whoever sends more pages than that is going round in circles. */
const MOST_PAGES = 200;

const linkShape = z.object({ rel: text, href: text });

/** A list of Cloud Servers, to be read whole. */
export interface PagedList {
  readonly base: string;
  readonly collection: 'servers' | 'images' | 'flavors';
  /** As in "Could not …". */
  readonly what: string;
  readonly signal: AbortSignal;
}

/**
 * All rows of a detailed list, distinct by id, and in how many pages they came. The marker is exclusive here, and pages
 * follow the engine's `next` links (spec §9). Throws Failure.
 */
export async function readPages<Row extends { readonly id: string }>(
  session: Session,
  { base, collection, what, signal }: PagedList,
  read: (members: readonly unknown[]) => readonly Row[],
): Promise<{ readonly rows: readonly Row[]; readonly pages: number }> {
  const pageShape = z.object({
    [collection]: z.nullable(z.array(z.unknown())),
    [`${collection}_links`]: list,
  });
  const found = new Map<string, Row>();
  const asked = new Set<string>();
  let marker: string | null = null;
  let pages = 0;
  while (pages < MOST_PAGES) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(marker === null ? {} : { marker }) });
    const url = `${base}/${collection}/detail?${query}`;
    const { json, body, requestId } = await session.read({ url, what, signal });
    const page = pageShape.safeParse(json);
    if (!page.success) throw new Failure(unreadable(what, body, requestId));
    pages++;
    const rows = read(page.data[collection] ?? []);
    for (const row of rows) if (!found.has(row.id)) found.set(row.id, row);
    marker = nextMarker(page.data[`${collection}_links`] ?? []);
    if (marker === null || rows.length === 0 || asked.has(marker)) break;
    asked.add(marker);
  }
  return { rows: [...found.values()], pages };
}

/** Only the marker is taken from the link: its host may be an internal one, and our token must not go there. */
function nextMarker(links: readonly unknown[]): string | null {
  const next = readEach(linkShape, links).find(({ rel }) => rel === 'next');
  const query = next?.href?.split('?')[1];
  return query === undefined ? null : new URLSearchParams(query).get('marker');
}
