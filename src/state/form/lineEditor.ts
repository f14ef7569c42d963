import { graphemes } from '../../model/graphemes.ts';
import type { Press } from '../keys/press.ts';

/** A line being typed. `cursor` counts graphemes (what a person takes for one character) from the start. */
export interface Line {
  readonly text: string;
  readonly cursor: number;
  /** All of it is selected, as a proposal is: what is typed takes its place, moving the cursor keeps it. */
  readonly selected?: true;
}

/** A line with the cursor at its end. */
export function line(text: string): Line {
  return { text, cursor: graphemes(text).length };
}

/** A line with all its text selected; an empty one has nothing to select. */
export function selected(text: string): Line {
  return text === '' ? line('') : { ...line(text), selected: true };
}

/** The line after a key, or null where the key does nothing to a line (enter, esc, tab, up, down, …). */
export function edit(before: Line, press: Press): Line | null {
  const current = before.selected && takesPlace(press) ? line('') : before;
  const letters = graphemes(current.text);
  const at = Math.min(current.cursor, letters.length);
  const cut = (from: number, to: number): Line => ({
    text: [...letters.slice(0, from), ...letters.slice(to)].join(''),
    cursor: from,
  });
  switch (press.name) {
    case 'left':
    case 'ctrl-b':
      return { text: current.text, cursor: Math.max(0, at - 1) };
    case 'right':
    case 'ctrl-f':
      return { text: current.text, cursor: Math.min(letters.length, at + 1) };
    case 'home':
    case 'ctrl-a':
      return { text: current.text, cursor: 0 };
    case 'end':
    case 'ctrl-e':
      return { text: current.text, cursor: letters.length };
    case 'alt-b':
    case 'ctrl-left':
      return { text: current.text, cursor: wordStart(letters, at) };
    case 'alt-f':
    case 'ctrl-right':
      return { text: current.text, cursor: wordEnd(letters, at) };
    case 'backspace':
    case 'ctrl-h':
      return at === 0 ? current : cut(at - 1, at);
    case 'delete':
      return at === letters.length ? current : cut(at, at + 1);
    case 'ctrl-u':
      return cut(0, at);
    case 'ctrl-k':
      return cut(at, letters.length);
    case 'ctrl-w':
    case 'alt-backspace':
      return cut(wordStart(letters, at), at);
    default: {
      if (press.text === undefined || press.text === '') return null;
      const before = letters.slice(0, at).join('') + press.text;
      return { text: before + letters.slice(at).join(''), cursor: graphemes(before).length };
    }
  }
}

/** No name that is looked for is as long; a pasted log is. */
const LONGEST_SEARCH = 200;

/** `edit` for words that are looked for: what is beyond 200 characters is dropped. */
export function editSearch(before: Line, press: Press): Line | null {
  const after = edit(before, press);
  if (!after || after.text.length <= LONGEST_SEARCH) return after;
  const letters = graphemes(after.text).slice(0, LONGEST_SEARCH);
  return { text: letters.join(''), cursor: Math.min(after.cursor, letters.length) };
}

/** Keys that write or take away at the cursor: what is selected goes. */
function takesPlace({ name, text = '' }: Press): boolean {
  return text !== '' || name === 'backspace' || name === 'ctrl-h' || name === 'delete';
}

function wordStart(letters: readonly string[], at: number): number {
  let start = at;
  while (start > 0 && letters[start - 1] === ' ') start -= 1;
  while (start > 0 && letters[start - 1] !== ' ') start -= 1;
  return start;
}

function wordEnd(letters: readonly string[], at: number): number {
  let end = at;
  while (end < letters.length && letters[end] === ' ') end += 1;
  while (end < letters.length && letters[end] !== ' ') end += 1;
  return end;
}
