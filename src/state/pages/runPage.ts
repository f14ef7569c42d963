import { problemLine, problemOf } from '../../model/problem.ts';
import type { CommandId } from '../keys/bindings.ts';
import type { Column } from '../list/column.ts';
import { type Cell, cell } from '../present/cell.ts';
import type { ActiveRun, StepView } from '../runs/activeRun.ts';
import { overallOf } from '../runs/order.ts';
import { isLeft, isOver, leavesSomething, type RunRecord, type StepRecord } from '../runs/record.ts';
import type { TakeRun } from '../runs/runs.ts';
import { firstFailure, standingOf } from '../runs/summary.ts';
import { BalancersPage } from './balancersPage.ts';
import { detailsPage } from './detailsPage.ts';
import type { Header } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { elapsedText, runStateCell, stepStateCell } from './runCells.ts';
import { TablePage } from './tablePage.ts';

const BAR_CELLS = 30;

/** One run: each step with its state, its time and what the engine says of it; and what can be done with it. */
export class RunPage extends TablePage<StepView> {
  readonly place = 'run';
  readonly crumb: string;
  readonly #runId: string;
  #record: RunRecord | null = null;
  #leave: () => void = () => {};
  /** A run that ends under the user's eyes leads to what it has made. */
  #watched = false;
  #busy = false;

  constructor(host: PageHost, runId: string) {
    super(host, COLUMNS, null);
    this.#runId = runId;
    this.#record = host.workspace.runs.get(runId);
    this.crumb = this.#record?.title ?? 'run';
  }

  show(): void {
    this.#leave = this.host.workspace.runs.subscribe(() => this.#read());
    this.#read();
  }

  hide(): void {
    this.#leave();
    this.#watched = false;
  }

  header(): Header {
    const run = this.#record;
    if (!run) return { where: 'Run', count: null, age: null, flags: [] };
    const where = [run.account.name, run.region].filter(Boolean).join(' · ');
    return { where, count: null, age: runStateCell(run.state), flags: [] };
  }

  override view() {
    // Times go on by themselves while a step is under way.
    this.#fill();
    return super.view();
  }

  override whyNot(command: CommandId): string | null {
    const run = this.#record;
    if (!run) return 'this run is not there any more';
    const step = this.current;
    switch (command) {
      case 'go-on':
        if (this.#active())
          return step?.state === 'failed' ? null : 'put the cursor on a step that has failed';
        if (run.state === 'running' || run.state === 'failed') return 'another program is at it';
        return isOver(run) ? `the run is ${run.state}` : null;
      case 'go-without':
        if (!this.#active()) return 'the run is not under way here';
        if (step?.state !== 'failed') return 'put the cursor on a step that has failed';
        return step.optional ? null : 'the run cannot go on without this step';
      case 'undo-run':
        if (run.state === 'running' && !this.#active()) return 'another program is at it';
        return run.steps.some(leavesSomething) ? null : 'it has made nothing';
      default:
        return super.whyNot(command);
    }
  }

  override run(command: CommandId): void {
    const step = this.current;
    switch (command) {
      case 'go-on':
        if (this.#active() && step) this.#active()?.retry(step.id);
        else void this.#take((how) => this.host.workspace.runs.resume(this.#runId, how));
        return;
      case 'go-without':
        if (step) this.#active()?.skip(step.id);
        return;
      case 'undo-run':
        return this.#askUndo();
      case 'details':
        if (step) this.host.push(detailsPage(step.title, step));
        return;
      case 'refresh':
        return this.#read();
      default:
        super.run(command);
    }
  }

  protected idOf(step: StepView): string {
    return step.id;
  }

  protected textOf(step: StepView): string {
    return `${step.title} ${step.state}`;
  }

  protected facts(): readonly (readonly Cell[])[] {
    const run = this.#record;
    if (!run) return [];
    const overall = this.#active()?.view().overall ?? overallOf(run);
    const full = Math.round(overall.fraction * BAR_CELLS);
    const bar = [cell('█'.repeat(full), 'good'), cell('░'.repeat(BAR_CELLS - full), 'dim')];
    const percent = cell(
      `  ${Math.round(overall.fraction * 100)}%  ${overall.done} of ${overall.total} steps`,
    );
    return [[...bar, percent], [existsCell(run)], [this.#advice(run)]];
  }

  protected empty(): readonly Cell[] {
    return this.rows.length > 0
      ? [cell(`No step matches "${this.filter}". `)]
      : [cell('This run is not there any more')];
  }

  /** What the user can do now, or what is going on. */
  #advice(run: RunRecord): Cell {
    const failed = firstFailure(run);
    if (isLeft(run)) return cell('Its program has left it: enter resumes, ctrl-d undoes', 'warn');
    if (failed) return cell(`${failed.step.id}: ${problemLine(failed.problem)}`, 'bad');
    if (run.state !== 'running') return cell('');
    if (run.undoing) return cell('Removing what was made…', 'pending');
    return cell('It goes on when you leave this screen; ! comes back to it', 'dim');
  }

  #active(): ActiveRun | null {
    return this.host.workspace.runs.active().find((run) => run.id === this.#runId) ?? null;
  }

  #askUndo(): void {
    const run = this.#record;
    if (!run) return;
    this.host.ask({
      title: `Undo "${run.title}"?`,
      lines: ['Everything this run has made is removed, the last first; nothing else is touched'],
      names: run.steps.filter(leavesSomething).map((step) => step.id),
      yes: 'Undo',
      typed: 'undo',
      onYes: () => void this.#take((how) => this.host.workspace.runs.undo(this.#runId, how)),
    });
  }

  /** Opens the run's account and region, and goes on with it there. */
  async #take(go: (how: TakeRun) => ActiveRun): Promise<void> {
    const run = this.#record;
    if (!run || this.#busy) return;
    this.#busy = true;
    try {
      const { accounts, sessions } = this.host.workspace;
      const session = await sessions.open(
        accounts.named(run.account.name),
        run.region,
        new AbortController().signal,
      );
      const flow = session.provider.create;
      if (flow) go({ flow, session });
    } catch (thrown) {
      this.host.sayProblem(problemOf(thrown));
    } finally {
      this.#busy = false;
      this.#read();
    }
  }

  #read(): void {
    try {
      this.#record = this.host.workspace.runs.get(this.#runId);
    } catch (thrown) {
      this.host.sayProblem(problemOf(thrown));
    }
    this.#fill();
    const state = this.#record?.state;
    if (state === 'running') this.#watched = true;
    else if (state === 'done' && this.#watched) this.#arrive();
    this.host.changed();
  }

  #fill(): void {
    const active = this.#active();
    const views = active?.view().steps;
    const now = this.host.clock.now();
    this.setRows(
      views ??
        this.#record?.steps.map((step) => ({
          ...step,
          elapsedMs: step.startedAt === null ? null : (step.endedAt ?? now) - step.startedAt,
          percent: null,
          text: null,
        })) ??
        [],
    );
  }

  /** The run is over: to the list, on what it has made. */
  #arrive(): void {
    const run = this.#record;
    this.#watched = false;
    const session = this.host.workspace.sessions
      .list()
      .find((one) => one.account.id === run?.account.id && one.region === run.region);
    if (!run || !session || !this.host.isOnTop(this)) return;
    const made = new Set(run.steps.flatMap((step) => step.facts['id'] ?? []));
    this.host.home(new BalancersPage(this.host, [session], false, made));
    this.host.say(`${run.title}: done`, 'good');
  }
}

/** What exists of a run, without the long ids, which the details have. */
function existsCell(run: RunRecord): Cell {
  const { exists, maybe, removed } = standingOf(run);
  const names = (steps: readonly StepRecord[]) =>
    steps.map((step) => (step.made ? step.id : `${step.id} (not ready)`)).join(', ');
  const parts = [
    exists.length > 0 ? `Exists: ${names(exists)}` : 'Nothing exists yet',
    ...(maybe.length > 0 ? [`may exist: ${maybe.map((step) => step.id).join(', ')}`] : []),
    ...(removed.length > 0 ? [`removed: ${removed.map((step) => step.id).join(', ')}`] : []),
  ];
  return cell(parts.join('; '));
}

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

const COLUMNS: readonly Column<StepView>[] = [
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
