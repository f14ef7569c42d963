import { Failure } from '../../model/problem.ts';
import { CommandFailure, usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { nearest } from '../resolve/candidates.ts';
import type { ReadyChange } from './carrySection.ts';
import { fillForm } from './fillForm.ts';
import { ownerText } from './find.ts';
import { resolveItems } from './items.ts';
import { cannot, type Found, fieldsCommand, refuseUnavailable } from './prepare.ts';
import { type Collection, type Item, type ItemAction, readItems } from './section.ts';
import { isAssignment, plainKey } from './words.ts';

/** Makes one more. Throws Failure. */
export async function addItem(
  context: Context,
  found: Found,
  collection: Collection,
  words: readonly string[],
): Promise<ReadyChange> {
  const { add, one } = collection;
  if (!add) throw cannot(found, 'cannot be added to', `No ${one} was added`);
  refuseUnavailable(found);
  const form = await add.form({ signal: context.signal });
  const values = await fillForm(context, { form, now: null, words, fieldsCommand: fieldsCommand(found) });
  return { ...found, change: { kind: 'add', collection, form, values } };
}

/** Edits an item, or does one of its actions: `443 port=8443`, `443 policies policies=a,b`, `443 renew`. Throws Failure. */
export async function changeItem(
  context: Context,
  found: Found,
  collection: Collection,
  [typed, ...words]: readonly string[],
): Promise<ReadyChange> {
  const { one, key } = collection;
  if (typed === undefined)
    throw usageFailure(
      `It is not said which ${one} to change`,
      `Write sluice set ${found.owner.balancer.name} ${key} ITEM KEY=VALUE`,
    );
  const items = await readItems(collection, context.signal);
  const [item] = resolveItems([typed], collection, items, found.owner);
  if (!item) throw cannot(found, 'has no such item', 'Nothing was changed');
  const [verb, ...rest] = words;
  const named = verb !== undefined && !isAssignment(verb);
  const action = actionOf(found, collection, item, named ? verb : null);
  refuseUnavailable(found);
  const whyNot = action.whyNot?.(item) ?? null;
  if (whyNot !== null)
    throw new Failure({
      kind: 'conflict',
      message: `Nothing was changed of the ${one} ${item.name} of ${ownerText(found.owner)}: ${whyNot}`,
    });
  return {
    ...found,
    change: { kind: 'act', collection, action, item, ...(await filled(named ? rest : words)) },
  };

  async function filled(typedValues: readonly string[]) {
    if (!item || !action.form) {
      if (typedValues.length === 0) return { form: null, values: {} };
      throw usageFailure(`"${action.key}" takes no values`, `Leave out ${typedValues.join(' ')}`);
    }
    const form = await action.form(item, { signal: context.signal });
    const command = fieldsCommand(found, item.name, ...(named ? [action.key] : []));
    const values = await fillForm(context, {
      form,
      now: item.values,
      words: typedValues,
      fieldsCommand: command,
    });
    return { form, values };
  }
}

/** What is to be done to an item: the action of that name, or to edit it where none is named. Throws Failure. */
export function actionOf(found: Found, collection: Collection, item: Item, typed: string | null): ItemAction {
  const { edit, actions = [], one } = collection;
  const all = [...(edit ? [edit] : []), ...actions];
  const action = typed === null ? edit : all.find(({ key }) => plainKey(key) === plainKey(typed));
  if (action) return action;
  const candidates = all.map(({ key, help }) => ({
    names: [key],
    line: `${key}  ${help}`,
    facts: { action: key },
  }));
  const shown = typed === null ? candidates : nearest(typed, candidates);
  const command = `sluice set ${found.owner.balancer.name} ${collection.key} ${item.name}`;
  throw new CommandFailure(
    {
      kind: 'invalid',
      message:
        all.length === 0
          ? `A ${one} cannot be changed`
          : typed === null
            ? `A ${one} cannot be edited as a whole: say what to do with it`
            : `There is nothing called "${typed}" to do with a ${one}`,
      ...(all.length === 0 ? {} : { hint: `Write ${command} ACTION` }),
    },
    { lines: shown.map(({ line }) => line), facts: { candidates: shown.map(({ facts }) => facts) } },
  );
}

/** What `unset` takes out of a collection. */
export interface TypedItems {
  readonly items: readonly string[];
  readonly all: boolean;
  readonly yes: boolean;
}

/** Removes the items that were named, or all of them. Throws Failure: `guard` where all shall go without --yes. */
export async function removeItems(
  context: Context,
  found: Found,
  collection: Collection,
  typed: TypedItems,
): Promise<ReadyChange> {
  const { one, remove, add } = collection;
  if (!remove)
    throw cannot(found, add ? 'can only be added to' : 'can only be read', `No ${one} was removed`);
  if (typed.all === typed.items.length > 0)
    throw usageFailure(
      typed.all ? '--all and names exclude each other' : `It is not said which ${one} to remove`,
      `Name them, or give --all for every ${one}`,
    );
  const there = await readItems(collection, context.signal);
  const items = typed.all ? there : resolveItems(typed.items, collection, there, found.owner);
  if (typed.all && !typed.yes && items.length > 0) throw removesAll(found, items);
  return { ...found, change: { kind: 'delete', collection, items, form: null } };
}

function removesAll(found: Found, items: readonly Item[]): CommandFailure {
  const names = items.map(({ name }) => name);
  const text = `This removes all ${items.length} of ${found.section.title} of ${ownerText(found.owner)}`;
  return new CommandFailure(
    { kind: 'guard', message: 'Nothing was removed', hint: 'Add --yes to do it all the same' },
    {
      lines: [text, ...names],
      facts: {
        warnings: [{ code: 'several', text }],
        changes: names.map((name) => ({ name, after: null })),
      },
    },
  );
}
