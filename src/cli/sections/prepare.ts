import { Failure } from '../../model/problem.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { beforeSending, deadlineOf } from '../deadline.ts';
import { refuseReadOnly } from '../runs/flow.ts';
import { shellWord } from '../shellWord.ts';
import { carrySection, type ReadyChange, type SectionFlags } from './carrySection.ts';
import { findOwner, type Owner, ownerText, sectionNamed } from './find.ts';
import type { Section } from './section.ts';

/** Where a change is made, as it was typed. */
export interface TypedSection {
  readonly balancer: string;
  readonly section: string;
}

/** A section with its owner. */
export interface Found {
  readonly owner: Owner;
  readonly section: Section;
}

/**
 * Finds a section, lets `ready` work the change out and makes it, all within --timeout. Throws Failure.
 */
export async function changeSection(
  context: Context,
  typed: TypedSection,
  flags: SectionFlags,
  ready: (context: Context, found: Found) => Promise<ReadyChange>,
): Promise<void> {
  const deadline = deadlineOf(context, flags.timeout);
  const change = await beforeSending(
    context,
    deadline,
    `${typed.balancer} could not be read, and nothing was changed`,
    async (inTime) => {
      const owner = await findOwner(
        inTime,
        { balancer: typed.balancer, node: flags.node },
        { forChange: true },
      );
      refuseReadOnly(inTime, owner.balancer.session.account);
      return ready(inTime, { owner, section: sectionNamed(owner, typed.section) });
    },
  );
  await carrySection(context, change, flags, deadline);
}

/** Throws Failure `conflict` where this balancer cannot have the section as it is. */
export function refuseUnavailable({ owner, section }: Found): void {
  if (section.unavailable === undefined) return;
  throw new Failure({
    kind: 'conflict',
    message: `${section.title} of ${ownerText(owner)} cannot be changed: ${section.unavailable}`,
  });
}

/** The command that lists what a section's fields take: `sluice get web listeners 443 --fields`. */
export function fieldsCommand({ owner, section }: Found, ...more: readonly string[]): string {
  const node = owner.node ? ` --node ${owner.node.id}` : '';
  return `sluice get ${[shellWord(owner.balancer.name), section.key, ...more].join(' ')} --fields${node}`;
}

/** For what a section cannot do at all. */
export function cannot(found: Found, what: string, hint: string): Failure {
  return usageFailure(`${found.section.title} of ${ownerText(found.owner)} ${what}`, hint);
}
