import { usageFailure } from '../commandFailure.ts';

/** `key=value` as it was typed: `key+=value` adds to a list, `key-=value` takes from it. */
export interface Assignment {
  readonly key: string;
  readonly how: 'set' | 'add' | 'remove';
  readonly text: string;
}

const ASSIGNMENT = /^([^=\s]*[^=\s+-])([+-]?)=([\s\S]*)$/;

/** Is the word a `key=value`? */
export function isAssignment(word: string): boolean {
  return ASSIGNMENT.test(word);
}

/** Reads `key=value` words. Throws Failure `invalid` for one that is none. */
export function readAssignments(words: readonly string[]): readonly Assignment[] {
  return words.map((word) => {
    const [, key, sign, text] = ASSIGNMENT.exec(word) ?? [];
    if (key === undefined || text === undefined)
      throw usageFailure(`"${word}" is no KEY=VALUE`, 'Write KEY=VALUE, without spaces around =');
    return { key, how: sign === '+' ? 'add' : sign === '-' ? 'remove' : 'set', text };
  });
}

/** A key, or a word that is to be chosen, as it is compared: capitals, hyphens, underscores and spaces do not count. */
export function plainKey(text: string): string {
  return text.toLowerCase().replace(/[-_\s]/g, '');
}
