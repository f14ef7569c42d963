import type { Plan } from '../refusal.ts';
import type { ElbRecord, Tag } from './records.ts';
import { type Coded, deny, doing, firstOf, invalid } from './refusals.ts';

/** Tags that a balancer can have. */
const MOST = 10;
const LETTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** What is wrong with a balancer having these tags, if anything. */
export function tagFault(given: readonly Tag[], before: readonly Tag[] = []): Coded | null {
  const keys = given.map(({ key }) => key);
  const twice = keys.find((key, place) => keys.indexOf(key) !== place);
  if (twice !== undefined) return deny('DuplicateTagKeys', `Tag key was specified more than once: ${twice}`);
  return (
    firstOf(given.map(badTag)) ??
    (withTags(before, given).length > MOST
      ? deny(
          'TooManyTags',
          'The quota for the number of tags that can be assigned to a load balancer has been reached',
        )
      : null)
  );
}

function badTag({ key, value }: Tag): Coded | null {
  if (key === '' || key.length > 128)
    return invalid(`Tag key '${key}' must be between 1 and 128 characters long`);
  if (value.length > 256) return invalid(`The value of tag '${key}' must not be longer than 256 characters`);
  if (key.toLowerCase().startsWith('aws:'))
    return invalid(`Tag keys starting with 'aws:' are reserved for system use: '${key}'`);
  if (!LETTERS.test(key) || !LETTERS.test(value))
    return invalid(
      `Tag '${key}' has characters other than letters, spaces, digits and _ . : / = + - @ in its key or its value`,
    );
  return null;
}

/** Tags with others put in, which take the place of those with the same key. */
export function withTags(before: readonly Tag[], given: readonly Tag[]): readonly Tag[] {
  const after = new Map(before.map((tag) => [tag.key, tag]));
  for (const tag of given) after.set(tag.key, tag);
  return [...after.values()];
}

/** Puts tags on a balancer. */
export function addTags(elb: ElbRecord, tags: readonly Tag[]): Plan {
  return (
    tagFault(tags, elb.tags) ??
    doing(() => {
      elb.tags = withTags(elb.tags, tags);
    })
  );
}

/** Takes tags off a balancer; a key that it does not have is passed over. */
export function removeTags(elb: ElbRecord, keys: readonly string[]): Plan {
  return doing(() => {
    elb.tags = elb.tags.filter(({ key }) => !keys.includes(key));
  });
}
