import type { Form } from '../../model/form.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { FIELD_COLUMNS } from '../print/fieldColumns.ts';
import { ownerJson } from '../print/sectionJson.ts';
import { actionOf } from './changeItems.ts';
import { fieldFacts } from './fields.ts';
import { resolveItems } from './items.ts';
import { cannot, type Found } from './prepare.ts';
import { type Collection, readItems, readSetting } from './section.ts';

/**
 * Prints what can be set: of a setting, of a new item, or with `words` of an item or one of its actions. Throws Failure
 * where there is nothing to set.
 */
export async function tellFields(context: Context, found: Found, words: readonly string[]): Promise<void> {
  const { owner, section } = found;
  const form = await formOf(context, found, words);
  const fields = await fieldFacts(context, form);
  const { report } = context;
  report.result(
    { ...ownerJson(owner), section: section.key, title: form.title, fields },
    report.table(FIELD_COLUMNS, fields),
  );
}

async function formOf(
  context: Context,
  found: Found,
  [typed, action, ...more]: readonly string[],
): Promise<Form> {
  const { section } = found;
  const { signal } = context;
  if (more.length > 0 || (section.kind === 'setting' && typed !== undefined))
    throw usageFailure('--fields tells of a whole section', 'Leave out what stands behind it');
  if (section.kind === 'setting') {
    if (!section.write) throw cannot(found, 'can only be read', 'It has no fields to set');
    return section.form(await readSetting(section, signal), { signal });
  }
  if (typed !== undefined) return itemForm(context, found, section, [typed, action ?? null]);
  if (!section.add)
    throw cannot(found, 'cannot be added to', `Name a ${section.one} to see what can be set of it`);
  return section.add.form({ signal });
}

async function itemForm(
  { signal }: Context,
  found: Found,
  collection: Collection,
  [typed, verb]: readonly [string, string | null],
): Promise<Form> {
  const [item] = resolveItems([typed], collection, await readItems(collection, signal), found.owner);
  if (!item) throw cannot(found, 'has no such item', 'Name another');
  const action = actionOf(found, collection, item, verb);
  const form = await action.form?.(item, { signal });
  return form ?? { title: action.label, fields: [] };
}
