import type { Clock } from '../../model/clock.ts';
import { problemLine } from '../../model/problem.ts';
import { lacksText, leftText, MAINTENANCE } from '../../state/maintenance/summary.ts';
import type { StepState } from '../../state/runs/record.ts';
import type { RunView, StepView } from '../../state/runs/runView.ts';
import { durationText } from '../duration.ts';
import type { Report } from '../print/report.ts';

/** Where nobody sees a line rewritten, the waiting is told this often, milliseconds. */
export const TOLD_EVERY_MS = 15_000;
/** The line goes on by itself on a terminal, milliseconds. */
export const REWRITTEN_EVERY_MS = 1_000;

const BAR_CELLS = 20;
/** A line that wraps cannot be rewritten in place; no terminal worth the name is narrower. */
const LONGEST_LINE = 79;
const STEPS_NAMED = 3;

/** Tells how a run goes on: on a terminal in one line, elsewhere a line for each step that begins or ends. */
export class RunProgress {
  readonly #report: Report;
  readonly #clock: Clock;
  readonly #since: number;
  readonly #states = new Map<string, StepState>();

  constructor(report: Report, clock: Clock) {
    this.#report = report;
    this.#clock = clock;
    this.#since = clock.now();
  }

  /** Takes the run as it is before anything is told: what was done earlier is no news. */
  begin({ record }: Pick<RunView, 'record'>): void {
    for (const { id, state } of record.steps) if (state !== 'running') this.#states.set(id, state);
  }

  show(view: RunView): void {
    const { undoing } = view.record;
    const way = view.record.kind === MAINTENANCE ? UNDOING : REMOVING;
    const news = view.steps.filter(({ id, state }) => this.#states.get(id) !== state);
    // What begins because something has ended is told after it.
    const isBegun = ({ state }: StepView) => Number(state === 'running');
    for (const step of news.toSorted((one, other) => isBegun(one) - isBegun(other))) {
      this.#states.set(step.id, step.state);
      const line = stepLine(step, undoing ? way : null);
      if (line !== null) this.#report.step(line, { step: step.id, state: step.state });
    }
    const line = this.#line(view);
    this.#report.progress(this.#report.rewrites ? line.slice(0, LONGEST_LINE) : line, TOLD_EVERY_MS);
  }

  /** `[########............]  40%  2/5 steps  1m 5s  server web-1 BUILD 60%` */
  #line({ steps, overall: { done, total, fraction } }: RunView): string {
    const full = Math.floor(fraction * BAR_CELLS);
    const bar = `[${'#'.repeat(full)}${'.'.repeat(BAR_CELLS - full)}]`;
    const percent = `${Math.floor(fraction * 100)}%`.padStart(4);
    const elapsed = durationText(Math.floor((this.#clock.now() - this.#since) / 1_000) * 1_000);
    return [bar, percent, `${done}/${total} steps`, elapsed, underWay(steps)].filter(Boolean).join('  ');
  }
}

function underWay(steps: readonly StepView[]): string {
  const running = steps.filter(({ state }) => state === 'running');
  const texts = running
    .slice(0, STEPS_NAMED)
    .map(({ id, text, percent }) =>
      [id, text, percent === null ? null : `${Math.floor(percent)}%`].filter(Boolean).join(' '),
    );
  const more = running.length - texts.length;
  return [...texts, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** How a step that is undone is told: of a maintenance nothing is removed. */
const REMOVING = { begun: 'removing', done: 'removed' } as const;
const UNDOING = { begun: 'undoing', done: 'undone' } as const;

/** What there is to say of a step that has come into another state; null where that is nothing. */
function stepLine(step: StepView, undoing: typeof REMOVING | typeof UNDOING | null): string | null {
  const took = step.elapsedMs === null ? '' : ` (${durationText(step.elapsedMs)})`;
  switch (step.state) {
    case 'running':
      return undoing ? `${undoing.begun.padEnd(9)} ${step.id}` : `begun     ${step.title}`;
    case 'done': {
      const open = [leftText(step), lacksText(step)].filter((text) => text !== null).join('. ');
      return `done      ${step.title}${took}${open && `: ${open}`}`;
    }
    case 'undone':
      return `${(undoing ?? REMOVING).done.padEnd(9)} ${step.id}${took}`;
    case 'failed': {
      const why = step.problem ? `: ${problemLine(step.problem)}` : '';
      return `failed    ${undoing ? `${undoing.begun} ${step.id}` : step.title}${took}${why}`;
    }
    case 'interrupted':
      return `left      ${step.title}${took}`;
    case 'skipped':
    case 'waiting':
      return null;
  }
}
