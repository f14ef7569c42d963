import { problemLine } from '../../model/problem.ts';
import { localTime } from '../../state/present/age.ts';
import { type Cell, cell } from '../../state/present/cell.ts';
import { runStateCell, stepStateCell } from '../../state/present/runCells.ts';
import { overallOf } from '../../state/runs/order.ts';
import type { RunRecord, StepRecord } from '../../state/runs/record.ts';
import { statusLine, whatExists } from '../../state/runs/summary.ts';
import type { Context } from '../context.ts';
import { durationText } from '../duration.ts';
import { runJson, wholeRunJson } from '../print/runJson.ts';
import { factLines, type TableColumn } from '../print/table.ts';
import { resolveRun, shortRunId } from '../resolve/run.ts';

interface RunLine {
  readonly run: RunRecord;
  readonly short: string;
}

/** By name, not by account: a run remembers an account that is gone. */
export function listRuns(context: Context, limit: number): void {
  const { workspace, options, report } = context;
  const names = new Set(options.accounts.map((name) => name.toLowerCase()));
  const isWanted = ({ account }: RunRecord) =>
    names.size === 0 || names.has('all') || names.has(account.name.toLowerCase());
  const runs = workspace.runs.list().filter(isWanted).slice(0, limit);
  const lines = runs.map((run) => ({ run, short: shortRunId(context, run.id) }));
  report.result(runs.map(runJson), report.table(RUN_COLUMNS, lines));
}

/** Prints one run with its steps; `typed` is its id or how that begins. Throws Failure where it does not mean one. */
export function showRun(context: Context, typed: string): void {
  const run = resolveRun(context, typed);
  const { report } = context;
  report.result(wholeRunJson(run), [
    ...factLines([
      ['run', run.id],
      ['what', run.title],
      ['account', [run.account.name, run.region].filter(Boolean).join(' ')],
      ['begun', localTime(run.at)],
      ['last', localTime(run.updatedAt)],
      ['state', statusLine(run)],
      ['made', whatExists(run)],
    ]),
    '',
    ...report.table(STEP_COLUMNS, run.steps),
  ]);
}

const RUN_COLUMNS: readonly TableColumn<RunLine>[] = [
  { title: 'ID', cell: ({ short }) => cell(short) },
  { title: 'BEGUN', cell: ({ run }) => cell(localTime(run.at)) },
  { title: 'STATE', cell: ({ run }) => runStateCell(run.state) },
  { title: 'ACCOUNT', cell: ({ run }) => cell(run.account.name) },
  { title: 'STEPS', align: 'right', cell: ({ run }) => stepsCell(run) },
  { title: 'RUN', cell: ({ run }) => cell(run.title, 'strong') },
];

function stepsCell(run: RunRecord): Cell {
  const { done, total } = overallOf(run);
  return cell(`${done}/${total}`);
}

const STEP_COLUMNS: readonly TableColumn<StepRecord>[] = [
  { title: 'STATE', cell: ({ state }) => stepStateCell(state) },
  { title: 'TIME', align: 'right', cell: timeCell },
  { title: 'STEP', cell: ({ title }) => cell(title, 'strong') },
  { title: 'MADE', cell: madeCell },
];

function timeCell({ startedAt, endedAt }: StepRecord): Cell {
  return cell(startedAt === null || endedAt === null ? '' : durationText(endedAt - startedAt));
}

function madeCell({ state, problem, facts }: StepRecord): Cell {
  if (state === 'failed' && problem) return cell(problemLine(problem), 'bad');
  const made = Object.entries(facts).filter(([, value]) => value !== '');
  return cell(made.map(([key, value]) => `${key} ${value}`).join(', '), 'dim');
}
