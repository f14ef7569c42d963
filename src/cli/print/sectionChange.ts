import type { Step, Subject } from '../../state/changes/plan.ts';

const subjectsOf = (steps: readonly Step[]) => steps.flatMap(({ subjects }) => subjects);

/** What steps change, a line each: `Health monitor: Delay 10 → Delay 5`. Without secrets, as the journal has it. */
export function changeLines(steps: readonly Step[]): readonly string[] {
  return subjectsOf(steps).map(
    ({ name, before, after }) => `${name}: ${before ?? 'nothing'} → ${after ?? 'nothing'}`,
  );
}

/** The same for a program. */
export function changesJson(steps: readonly Step[]) {
  return subjectsOf(steps).map(({ name, before, after }: Subject) => ({ name, before, after }));
}
