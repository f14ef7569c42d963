import { type Form, type FormValues, rowsOf } from '../../model/form.ts';
import type { Item } from '../../providers/sections.ts';

/**
 * Those of the items that are new which an addition made. The engine may have applied somebody else's while ours waited for
 * its turn: what cannot be told apart is nobody's, so that undoing never removes what others have added.
 */
export function madeItems(fresh: readonly Item[], form: Form, values: FormValues): readonly Item[] {
  const asked = askedFor(form, values);
  if (fresh.length <= asked.length) return fresh;
  const ours = fresh.filter((item) =>
    askedFor(form, item.values).some((is) => asked.some((wanted) => agree(is, wanted))),
  );
  return ours.length <= asked.length ? ours : [];
}

/** One for each item: the fields together are one, as is every row of a table. */
function askedFor(form: Form, values: FormValues): readonly FormValues[] {
  const tables = form.fields.filter(({ kind }) => kind === 'rows').map(({ key }) => key);
  const single = Object.entries(values).filter(([key, text]) => !tables.includes(key) && text !== '');
  const rows = tables.flatMap((key) => rowsOf(values[key] ?? ''));
  return single.length === 0 ? rows : [Object.fromEntries(single), ...rows];
}

/** Whether they share a field and differ in none that both fill. */
function agree(is: FormValues, wanted: FormValues): boolean {
  const both = Object.entries(wanted).filter(([key, text]) => text !== '' && (is[key] ?? '') !== '');
  return both.length > 0 && both.every(([key, text]) => is[key] === text);
}
