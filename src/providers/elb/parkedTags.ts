import type { Tag } from '@aws-sdk/client-elastic-load-balancing';

/**
 * Where the ids of parked instances are written: tags of the balancer, because AWS forgets an instance that is taken out,
 * and tags are seen by every operator and go with the balancer. Values may not hold commas, quotes or braces, and there are
 * few tags (AWS says 10 in one place, 50 in another), so that ids stand in them without `i-`, separated by spaces.
 */
const KEY = 'sluice:parked';
const OURS = /^sluice:parked(?::\d{1,3})?$/;
const LONGEST_VALUE = 255;

/** True for a tag that holds parked instances: not one for a user to edit. */
export function isParkedTag(key: string | undefined): boolean {
  return key !== undefined && OURS.test(key);
}

/** The parked instance ids in a balancer's tags. */
export function parkedIn(tags: readonly Tag[]): ReadonlySet<string> {
  const words = tags.flatMap(({ Key, Value }) => (isParkedTag(Key) ? (Value ?? '').split(/\s+/) : []));
  return new Set(words.filter((word) => /^(?:i-)?[0-9a-z]{4,32}$/i.test(word)).map(idOf));
}

function idOf(word: string): string {
  return word.startsWith('i-') ? word : `i-${word}`;
}

/** Tags that hold these ids and nothing else; none for no ids. In an order that does not depend on who wrote them. */
export function parkedTags(ids: Iterable<string>): readonly Required<Tag>[] {
  const values: string[] = [];
  for (const id of [...new Set(ids)].sort()) {
    const word = id.replace(/^i-/, '');
    const last = values.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LONGEST_VALUE)
      values[values.length - 1] = `${last} ${word}`;
    else values.push(word);
  }
  return values.map((Value, index) => ({ Key: index === 0 ? KEY : `${KEY}:${index + 1}`, Value }));
}

/** What to write and what to take away so that `tags` hold exactly `ids`. */
export function tagChange(
  tags: readonly Tag[],
  ids: Iterable<string>,
): { readonly add: readonly Required<Tag>[]; readonly removeKeys: readonly string[] } {
  const wanted = parkedTags(ids);
  const keys = new Set(wanted.map(({ Key }) => Key));
  return {
    add: wanted.filter(({ Key, Value }) => !tags.some((tag) => tag.Key === Key && tag.Value === Value)),
    removeKeys: tags.flatMap(({ Key }) =>
      Key !== undefined && isParkedTag(Key) && !keys.has(Key) ? [Key] : [],
    ),
  };
}
