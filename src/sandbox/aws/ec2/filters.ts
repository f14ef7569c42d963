import type { Tag } from '../../world/aws/records.ts';
import { AwsError } from '../errors.ts';
import type { Params } from '../params.ts';

/** What a filter of a name looks at: every text of a thing that may match. */
export type Filters<Item> = Readonly<Record<string, (item: Item) => readonly string[]>>;

/** The things that pass every filter of a call: a filter passes what one of its values matches; `*` and `?` stand for letters. */
export function filtered<Item>(
  params: Params,
  items: readonly Item[],
  filters: Filters<Item>,
  tagsOf: (item: Item) => readonly Tag[] = () => [],
): readonly Item[] {
  const tests = params.structs('Filter').map((filter) => {
    const name = filter.need('Name');
    const patterns = (filter.list('Value') ?? []).map(patternOf);
    const texts = textsOf(name, filters, tagsOf);
    return (item: Item) => texts(item).some((text) => patterns.some((pattern) => pattern.test(text)));
  });
  return items.filter((item) => tests.every((test) => test(item)));
}

function textsOf<Item>(
  name: string,
  filters: Filters<Item>,
  tagsOf: (item: Item) => readonly Tag[],
): (item: Item) => readonly string[] {
  const known = filters[name];
  if (known) return known;
  if (name === 'tag-key') return (item) => tagsOf(item).map(({ key }) => key);
  if (name.startsWith('tag:')) {
    const wanted = name.slice(4);
    return (item) =>
      tagsOf(item)
        .filter(({ key }) => key === wanted)
        .map(({ value }) => value);
  }
  throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
}

function patternOf(value: string): RegExp {
  const source = value
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}

/** A page size within its bounds, or all. */
export function pageSize(params: Params, least: number, most: number): number {
  const size = params.whole('MaxResults');
  if (size === undefined) return Number.MAX_SAFE_INTEGER;
  if (size < least || size > most)
    throw new AwsError(
      'InvalidParameterValue',
      `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value between ${least} and ${most}.`,
    );
  return size;
}

/** The things of the ids that a call names, or all; the first id that nothing has is refused with this code. */
export function byIds<Item>(
  asked: readonly string[] | undefined,
  items: readonly Item[],
  idOf: (item: Item) => string,
  refusal: (id: string) => AwsError,
): readonly Item[] {
  if (!asked || asked.length === 0) return items;
  for (const id of asked) if (!items.some((item) => idOf(item) === id)) throw refusal(id);
  return items.filter((item) => asked.includes(idOf(item)));
}

/** Tags as EC2 writes them; nothing where there are none. */
export function tagSet(
  tags: readonly Tag[],
): readonly { readonly key: string; readonly value: string }[] | null {
  return tags.length > 0 ? tags : null;
}
