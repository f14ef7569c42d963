import { problemOf } from '../../model/problem.ts';
import type { Page } from '../pages/page.ts';
import type { PageHost, Question } from '../pages/pageHost.ts';
import { RunPage } from '../pages/runPage.ts';
import { RunsPage } from '../pages/runsPage.ts';
import { isLeft } from '../runs/record.ts';
import type { Workspace } from '../workspace.ts';

/** The page that shows what was left behind, and what was said of it. */
export interface Offer {
  readonly page: Page;
  readonly text: string;
}

/** At the start: runs that a program left behind, with what exists of them, to be resumed or undone; null without any. */
export function offerRuns(host: PageHost): Offer | null {
  try {
    const left = host.workspace.runs.list().filter(isLeft);
    const [first] = left;
    if (!first) return null;
    const page = left.length === 1 ? new RunPage(host, first.id) : new RunsPage(host);
    const text = left.length === 1 ? 'A run was left unfinished' : `${left.length} runs were left unfinished`;
    host.push(page);
    host.say(text, 'warn');
    return { page, text };
  } catch (thrown) {
    host.sayProblem(problemOf(thrown));
    return null;
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
