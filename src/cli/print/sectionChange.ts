import type { Step, Subject } from '../../state/changes/plan.ts';

const subjectsOf = (steps: readonly Step[]) => steps.flatMap(({ subjects }) => subjects);

/** What steps change, a line each: `Health monitor: Delay 10 → Delay 5`. Without secrets, as the journal has it. */
export function changeLines(steps: readonly Step[]): readonly string[] {
  return subjectsOf(steps).map(({ name, before, after }) =>
    // Of an item that something is done to there is no state before, only which it is.
    before !== null && after !== null && isItem(name, before)
      ? `${name}: ${after}`
      : `${name}: ${beforeText(name, before)} → ${after ?? 'nothing'}`,
  );
}

/** True where the text is the item that is named: `sticky` of `policy sticky`. */
function isItem(name: string, text: string): boolean {
  return name === text || name.endsWith(` ${text}`);
}

/** What was before, without the item's name in front, which the journal needs and which stands in the line already. */
function beforeText(name: string, before: string | null): string {
  if (before === null) return 'nothing';
  const [item = '', ...more] = before.split(': ');
  return more.length > 0 && isItem(name, item) ? more.join(': ') : before;
}

/** The same for a program. */
export function changesJson(steps: readonly Step[]) {
  return subjectsOf(steps).map(({ name, before, after }: Subject) => ({ name, before, after }));
}
