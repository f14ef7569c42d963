import type { Form } from '../../model/form.ts';
import type { SettingReading } from '../../providers/sections.ts';
import type { Warning } from './guards.ts';
import type { Step } from './plan.ts';
import { changedKeys, fieldsText, type SectionChange } from './sectionChange.ts';
import { type Draft, engineWarnings, sectionCall, type Whose } from './sectionDraft.ts';

/** Writing a setting: what differs from what it is now. */
export function writeDraft(
  change: Extract<SectionChange, { kind: 'write' }>,
  { node, text: whose }: Whose,
): Draft {
  const { setting, form, values, before } = change;
  const now = change.now ?? before;
  const { write, key, title } = setting;
  const keys = changedKeys(form, now.configured ? now.values : {}, values);
  const steps: readonly Step[] =
    write && (keys.length > 0 || !now.configured)
      ? [
          {
            action: `set ${key}`,
            call: sectionCall((options) => write(values, now, options)),
            subjects: [
              {
                node,
                name: title,
                before: now.configured ? fieldsText(form, now.values, keys) : null,
                after: fieldsText(form, values, keys),
                mark: key,
              },
            ],
          },
        ]
      : [];
  const meanwhile = changedKeys(form, before.values, now.values);
  const others: Warning[] =
    meanwhile.length > 0 || before.configured !== now.configured
      ? [
          {
            code: 'changed-meanwhile',
            text: `Somebody else has changed it since it was read: it was ${stateText(form, before, meanwhile)}, it is ${stateText(form, now, meanwhile)}`,
          },
          {
            code: 'changed-meanwhile',
            text: `This would make it ${fieldsText(form, values, [...new Set([...meanwhile, ...keys])])}`,
          },
        ]
      : [];
  return {
    title: `Set ${title} of ${whose}`,
    done: `${title} of ${whose} is set`,
    steps,
    skipped: [],
    warnings: [...others, ...engineWarnings(setting.warnings?.(values, now) ?? [])],
    refusal: write ? `${title} of ${whose} is so already` : `${title} can only be read`,
  };
}

function stateText(form: Form, reading: SettingReading, keys: readonly string[]): string {
  if (!reading.configured) return 'not set';
  return fieldsText(form, reading.values, keys) || reading.summary;
}

/** Taking a setting away, or back to the engine's default. */
export function resetDraft(
  { setting, before }: Extract<SectionChange, { kind: 'reset' }>,
  { node, text: whose }: Whose,
): Draft {
  const { reset, key, title } = setting;
  const call = reset && sectionCall((options) => reset.run(options));
  const subject = { node, name: title, before: before.summary, after: null, mark: key };
  return {
    title: `${reset?.title ?? `Reset ${title}`} of ${whose}`,
    done: `${title} of ${whose} is reset`,
    steps:
      call && before.configured && reset.whyNot === undefined
        ? [{ action: `reset ${key}`, call, subjects: [subject] }]
        : [],
    skipped: [],
    warnings: engineWarnings(reset?.warnings ?? []),
    refusal: reset?.whyNot
      ? `${reset.title} of ${whose}: ${reset.whyNot}`
      : reset
        ? `${title} of ${whose} is not set`
        : `${title} cannot be reset`,
  };
}
