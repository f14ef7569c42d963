import type { Field } from '../../model/form.ts';
import type { Loaded } from './editor.ts';

/** True of a list that has not come. */
export function isAwaited(field: Field, loaded: Loaded | undefined): boolean {
  return (field.kind === 'pick' || field.kind === 'many') && loaded?.state !== 'ready';
}

/** Why nothing can be made of what is chosen from a list that the engine gives; null where something can. */
export function loadFault(field: Field, loaded: Loaded | undefined, value: string): string | null {
  if (field.kind !== 'pick' && field.kind !== 'many') return null;
  if (value === '' && field.optional) return null;
  if (loaded?.state === 'loading') return 'The choices are still on their way: one moment';
  if (loaded?.state === 'failed') return `${loaded.why}. ctrl-r tries again`;
  const known = new Set(loaded?.options.map((option) => option.value));
  const gone = value.split('\n').find((one) => one !== '' && !known.has(one));
  return gone === undefined ? null : `${gone} is not among the choices any more: choose again`;
}
