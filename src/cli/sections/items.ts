import { CommandFailure } from '../commandFailure.ts';
import { type Candidate, candidateLines, nearest } from '../resolve/candidates.ts';
import { shellWord } from '../shellWord.ts';
import { type Owner, ownerText } from './find.ts';
import type { Collection, Item } from './section.ts';
import { isAssignment, plainKey } from './words.ts';

/** How a text can mean an item, the surest first; the first way that matches anything decides. */
const WAYS: readonly ((typed: string, item: Item) => boolean)[] = [
  (typed, { id }) => id === typed,
  (typed, { name }) => name === typed,
  (typed, { name }) => plainKey(name) === plainKey(typed),
];

/**
 * The items that the texts mean, each once, in the order in which they were named. Throws Failure `missing` with the
 * candidates for the first text that means none or several: then nothing has been changed.
 */
export function resolveItems(
  typed: readonly string[],
  collection: Collection,
  items: readonly Item[],
  owner: Owner,
): readonly Item[] {
  const resolved = typed.map((text) => {
    const matches = matchItems(text, items);
    const [match] = matches;
    if (match && matches.length === 1) return match;
    throw matches.length > 1
      ? ambiguous(text, collection, matches, owner)
      : unknown(text, collection, items, owner);
  });
  return [...new Map(resolved.map((item) => [item.id, item])).values()];
}

function matchItems(typed: string, items: readonly Item[]): readonly Item[] {
  for (const way of WAYS) {
    const matches = items.filter((item) => way(typed, item));
    if (matches.length > 0) return matches;
  }
  return [];
}

function candidateOf({ columns }: Collection, { id, name, cells }: Item): Candidate {
  const told = columns.flatMap(({ key }) => (cells[key] === name ? [] : (cells[key] ?? [])));
  return {
    names: [id, name],
    line: [id, ...(id === name ? [] : [name]), ...told].join('  '),
    facts: { id, name },
  };
}

function ambiguous(
  typed: string,
  collection: Collection,
  matches: readonly Item[],
  owner: Owner,
): CommandFailure {
  const candidates = matches.map((item) => candidateOf(collection, item));
  return new CommandFailure(
    {
      kind: 'missing',
      message: `"${typed}" means ${matches.length} of ${collection.title} of ${ownerText(owner)}`,
      hint: 'Give the id',
    },
    {
      lines: candidateLines(candidates.slice(0, 10), candidates.length),
      facts: { candidates: candidates.map(({ facts }) => facts) },
    },
  );
}

function unknown(
  typed: string,
  collection: Collection,
  items: readonly Item[],
  owner: Owner,
): CommandFailure {
  const { key, one } = collection;
  const candidates = items.map((item) => candidateOf(collection, item));
  const shown = nearest(typed, candidates);
  // Where a key=value stands in an item's place, the item was forgotten.
  const hints = [
    ...(isAssignment(typed) ? [`Name the ${one} before its values`] : []),
    ...(items.length > 0 ? [`"sluice get ${shellWord(owner.balancer.name)} ${key}" lists them all`] : []),
  ];
  return new CommandFailure(
    {
      kind: 'missing',
      message: `There is no ${one} "${typed}" in ${ownerText(owner)}${items.length === 0 ? ', nor any other' : ''}`,
      ...(hints.length > 0 ? { hint: hints.join('. ') } : {}),
    },
    {
      lines: candidateLines(shown, candidates.length),
      facts: { candidates: shown.map(({ facts }) => facts) },
    },
  );
}
