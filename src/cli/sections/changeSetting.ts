import { usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { shellWord } from '../shellWord.ts';
import type { ReadyChange } from './carrySection.ts';
import { fillForm } from './fillForm.ts';
import { cannot, type Found, fieldsCommand, refuseUnavailable } from './prepare.ts';
import { readSetting, type Setting } from './section.ts';

/** Reads a setting and changes what was typed of it; the rest stays. Throws Failure. */
export async function writeSetting(
  context: Context,
  found: Found,
  setting: Setting,
  words: readonly string[],
): Promise<ReadyChange> {
  const command = fieldsCommand(found);
  refuseUnavailable(found);
  if (!setting.write) throw cannot(found, 'can only be read', 'Nothing was changed');
  if (words.length === 0)
    throw usageFailure('It is not said what to set', `Write KEY=VALUE; "${command}" says which there are`);
  const before = await readSetting(setting, context.signal);
  const form = await setting.form(before, { signal: context.signal });
  const now = before.configured ? before.values : null;
  const values = await fillForm(context, { form, now, words, fieldsCommand: command });
  return { ...found, change: { kind: 'write', setting, form, values, before } };
}

/** Takes a setting away, or back to the engine's default. Throws Failure. */
export async function resetSetting(
  { signal }: Context,
  found: Found,
  setting: Setting,
): Promise<ReadyChange> {
  if (!setting.reset)
    throw cannot(
      found,
      setting.write ? 'cannot be reset' : 'can only be read',
      setting.write
        ? `"sluice set ${shellWord(found.owner.balancer.name)} ${setting.key}" writes it`
        : 'Nothing was changed',
    );
  const before = await readSetting(setting, signal);
  return { ...found, change: { kind: 'reset', setting, before, form: null } };
}
