import type { LongField } from '../../model/form.ts';
import { counted } from './age.ts';

/**
 * A long text in a few words: `12 lines, 1,204 characters, read from ~/page.html`; of a secret one only where it came from. Empty
 * where there is none. `origin` is null where the field began with it.
 */
export function longText(field: LongField, value: string, origin: string | null): string {
  if (value === '') return '';
  if (field.secret) return `${origin ?? 'given'}, not shown`;
  const lines = value.replace(/\r?\n$/, '').split('\n').length;
  const size = `${counted(lines, 'line')}, ${value.length.toLocaleString('en-US')} character${value.length === 1 ? '' : 's'}`;
  return origin === null ? size : `${size}, ${origin}`;
}
