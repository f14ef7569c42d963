import type { Field, Form, FormValues } from '../../model/form.ts';
import { CommandFailure, usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { collectionJson, itemJson, ownerJson, settingJson } from '../print/sectionJson.ts';
import { itemColumns, itemLines, settingLines, wholeValue } from '../print/sectionLines.ts';
import { nearest } from '../resolve/candidates.ts';
import { fieldName, isSecret } from './field.ts';
import type { Owner } from './find.ts';
import { resolveItems } from './items.ts';
import { type Collection, readItems, readSetting, type Setting } from './section.ts';
import { plainKey } from './words.ts';

/** Prints a setting, or with a key one value of it. Throws Failure. */
export async function tellSetting(
  context: Context,
  owner: Owner,
  setting: Setting,
  [key, ...more]: readonly string[],
): Promise<void> {
  const { report, signal } = context;
  if (more.length > 0)
    throw usageFailure(
      `${setting.title} is a setting: it has values, no items`,
      'Write sluice get BALANCER SECTION KEY',
    );
  const reading = await readSetting(setting, signal);
  if (key === undefined)
    return report.result(settingJson(owner, setting, reading), settingLines(setting, reading));
  return tellValue(context, setting.title, key, {
    values: reading.values,
    form: () => setting.form(reading, { signal }),
  });
}

/** Prints a collection, or one item of it, or with a key one value of that. Throws Failure. */
export async function tellCollection(
  context: Context,
  owner: Owner,
  collection: Collection,
  [typed, key]: readonly string[],
): Promise<void> {
  const { report, signal } = context;
  const items = await readItems(collection, signal);
  if (typed === undefined)
    return report.result(
      collectionJson(owner, collection, items),
      items.length === 0 ? [collection.empty] : report.table(itemColumns(collection, items), items),
    );
  for (const item of resolveItems([typed], collection, items, owner)) {
    if (key === undefined)
      report.result(
        { ...ownerJson(owner), section: collection.key, ...itemJson(item) },
        itemLines(collection, item),
      );
    else
      await tellValue(context, `The ${collection.one} ${item.name}`, key, {
        values: { ...filled(item.cells), ...item.values },
        form: () => collection.edit?.form?.(item, { signal }) ?? { title: '', fields: [] },
      });
  }
}

function filled(cells: Readonly<Record<string, string | null>>): FormValues {
  return Object.fromEntries(Object.entries(cells).map(([key, value]) => [key, value ?? '']));
}

interface Valued {
  readonly values: FormValues;
  /** Asked for where the values do not tell: a field may hold nothing, or have another name. */
  readonly form: () => Form | Promise<Form>;
}

/** Prints one value by itself, as it can be saved; nothing where it is empty. Throws Failure `missing` for an unknown key. */
async function tellValue({ report }: Context, what: string, typed: string, valued: Valued): Promise<void> {
  const { values } = valued;
  const own = Object.keys(values).find((key) => plainKey(key) === plainKey(typed));
  if (own !== undefined) return tell(values[own] ?? '');
  const { fields } = await valued.form();
  const field = fields.find((one) =>
    [one.key, fieldName(one)].some((name) => plainKey(name) === plainKey(typed)),
  );
  if (field) return tell(isSecret(field) ? refuseSecret(field) : (values[field.key] ?? ''));
  const names = new Set([
    ...fields.filter((one) => !isSecret(one)).map(({ key }) => key),
    ...Object.keys(values),
  ]);
  const candidates = [...names].map((name) => ({ names: [name], line: name, facts: { key: name } }));
  const shown = nearest(typed, candidates);
  throw new CommandFailure(
    { kind: 'missing', message: `${what} has no "${typed}"` },
    { lines: shown.map(({ line }) => line), facts: { candidates: shown.map(({ facts }) => facts) } },
  );

  function tell(value: string): void {
    report.result(value === '' ? null : value, value === '' ? [] : wholeValue(value));
  }
}

function refuseSecret({ label }: Field): never {
  throw usageFailure(`${label} is a secret, and never shown`, 'It can be set anew with KEY=@FILE');
}
