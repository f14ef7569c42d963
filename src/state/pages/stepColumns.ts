import { problemLine } from '../../model/problem.ts';
import type { Column } from '../list/column.ts';
import { type Cell, cell } from '../present/cell.ts';
import { elapsedText, stepStateCell } from '../present/runCells.ts';
import type { StepView } from '../runs/runView.ts';

function stepText(step: StepView): Cell {
  if (step.problem && step.state === 'failed') return cell(problemLine(step.problem), 'bad');
  const percent = step.percent === null ? '' : `${step.percent}%`;
  const text = [percent, step.text].filter(Boolean).join(' ');
  if (text) return cell(text, 'pending');
  if (Object.keys(step.facts).length === 0) return cell(step.title, 'dim');
  // The id is long and seldom what one looks for.
  const facts = Object.entries(step.facts).sort(
    ([one], [other]) => Number(one === 'id') - Number(other === 'id'),
  );
  return cell(facts.map(([key, value]) => `${key} ${value}`).join(', '), 'dim');
}

/** What a table shows of the steps of a run. */
export const STEP_COLUMNS: readonly Column<StepView>[] = [
  {
    id: 'state',
    title: 'STATE',
    align: 'left',
    min: 11,
    max: 13,
    drop: 0,
    cell: (step) => stepStateCell(step.state),
  },
  {
    id: 'elapsed',
    title: 'TIME',
    align: 'right',
    min: 7,
    max: 7,
    drop: 2,
    cell: (step) => cell(step.elapsedMs === null ? '' : elapsedText(step.elapsedMs)),
  },
  {
    id: 'title',
    title: 'STEP',
    align: 'left',
    min: 16,
    max: 60,
    drop: 0,
    cell: (step) => cell(step.id, 'strong'),
  },
  { id: 'text', title: '', align: 'left', min: 12, max: 120, drop: 1, cell: stepText },
];
