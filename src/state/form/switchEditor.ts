import type { ChoiceField, YesNoField } from '../../model/form.ts';
import type { Press } from '../keys/press.ts';
import type { Edited } from './editor.ts';

/** A key where one of a few is chosen: left and right go round, a letter goes to the first that begins with it. */
export function pressSwitch(field: ChoiceField | YesNoField, value: string, press: Press): Edited | null {
  const options = field.kind === 'choice' ? field.options.map((option) => option.value) : ['yes', 'no'];
  const by = press.name === 'left' ? -1 : press.name === 'right' || press.name === 'space' ? 1 : 0;
  const letter = options.find((option) => option.toLowerCase().startsWith(press.name.toLowerCase()));
  const next = by === 0 ? letter : options[(options.indexOf(value) + by + options.length) % options.length];
  return next === undefined ? null : { value: next, editor: { kind: 'switch' }, go: 'stay' };
}
