import { problemLine, problemOf } from '../../model/problem.ts';
import { engineNamed } from '../engines.ts';
import type { CommandId } from '../keys/bindings.ts';
import { lacksLines } from '../maintenance/summary.ts';
import { type Cell, cell } from '../present/cell.ts';
import {
  barCells,
  barWidth,
  doneCells,
  existsCell,
  newsCell,
  runStateCell,
  runStateWord,
} from '../present/runCells.ts';
import { runWords } from '../present/runWords.ts';
import type { ActiveRun } from '../runs/activeRun.ts';
import { overallOf } from '../runs/order.ts';
import { isOver, leavesSomething, type RunRecord, type StepRecord } from '../runs/record.ts';
import type { TakeRun } from '../runs/runs.ts';
import { type StepView, stepView } from '../runs/runView.ts';
import { accountFlags } from './accountCells.ts';
import { BalancersPage } from './balancersPage.ts';
import { detailsPage } from './detailsPage.ts';
import type { Header } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { isEnding, poolCells, runAdvice, whyNoFailed } from './runAdvice.ts';
import { forgetQuestion, undoQuestion } from './runQuestions.ts';
import { type RunRow, runColumns, runRows } from './stepColumns.ts';
import { TablePage } from './tablePage.ts';

/** Runs that are being looked at, by their ids. */
const lookedAt = new Set<string>();

/** One run: each step with its state, its time and what the engine says of it; and what can be done with it. */
export class RunPage extends TablePage<RunRow> {
  readonly place = 'run';
  readonly crumb: string;
  readonly #runId: string;
  #record: RunRecord | null = null;
  #leave: () => void = () => {};
  /** A run that ends under the user's eyes leads to what it has made. */
  #watched = false;
  #busy = false;
  /** Cells of the terminal's width; 0 before it is known. */
  #columns = 0;

  constructor(host: PageHost, runId: string) {
    const record = host.workspace.runs.get(runId);
    super(host, runColumns(record), null);
    this.#runId = runId;
    this.#record = record;
    this.crumb = this.#record?.title ?? 'run';
    this.#follow();
  }

  show(): void {
    lookedAt.add(this.#runId);
    this.#leave = this.host.workspace.runs.subscribe(() => this.#read());
    this.#read();
  }

  hide(): void {
    this.#leave();
    lookedAt.delete(this.#runId);
    this.#watched = false;
  }

  override setHeight(rows: number, columns = this.#columns): void {
    super.setHeight(rows);
    this.#columns = columns;
  }

  header(): Header {
    const run = this.#record;
    if (!run) return { where: 'Run', count: null, age: null, flags: [] };
    const { accounts, readOnly } = this.host.workspace;
    const account = accounts.list().find(({ id }) => id === run.account.id);
    const engine = engineNamed(run.engine)?.label ?? run.engine;
    return {
      where: [run.account.name, run.region, engine].filter(Boolean).join(' · '),
      count: null,
      age: runStateCell(run.state),
      flags: account ? accountFlags(account, readOnly) : [],
    };
  }

  /** Why the step that keys would mean has failed, or else the first one, in full. */
  trouble(): Cell | null {
    const failed = this.#failed() ?? this.#record?.steps.find((step) => step.state === 'failed');
    return failed?.problem ? cell(`${failed.id}: ${problemLine(failed.problem)}`, 'bad') : null;
  }

  override view() {
    // Times go on by themselves while a step is under way.
    this.#fill();
    return super.view();
  }

  override whyNot(command: CommandId): string | null {
    const run = this.#record;
    if (!run) return 'this run is not there any more';
    const active = this.#active();
    const failed = this.#failed();
    switch (command) {
      case 'go-on':
        if (active && this.#held()) return null;
        if (active) return failed || isEnding(active) ? null : whyNoFailed(run);
        if (run.state === 'running' || run.state === 'failed') return 'another program is at it';
        return isOver(run) ? `the run is ${runStateWord(run.state)}` : null;
      case 'go-without':
        if (!active) return 'the run is not under way here';
        if (run.undoing) return 'what was made is being removed';
        if (!failed) return whyNoFailed(run);
        return failed.optional ? null : `the run cannot go on without ${failed.id}`;
      case 'give-up':
        if (isOver(run)) return `the run is ${runStateWord(run.state)}`;
        return active?.view().ending === 'give-up' ? 'it is being forgotten already' : null;
      case 'undo-run':
        if (active && (run.undoing || active.view().ending === 'undo')) return 'it is being undone already';
        if (!active && (run.state === 'running' || run.state === 'failed')) return 'another program is at it';
        if (run.state === 'undone') return 'nothing is left of it';
        return run.steps.some(leavesSomething) ? null : runWords(run).nothing;
      default:
        return super.whyNot(command);
    }
  }

  override run(command: CommandId): void {
    const step = this.current?.step;
    const active = this.#active();
    const failed = this.#failed();
    const held = this.#held();
    const { runs } = this.host.workspace;
    switch (command) {
      case 'go-on':
        if (active && isEnding(active)) active.go();
        else if (active && held) active.release(held.id);
        else if (active && failed) active.retry(failed.id);
        else if (this.#record?.undoing) void this.#take((how) => runs.undo(this.#runId, how));
        else void this.#take((how) => runs.resume(this.#runId, how));
        return this.#follow();
      case 'go-without':
        if (failed) active?.skip(failed.id);
        return this.#follow();
      case 'undo-run':
        if (this.#record)
          this.host.ask(
            undoQuestion(this.#record, () => void this.#take((how) => runs.undo(this.#runId, how))),
          );
        return;
      case 'give-up':
        if (this.#record) this.host.ask(forgetQuestion(this.#record, () => this.#giveUp()));
        return;
      case 'details':
        if (step) this.host.push(detailsPage(step.title, step));
        return;
      case 'refresh':
        return this.#read();
      default:
        super.run(command);
    }
  }

  protected idOf(row: RunRow): string {
    return row.id;
  }

  protected textOf({ name, step }: RunRow): string {
    return `${name} ${step.title} ${step.state}`;
  }

  protected facts(): readonly (readonly Cell[])[] {
    const run = this.#record;
    if (!run) return [];
    const overall = this.#active()?.view().overall ?? overallOf(run);
    const advice = runAdvice(run, this.#active(), this.#failed(), this.#held() !== null);
    const pool = poolCells(run, this.host.workspace);
    const bar = [...barCells(overall, barWidth(this.#columns, pool)), ...pool, ...doneCells(overall)];
    const lacks = lacksLines(run).map((text) => [cell(text, 'warn')]);
    return [bar, [existsCell(run)], ...lacks, [advice]];
  }

  protected empty(): readonly Cell[] {
    return this.rows.length > 0
      ? [cell(`No step matches "${this.filter}". `)]
      : [cell('This run is not there any more')];
  }

  /** The failed step that keys mean: the one under the cursor, or the only one. */
  #failed(): StepRecord | null {
    const failed = this.#record?.steps.filter((step) => step.state === 'failed') ?? [];
    const under = failed.find((step) => step.id === this.current?.step.id);
    return under ?? (failed.length === 1 ? (failed[0] ?? null) : null);
  }

  /** The step that waits to be let go on: the one under the cursor, or the only one. */
  #held(): StepView | null {
    const held =
      this.#active()
        ?.view()
        .steps.filter((step) => step.holding) ?? [];
    const under = held.find((step) => step.id === this.current?.step.id);
    return under ?? (held.length === 1 ? (held[0] ?? null) : null);
  }

  /** Tells a user who has gone elsewhere how it went. */
  #follow(): void {
    void this.#active()
      ?.settled()
      .then((run) => {
        const news = newsCell(run);
        if (news && !lookedAt.has(this.#runId)) this.host.say(news.text, news.tone);
      });
  }

  #active(): ActiveRun | null {
    return this.host.workspace.runs.active().find((run) => run.id === this.#runId) ?? null;
  }

  #giveUp(): void {
    try {
      this.host.workspace.runs.giveUp(this.#runId);
    } catch (thrown) {
      this.host.sayProblem(problemOf(thrown));
    }
    this.#read();
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
      const flow = this.host.workspace.flowOf(session, run.kind);
      if (flow) go({ flow, session });
      this.host.say('');
      this.#follow();
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
    const run = this.#record;
    if (run) this.setRows(runRows(run, views ?? run.steps.map((step) => stepView(step, undefined, now))));
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
    // A maintenance has made nothing to go to: its page says how it went.
    if (made.size === 0) return;
    // The list may have been read a moment ago, without it.
    void this.host.workspace.queries.balancers(session).refetch();
    this.host.home(new BalancersPage(this.host, [session], false, made));
    const news = newsCell(run);
    if (news) this.host.say(news.text, news.tone);
  }
}
