import type { Option } from '../../model/form.ts';
import type { Press } from '../keys/press.ts';
import { matcher } from '../list/arrange.ts';
import type { Edited, ListEditor } from './editor.ts';
import { edit, line } from './lineEditor.ts';

/** The options that the search finds: first those that begin with it. */
export function foundOptions(options: readonly Option[], search: string): readonly Option[] {
  const words = search.trim();
  if (words === '') return options;
  const isFound = matcher(words);
  const found = options.filter((one) => isFound(`${one.label} ${one.help ?? ''} ${one.value}`));
  const begins = ({ label }: Option) => label.toLowerCase().startsWith(words.toLowerCase());
  return [...found.filter(begins), ...found.filter((one) => !begins(one))];
}

/** An editor for a list, standing on the option that is chosen. */
export function listEditor(options: readonly Option[], chosen: string): ListEditor {
  const at = options.findIndex((option) => option.value === chosen);
  return { kind: 'list', search: line(''), at: Math.max(0, at) };
}

/** The values that a many-of field holds, one a line. */
export function manyValues(value: string): readonly string[] {
  return value.split('\n').filter((one) => one !== '');
}

/**
 * A key in a list of which one is chosen: what the cursor stands on is the choice. Taking the search back shows the whole
 * list around it and chooses nothing else.
 */
export function pressPick(
  now: ListEditor,
  value: string,
  options: readonly Option[],
  press: Press,
): Edited<ListEditor> | null {
  const moved = move(now, options, press);
  if (!moved) return press.name === 'enter' ? { value, editor: now, go: 'next' } : null;
  const isWhole = moved.search.text.trim() === '' && moved.search.text !== now.search.text;
  if (isWhole) return { value, editor: { ...listEditor(options, value), search: moved.search }, go: 'stay' };
  const on = foundOptions(options, moved.search.text)[moved.at];
  return { value: on?.value ?? value, editor: moved, go: 'stay' };
}

/** A key in a list of which any number is chosen: space takes what the cursor stands on, or leaves it. */
export function pressMany(
  now: ListEditor,
  value: string,
  options: readonly Option[],
  press: Press,
): Edited<ListEditor> | null {
  if (press.name === 'enter') return { value, editor: now, go: 'next' };
  if (press.name === 'space') {
    const on = foundOptions(options, now.search.text)[now.at];
    if (!on) return { value, editor: now, go: 'stay' };
    const chosen = manyValues(value);
    const after = chosen.includes(on.value)
      ? chosen.filter((one) => one !== on.value)
      : [...chosen, on.value];
    return { value: after.join('\n'), editor: now, go: 'stay' };
  }
  const moved = move(now, options, press);
  return moved && { value, editor: moved, go: 'stay' };
}

function move(now: ListEditor, options: readonly Option[], press: Press): ListEditor | null {
  const last = Math.max(0, foundOptions(options, now.search.text).length - 1);
  const to = (at: number): ListEditor => ({ ...now, at: Math.max(0, Math.min(last, at)) });
  switch (press.name) {
    case 'up':
      return to(now.at - 1);
    case 'down':
      return to(now.at + 1);
    case 'pageup':
      return to(now.at - 5);
    case 'pagedown':
      return to(now.at + 5);
    default: {
      const typed = edit(now.search, press);
      return typed && { kind: 'list', search: typed, at: typed.text === now.search.text ? now.at : 0 };
    }
  }
}
