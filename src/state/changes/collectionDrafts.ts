import { capitalized } from '../../model/text.ts';
import type { Collection, Item, ItemAction } from '../../providers/sections.ts';
import { madeItems } from './madeItems.ts';
import { settled } from './meanwhile.ts';
import type { Call, Step } from './plan.ts';
import { changedKeys, fieldsText, type SectionChange } from './sectionChange.ts';
import {
  type Draft,
  engineWarnings,
  meanwhileWarning,
  nothingText,
  sectionCall,
  type Whose,
} from './sectionDraft.ts';

/** Adding to a collection. */
export function addDraft(
  { collection, form, values }: Extract<SectionChange, { kind: 'add' }>,
  { node, text: whose }: Whose,
): Draft {
  const { add, key, one } = collection;
  const all = changedKeys(form, {}, values);
  const steps: readonly Step[] = add
    ? [
        {
          action: `add ${key}`,
          call: addCall(
            collection,
            (fresh) => madeItems(fresh, form, values),
            (options) => add.run(values, options),
          ),
          subjects: [
            { node, name: one, before: null, after: fieldsText(form, values, all), mark: `${key}/+` },
          ],
        },
      ]
    : [];
  return {
    title: `Add ${one} to ${whose}`,
    done: `The ${one} is added to ${whose}`,
    steps,
    skipped: [],
    warnings: engineWarnings(add?.warnings?.(values) ?? []),
    notes: add?.notes?.(values) ?? [],
    refusal: `${collection.title} cannot be added to`,
  };
}

/** Doing something to one item. */
export function actDraft(
  change: Extract<SectionChange, { kind: 'act' }>,
  { node, text: whose }: Whose,
): Draft {
  const { collection, action, item, form, only } = change;
  const now = change.now ?? item;
  const whyNot = action.whyNot?.(now) ?? null;
  const { values, keys, theirs } = form
    ? settled({ form, values: change.values, before: item.values, now: now.values, only })
    : { values: change.values, keys: [], theirs: [] };
  const what = `${collection.one} ${item.name}`;
  const already = form !== null && keys.length === 0;
  return {
    title: action.makes
      ? `${capitalized(action.label)} ${what} of ${whose}`
      : `Change ${action.label} of ${what} of ${whose}`,
    done: doneText(action, form !== null, `${what} of ${whose}`),
    steps:
      whyNot !== null || already
        ? []
        : [
            {
              action: `${action.key} ${collection.key}`,
              call: sectionCall((options) => action.run(now, values, options)),
              subjects: [
                {
                  node,
                  name: what,
                  before:
                    form && !action.makes ? `${item.name}: ${fieldsText(form, now.values, keys)}` : item.name,
                  after: [
                    action.makes ?? (form ? [] : action.label),
                    form ? fieldsText(form, values, keys) : [],
                  ]
                    .flat()
                    .join(': '),
                  mark: `${collection.key}/${item.id}`,
                },
              ],
            },
          ],
    skipped: [],
    warnings: [
      ...(form && theirs.length > 0
        ? [
            meanwhileWarning(
              fieldsText(form, item.values, theirs),
              fieldsText(form, now.values, theirs),
              only !== undefined,
            ),
          ]
        : []),
      ...engineWarnings(action.warnings?.(now, values) ?? []),
    ],
    notes: action.notes?.(now, values) ?? [],
    refusal: whyNot ?? nothingText(`The ${what} of ${whose}`, only !== undefined),
  };
}

function doneText({ makes, label }: ItemAction, hasForm: boolean, what: string): string {
  if (makes) return `The ${what} is ${makes}`;
  return hasForm ? `The ${what} has its new ${label}` : `Done: ${label} ${what}`;
}

/** Removing items; those that cannot be are left out with the reason. */
export function deleteDraft(
  { collection, items }: Extract<SectionChange, { kind: 'delete' }>,
  { node, text: whose }: Whose,
): Draft {
  const { remove, key, one, title } = collection;
  const skipped: { name: string; why: string }[] = [];
  const wanted: Item[] = [];
  for (const item of items) {
    const why = remove?.whyNot?.(item) ?? null;
    if (why === null) wanted.push(item);
    else skipped.push({ name: item.name, why });
  }
  const steps: Step[] = [];
  const atMost = Math.max(1, remove?.atMost ?? 1);
  for (let from = 0; remove && from < wanted.length; from += atMost) {
    const batch = wanted.slice(from, from + atMost);
    steps.push({
      action: `remove ${key}`,
      call: sectionCall((options) => remove.run(batch, options)),
      subjects: batch.map((item) => ({
        node,
        name: item.name,
        before: itemText(collection, item),
        after: null,
        mark: `${key}/${item.id}`,
      })),
    });
  }
  const names = wanted.map((item) => item.name).join(', ');
  const whom = wanted.length === 1 ? `${one} ${names}` : `${wanted.length} of ${title}`;
  const [first] = skipped;
  return {
    title: `Remove ${whom} of ${whose}`,
    done:
      wanted.length === 1 ? `The ${one} ${names} of ${whose} is removed` : `${names} of ${whose} are removed`,
    steps,
    skipped,
    warnings: [
      ...(remove && !remove.restorable
        ? [{ code: 'irreversible' as const, text: 'There is no way back with one key: it must be made anew' }]
        : []),
      ...engineWarnings(wanted.length > 0 ? (remove?.warnings?.(wanted) ?? []) : []),
      {
        code: 'several',
        text: wanted.length === 1 ? `This removes ${names}` : `This removes ${wanted.length}: ${names}`,
      },
    ],
    notes: wanted.length > 0 ? (remove?.notes?.(wanted) ?? []) : [],
    refusal: remove
      ? first
        ? `${first.name}: ${first.why}`
        : `There is no ${one} to remove`
      : `${title} can only be read`,
  };
}

function itemText(collection: Collection, item: Item): string {
  const cells = collection.columns.flatMap(({ key }) => item.cells[key] ?? []);
  return `${item.name}: ${cells.join(' ')}`;
}

/** Undoing an addition needs to know what it made: what is there after it and was not before. */
function addCall(
  collection: Collection,
  ours: (fresh: readonly Item[]) => readonly Item[],
  run: Extract<Call, { kind: 'section' }>['run'],
): Call {
  let made: readonly Item[] = [];
  return {
    kind: 'section',
    made: () => made,
    async run(options) {
      const before = new Set((await collection.list({ signal: options.signal })).map((item) => item.id));
      const receipt = await run(options);
      // What cannot be told can still be removed by hand; the addition itself has succeeded.
      const after = await collection.list({ signal: options.signal }).catch(() => []);
      made = ours(after.filter((item) => !before.has(item.id)));
      return receipt;
    },
  };
}
