import type { Form } from '../../model/form.ts';
import type { SettingReading } from '../../providers/sections.ts';
import type { Warning } from './guards.ts';
import { settled } from './meanwhile.ts';
import type { Step } from './plan.ts';
import { changedKeys, fieldsText, type SectionChange } from './sectionChange.ts';
import {
  type Draft,
  engineWarnings,
  meanwhileWarning,
  nothingText,
  sectionCall,
  type Whose,
} from './sectionDraft.ts';

/** Writing a setting: what differs from what it is now. */
export function writeDraft(
  change: Extract<SectionChange, { kind: 'write' }>,
  { node, text: whose }: Whose,
): Draft {
  const { setting, form, before } = change;
  const now = change.now ?? before;
  const { write, key, title } = setting;
  const there = now.configured ? now.values : {};
  const undoing = change.only !== undefined;
  // What somebody has taken away since, an undo makes anew as a whole.
  const only = now.configured ? change.only : undefined;
  const { values, keys, theirs } = settled({ ...change, before: before.values, now: there, only });
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
  const others: Warning[] =
    theirs.length > 0 || before.configured !== now.configured
      ? [
          meanwhileWarning(stateText(form, before, theirs), stateText(form, now, theirs), undoing),
          {
            code: 'changed-meanwhile',
            text: `This would make it ${fieldsText(form, values, [...new Set([...theirs, ...keys])])}`,
          },
        ]
      : [];
  return {
    title: `Set ${title} of ${whose}`,
    done: `${title} of ${whose} is set`,
    steps,
    skipped: [],
    warnings: [...others, ...engineWarnings(setting.warnings?.(values, now) ?? [])],
    notes: setting.notes?.(values, now) ?? [],
    refusal: write ? nothingText(`${title} of ${whose}`, undoing) : `${title} can only be read`,
  };
}

function stateText(form: Form, reading: SettingReading, keys: readonly string[]): string {
  if (!reading.configured) return 'not set';
  return fieldsText(form, reading.values, keys) || reading.summary;
}

/** Taking a setting away, or back to the engine's default. */
export function resetDraft(
  change: Extract<SectionChange, { kind: 'reset' }>,
  { node, text: whose }: Whose,
): Draft {
  const { setting, before, form } = change;
  const now = change.now ?? before;
  const { reset, key, title } = setting;
  const call = reset && sectionCall((options) => reset.run(options));
  const subject = { node, name: title, before: now.summary, after: null, mark: key };
  // What is never read back, a key for one, has not been changed by anybody.
  const theirs = form ? changedKeys(form, before.values, now.values).filter((one) => one in now.values) : [];
  return {
    title: `${reset?.title ?? `Reset ${title}`} of ${whose}`,
    done: `${title} of ${whose} is reset`,
    steps:
      call && now.configured && reset.whyNot === undefined
        ? [{ action: `reset ${key}`, call, subjects: [subject] }]
        : [],
    skipped: [],
    warnings: [
      ...(form && theirs.length > 0
        ? [
            meanwhileWarning(
              fieldsText(form, before.values, theirs),
              fieldsText(form, now.values, theirs),
              change.undoes === true,
            ),
          ]
        : []),
      ...engineWarnings(reset?.warnings ?? []),
    ],
    notes: reset?.notes ?? [],
    refusal: !reset
      ? `${title} cannot be reset`
      : now.configured && reset.whyNot
        ? `${reset.title} of ${whose}: ${reset.whyNot}`
        : `${title} of ${whose} is not set`,
  };
}
