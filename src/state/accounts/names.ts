import { Failure } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';

const LONGEST = 64;
/** Names that `-a` understands otherwise, or that are taken for good. */
const RESERVED = ['sandbox', 'sandbox-aws', 'all'];
/** As many names as still read well in one line. */
const NAMED_AT_MOST = 8;

/** Account names differ by more than capitals. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Two halves of a sentence: what is wrong, begun with a capital, and what to do, begun small. */
interface NameFault {
  readonly fault: string;
  readonly mend: string;
}

/** What is wrong with a new account's name and how to mend it, or null. `taken` are the other accounts' names. */
export function faultOfName(name: string, taken: readonly string[]): NameFault | null {
  if (name === '') return { fault: 'The name is empty', mend: 'give the account one' };
  if (name.length > LONGEST)
    return { fault: `The name is longer than ${LONGEST} characters`, mend: 'shorten it' };
  if (name !== name.trim()) return { fault: 'The name begins or ends with a space', mend: 'leave it out' };
  if (name !== cleanText(name)) return { fault: 'The name holds control characters', mend: 'leave them out' };
  if (name.startsWith('-'))
    return { fault: 'The name begins with "-", like an option', mend: 'begin it with a letter' };
  if (name.includes(','))
    return { fault: 'The name holds a comma, which separates names behind -a', mend: 'leave it out' };
  if (RESERVED.some((word) => sameName(word, name)))
    return { fault: `The name "${name}" is reserved`, mend: 'choose another' };
  if (taken.some((other) => sameName(other, name)))
    return { fault: `The name "${name}" is taken by another account`, mend: 'choose another' };
  return null;
}

/** How many letters must be put in, left out or replaced to make one text of the other. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j++) {
      const replaced = (row[j] ?? 0) + (letter === other[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

/** Zero for a name that holds what was typed, else the share of letters that differ. */
export function farness(typed: string, name: string): number {
  const [one, other] = [typed.toLowerCase().slice(0, LONGEST), name.toLowerCase()];
  return other.includes(one) ? 0 : distance(one, other) / Math.max(one.length, other.length, 1);
}

/** Says that there is no account `typed`, and which there are, the likeliest first. */
export function unknownAccount(typed: string, names: readonly string[]): Failure {
  const near = names.toSorted((a, b) => farness(typed, a) - farness(typed, b));
  const shown = near.slice(0, NAMED_AT_MOST).join(', ');
  const more = near.length > NAMED_AT_MOST ? ` and ${near.length - NAMED_AT_MOST} more` : '';
  return new Failure({
    kind: 'missing',
    message: `There is no account "${cleanText(typed)}"`,
    hint: `There are: ${shown}${more}`,
  });
}
