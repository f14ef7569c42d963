import { problemLine } from '../../model/problem.ts';
import { capitalized } from '../../model/text.ts';
import { MAINTENANCE, maintenanceText } from '../maintenance/summary.ts';
import type { Overall } from '../runs/order.ts';
import type { RunRecord, RunState, StepRecord, StepState } from '../runs/record.ts';
import { firstFailure, standingOf } from '../runs/summary.ts';
import { type Cell, cell, type Sign, type Tone } from './cell.ts';

const BAR_CELLS = 30;
/** A bar of fewer cells shows nothing that the percentage does not. */
const LEAST_BAR_CELLS = 6;
/** Cells of such a line beside the bar and what the run's kind adds: edges, percentage, steps. */
const OTHERWISE = 26;

const STEP: Readonly<Record<StepState, readonly [Tone, Sign]>> = {
  waiting: ['dim', 'none'],
  running: ['pending', 'busy'],
  done: ['good', 'active'],
  failed: ['bad', 'error'],
  skipped: ['warn', 'disabled'],
  undone: ['dim', 'disabled'],
  interrupted: ['warn', 'unknown'],
};

const RUN: Readonly<Record<RunState, readonly [Tone, Sign]>> = {
  running: ['pending', 'busy'],
  failed: ['bad', 'error'],
  stopped: ['warn', 'disabled'],
  interrupted: ['warn', 'unknown'],
  done: ['good', 'active'],
  undone: ['dim', 'disabled'],
  'given-up': ['warn', 'disabled'],
};

/** A step's state as a sign and its word. */
export function stepStateCell(state: StepState): Cell {
  return cell(state, ...STEP[state]);
}

/** A run's state as a person says it. */
export function runStateWord(state: RunState): string {
  return state === 'given-up' ? 'forgotten' : state;
}

/** A run's state as a sign and its word. */
export function runStateCell(state: RunState): Cell {
  return cell(runStateWord(state), ...RUN[state]);
}

/** A bar of so many cells, and how far the run is in percent. */
export function barCells({ fraction }: Overall, cells: number): readonly Cell[] {
  const full = Math.round(fraction * cells);
  return [
    cell('█'.repeat(full), 'good'),
    cell('░'.repeat(cells - full), 'dim'),
    cell(`  ${Math.round(fraction * 100)}%`),
  ];
}

/** How many of a run's steps are done. */
export function doneCells({ done, total }: Overall): readonly Cell[] {
  return [cell('  '), cell(`${done} of ${total} steps`)];
}

/** Cells of a run's bar where the line is `columns` wide: what stands behind it matters more. */
export function barWidth(columns: number, behind: readonly Cell[]): number {
  const taken = behind.reduce((sum, { text }) => sum + text.length, 0);
  return Math.max(LEAST_BAR_CELLS, Math.min(BAR_CELLS, columns - taken - OTHERWISE));
}

/** What exists of a run, without the long ids, which the details have. */
export function existsCell(run: RunRecord): Cell {
  if (run.kind === MAINTENANCE) {
    const words = maintenanceText(run);
    return cell(capitalized(words));
  }
  const { exists, maybe, removed } = standingOf(run);
  const parts = [
    ...(exists.length > 0 ? [`exists: ${namesOf(exists, (step) => !step.made)}`] : []),
    ...(maybe.length > 0 ? [`may exist: ${namesOf(maybe)}`] : []),
    ...(removed.length > 0 ? [`removed: ${namesOf(removed)}`] : []),
  ];
  if (exists.length + maybe.length === 0)
    parts.unshift(removed.length > 0 ? 'nothing exists any more' : 'nothing exists yet');
  const text = parts.join('; ');
  return cell(capitalized(text));
}

/** `server web-1, web-2 (not ready), balancer`: the sort of thing is said once. */
function namesOf(
  steps: readonly StepRecord[],
  isUnready: (step: StepRecord) => boolean = () => false,
): string {
  const sortOf = ({ id }: StepRecord) => id.split(' ')[0] ?? id;
  return steps
    .map((step, at) => {
      const before = steps[at - 1];
      const sort = sortOf(step);
      const again = before !== undefined && sortOf(before) === sort && step.id !== sort;
      return `${again ? step.id.slice(sort.length + 1) : step.id}${isUnready(step) ? ' (not ready)' : ''}`;
    })
    .join(', ');
}

/** How a run went, for somebody who does not look at it; null while nothing is to be said. */
export function newsCell(run: RunRecord): Cell | null {
  const failure = firstFailure(run);
  switch (run.state) {
    case 'done': {
      const skipped = run.steps.filter((step) => step.state === 'skipped');
      if (skipped.length === 0) return cell(`${run.title}: done`, 'good');
      const left = skipped.filter((step) => step.facts['id']);
      const still = left.length > 0 ? `; not ready but not removed: ${namesOf(left)}` : '';
      return cell(`${run.title}: done, without ${namesOf(skipped)}${still}`, 'warn');
    }
    case 'failed':
      return failure && cell(`${run.title}: ${failure.step.id}: ${problemLine(failure.problem)}`, 'bad');
    case 'stopped':
    case 'undone':
      return cell(`${run.title}: ${run.state}`, 'warn');
    default:
      return null;
  }
}
