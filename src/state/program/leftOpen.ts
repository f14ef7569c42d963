import { problemOf } from '../../model/problem.ts';
import type { PageHost, Question } from '../pages/pageHost.ts';
import { RunPage } from '../pages/runPage.ts';
import { RunsPage } from '../pages/runsPage.ts';
import { isLeft } from '../runs/record.ts';
import type { Workspace } from '../workspace.ts';

/** At the start: runs that a program left behind, with what exists of them, to be resumed or undone. */
export function offerRuns(host: PageHost): void {
  try {
    const left = host.workspace.runs.list().filter(isLeft);
    const [first] = left;
    if (!first) return;
    host.push(left.length === 1 ? new RunPage(host, first.id) : new RunsPage(host));
    host.say(
      left.length === 1 ? 'A run was left unfinished' : `${left.length} runs were left unfinished`,
      'warn',
    );
  } catch (thrown) {
    host.sayProblem(problemOf(thrown));
  }
}

/** At the end: the question whether to leave what is under way; null when nothing is. */
export function quitQuestion({ desk, runs }: Workspace, onYes: () => void): Question | null {
  const changes = desk.running().map((run) => run.plan.title);
  const works = runs.active().map((run) => run.record().title);
  if (changes.length + works.length === 0) return null;
  const lines = [
    ...changes,
    ...works,
    'What the engine was asked goes on there; what was not begun will not be',
  ];
  if (works.length > 0) lines.push('A run can be resumed or undone at the next start');
  return {
    title: 'Quit while changes are under way?',
    lines,
    names: [],
    yes: 'Quit',
    typed: null,
    onYes,
    insists: true,
  };
}
