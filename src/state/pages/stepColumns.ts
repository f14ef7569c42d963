import { problemLine } from '../../model/problem.ts';
import type { Column } from '../list/column.ts';
import { leftText, MAINTENANCE, nodeCourses } from '../maintenance/summary.ts';
import { elapsedText } from '../present/age.ts';
import { type Cell, cell } from '../present/cell.ts';
import { courseText } from '../present/course.ts';
import { stepStateCell } from '../present/runCells.ts';
import { runWords } from '../present/runWords.ts';
import type { RunRecord } from '../runs/record.ts';
import type { StepView } from '../runs/runView.ts';

/** A row of a run: a step, or a node of a maintenance with the step it is at. */
export interface RunRow {
  readonly id: string;
  readonly name: string;
  readonly step: StepView;
}

/** Cells of the line that shows how a number goes down. */
const COURSE_CELLS = 16;

/** The rows of a run. A maintenance has one for each node: its phases come one after the other. */
export function runRows(
  run: Pick<RunRecord, 'kind' | 'undoing'>,
  steps: readonly StepView[],
): readonly RunRow[] {
  const told = run.undoing ? steps.map((step) => beingUndone(step, runWords(run).undoingStep)) : steps;
  if (run.kind !== MAINTENANCE) return told.map((step) => ({ id: step.id, name: step.id, step }));
  return nodeCourses(told).map(({ name, at }) => ({ id: name, name, step: at }));
}

/** Its title and what it made say nothing of what goes on while that is taken back. */
function beingUndone(step: StepView, text: string): StepView {
  return step.state === 'running' && step.text === null ? { ...step, text } : step;
}

/** What a step made and a person may look for, the id last: it is long. Other facts are the step's own. */
const TOLD = ['address', 'addresses', 'instances', 'id'] as const;

function stepText(step: StepView): Cell {
  if (step.problem && step.state === 'failed') return cell(problemLine(step.problem), 'bad');
  const percent = step.percent === null ? '' : `${step.percent}%`;
  const text = [percent, step.text].filter(Boolean).join(' ');
  if (text) return cell(text, step.holding ? 'warn' : 'pending');
  const told = TOLD.flatMap((key) => (step.facts[key] ? [`${key} ${step.facts[key]}`] : []));
  return cell(told.length > 0 ? told.join(', ') : step.title, 'dim');
}

const STATE: Column<RunRow> = {
  id: 'state',
  title: 'STATE',
  align: 'left',
  min: 11,
  max: 13,
  drop: 0,
  cell: ({ step }) => (step.holding ? cell('held', 'warn', 'unknown') : stepStateCell(step.state)),
};
const TIME: Column<RunRow> = {
  id: 'elapsed',
  title: 'TIME',
  align: 'right',
  min: 7,
  max: 7,
  drop: 2,
  cell: ({ step }) => cell(step.elapsedMs === null ? '' : elapsedText(step.elapsedMs)),
};

const STEPS: readonly Column<RunRow>[] = [
  STATE,
  TIME,
  {
    id: 'title',
    title: 'STEP',
    align: 'left',
    min: 16,
    max: 60,
    drop: 0,
    cell: ({ name }) => cell(name, 'strong'),
  },
  { id: 'text', title: '', align: 'left', min: 12, max: 120, drop: 1, cell: ({ step }) => stepText(step) },
];

const NODES: readonly Column<RunRow>[] = [
  {
    id: 'name',
    title: 'NODE',
    align: 'left',
    min: 12,
    max: 40,
    drop: 0,
    cell: ({ name }) => cell(name, 'strong'),
  },
  {
    id: 'phase',
    title: 'PHASE',
    align: 'left',
    min: 6,
    max: 6,
    drop: 0,
    cell: ({ step }) => cell(phaseWord(step)),
  },
  STATE,
  TIME,
  {
    id: 'course',
    title: 'CONNECTIONS',
    align: 'left',
    min: 11,
    max: COURSE_CELLS,
    drop: 2,
    cell: ({ step }) => cell(courseText(step.levels, COURSE_CELLS), 'accent'),
  },
  { id: 'text', title: '', align: 'left', min: 12, max: 120, drop: 1, cell: ({ step }) => nodeText(step) },
];

function phaseWord(step: StepView): string {
  return step.id.split(' ')[0] ?? '';
}

/** What a maintenance remembers is for itself; what is left at the end of a drain is worth a word. */
function nodeText(step: StepView): Cell {
  const left = leftText(step);
  if (step.state === 'waiting' && step.id.startsWith('drain ')) return cell('not begun', 'dim');
  if (step.state === 'done' && step.id.startsWith('enable ')) return cell('back in service', 'good');
  if (step.state === 'undone' && step.id.startsWith('drain '))
    return cell(step.facts['was'] ? 'back in service' : 'was not taken out', 'dim');
  if (left !== null) return cell(left, 'warn');
  const { facts: _, ...rest } = step;
  const text = stepText({ ...rest, facts: {} });
  const now = step.levels.at(-1);
  // How many there are still is what matters while they end, and stands beside the line that shows them.
  return step.state === 'running' && now !== undefined ? { ...text, short: `${now} left` } : text;
}

/** What a table shows of a run. */
export function runColumns(run: Pick<RunRecord, 'kind'> | null): readonly Column<RunRow>[] {
  return run?.kind === MAINTENANCE ? NODES : STEPS;
}
