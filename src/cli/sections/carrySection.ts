import { Failure, problemOf } from '../../model/problem.ts';
import type { Plan } from '../../state/changes/plan.ts';
import type { ChangeRequest } from '../../state/changes/request.ts';
import type { SectionChange } from '../../state/changes/sectionChange.ts';
import { carryOut, fulfilledText, planToCarryOut } from '../change.ts';
import type { Context } from '../context.ts';
import { afterChange, beforeSending, type CommandDeadline } from '../deadline.ts';
import { changeLines, changesJson } from '../print/sectionChange.ts';
import { collectionJson, itemJson, ownerJson, settingJson } from '../print/sectionJson.ts';
import { type Owner, readOwner, sectionNamed } from './find.ts';
import { readItems, readSetting, type Section } from './section.ts';

/** What the commands that change sections have in common. */
export interface SectionFlags {
  readonly node?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** A change that is ready to be made. */
export interface ReadyChange {
  readonly owner: Owner;
  readonly section: Section;
  readonly change: SectionChange;
}

/** Makes the change, or with --dry-run says what it would be, and prints it. Throws Failure. */
export async function carrySection(
  context: Context,
  ready: ReadyChange,
  flags: SectionFlags,
  deadline: CommandDeadline,
): Promise<void> {
  const { owner, section, change } = ready;
  const { balancer, node } = owner;
  const request: ChangeRequest = { kind: 'section', balancer, node, change };
  if (flags.dryRun) {
    const so = `${balancer.name} could not be read`;
    return tellPlan(
      context,
      ready,
      await beforeSending(context, deadline, so, (inTime) => planToCarryOut(inTime, request)),
    );
  }
  const { summary, skipped, steps } = await carryOut(context, request, { yes: flags.yes ?? false, deadline });
  const made = steps.flatMap(({ call }) => (call.kind === 'section' ? call.made() : []));
  const { report } = context;
  report.result(
    report.json
      ? {
          ...(await sectionNow(context, owner, section, deadline)),
          changes: changesJson(steps),
          ...(change.kind === 'add' ? { added: made.map(itemJson) } : {}),
        }
      : null,
    [summary, ...changeLines(steps).map((line) => `  ${line}`)],
  );
  for (const { name, why } of skipped)
    context.trouble(new Failure({ kind: 'conflict', message: `${name} was left as it is: ${why}` }));
}

function tellPlan({ report }: Context, { owner, section }: ReadyChange, plan: Plan): void {
  const { steps, warnings, notes, skipped } = plan;
  const asks = warnings.filter(({ code }) => code !== 'several');
  const already = fulfilledText(plan);
  report.result(
    {
      ...ownerJson(owner),
      section: section.key,
      dryRun: true,
      changes: changesJson(steps),
      warnings: asks.map(({ code, text }) => ({ code, text })),
      notes,
      skipped,
    },
    already === null ? previewLines(plan, asks) : [already],
  );
}

function previewLines({ title, steps, notes, skipped }: Plan, asks: Plan['warnings']): readonly string[] {
  return [
    `${title}: nothing was sent`,
    ...changeLines(steps).map((line) => `  ${line}`),
    ...skipped.map(({ name, why }) => `  ${name} would be left as it is: ${why}`),
    ...[...notes, ...asks.map(({ text }) => text)].map((text) => `  ${text}`),
    ...(asks.length > 0 ? ['  It would need --yes'] : []),
  ];
}

/** The section read afresh. When that fails the change is made all the same, and what it is now is not known. */
async function sectionNow(context: Context, owner: Owner, section: Section, deadline: CommandDeadline) {
  try {
    return await afterChange(deadline, async (signal) => {
      const now = await readOwner({ ...context, signal }, owner.balancer, owner.node);
      const found = sectionNamed(now, section.key);
      return found.kind === 'setting'
        ? settingJson(now, found, await readSetting(found, signal))
        : collectionJson(now, found, await readItems(found, signal));
    });
  } catch (thrown) {
    context.report.note(`The change is made, but it could not be read again: ${problemOf(thrown).message}`);
    return section.kind === 'setting'
      ? settingJson(owner, section, null)
      : collectionJson(owner, section, null);
  }
}
