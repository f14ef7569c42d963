let collator: Intl.Collator | null = null;

/** Orders names as people do: `web-9` before `web-10`. Its rules are made once: made for each pair they take most of a sort. */
export function byName(a: string, b: string): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a, b);
}

/** Orders ids that are numbers by their value, and others somehow, but always the same: many times faster than `byName`. */
export function byId(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
