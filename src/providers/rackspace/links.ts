import * as z from 'zod/mini';
import { readEach, text } from './wireFields.ts';

const linkShape = z.object({ rel: text, href: text });

/** A page that was read: where it began, how many rows were asked for and how many came. */
interface ReadPage {
  readonly offset: number;
  readonly limit: number;
  readonly rows: number;
}

/**
 * Where the next page begins, and how long it is; null when there is none. Only numbers are taken from the engine's link:
 * its host may be an internal one, and our token must not go there. A full page without links is not the last one.
 */
export function nextPage(
  links: readonly unknown[],
  read: ReadPage,
): { readonly offset: number; readonly limit: number } | null {
  const next = readEach(linkShape, links).find(({ rel }) => rel === 'next')?.href;
  if (next === undefined || next === null) {
    if (links.length > 0 || read.rows < read.limit) return null;
    return { offset: read.offset + read.rows, limit: read.limit };
  }
  const query = new URLSearchParams(next.split('?')[1] ?? '');
  const number = (name: string) => (/^\d{1,9}$/.test(query.get(name) ?? '') ? Number(query.get(name)) : null);
  const offset = number('offset') ?? read.offset + read.rows;
  // Backwards would be for ever.
  return offset > read.offset ? { offset, limit: number('limit') || read.limit } : null;
}
