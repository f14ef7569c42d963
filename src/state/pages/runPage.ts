import { problemLine, problemOf } from '../../model/problem.ts';
import { engineNamed } from '../engines.ts';
import type { CommandId } from '../keys/bindings.ts';
import { type Cell, cell } from '../present/cell.ts';
import { barCells, existsCell, newsCell, runStateCell, runStateWord } from '../present/runCells.ts';
import type { ActiveRun } from '../runs/activeRun.ts';
import { overallOf } from '../runs/order.ts';
import { isLeft, isOver, leavesSomething, type RunRecord, type StepRecord } from '../runs/record.ts';
import type { TakeRun } from '../runs/runs.ts';
import { type StepView, stepView } from '../runs/runView.ts';
import { accountFlags } from './accountCells.ts';
import { BalancersPage } from './balancersPage.ts';
import { detailsPage } from './detailsPage.ts';
import type { Header } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { STEP_COLUMNS } from './stepColumns.ts';
import { TablePage } from './tablePage.ts';

/** Runs that are being looked at, by their ids. */
const lookedAt = new Set<string>();

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
    super(host, STEP_COLUMNS, null);
    this.#runId = runId;
    this.#record = host.workspace.runs.get(runId);
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
        if (active) return failed || active.view().ending === 'stop' ? null : whyNoFailed(run);
        if (run.state === 'running' || run.state === 'failed') return 'another program is at it';
        return isOver(run) ? `the run is ${runStateWord(run.state)}` : null;
      case 'go-without':
        if (!active) return 'the run is not under way here';
        if (run.undoing) return 'what was made is being removed';
        if (!failed) return whyNoFailed(run);
        return failed.optional ? null : `the run cannot go on without ${failed.id}`;
      case 'undo-run':
        if (active && (run.undoing || active.view().ending === 'undo')) return 'it is being undone already';
        if (!active && (run.state === 'running' || run.state === 'failed')) return 'another program is at it';
        if (run.state === 'undone') return 'nothing is left of it';
        return run.steps.some(leavesSomething) ? null : 'it has made nothing';
      default:
        return super.whyNot(command);
    }
  }

  override run(command: CommandId): void {
    const step = this.current;
    const active = this.#active();
    const failed = this.#failed();
    const { runs } = this.host.workspace;
    switch (command) {
      case 'go-on':
        if (active?.view().ending === 'stop') active.go();
        else if (active && failed) active.retry(failed.id);
        else if (this.#record?.undoing) void this.#take((how) => runs.undo(this.#runId, how));
        else void this.#take((how) => runs.resume(this.#runId, how));
        return this.#follow();
      case 'go-without':
        if (failed) active?.skip(failed.id);
        return this.#follow();
      case 'undo-run':
        return this.#askUndo();
      case 'give-up':
        return this.#askGiveUp();
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
    return [barCells(overall), [existsCell(run)], [this.#advice(run)]];
  }

  protected empty(): readonly Cell[] {
    return this.rows.length > 0
      ? [cell(`No step matches "${this.filter}". `)]
      : [cell('This run is not there any more')];
  }

  /** What the user can do now, or what is going on. */
  #advice(run: RunRecord): Cell {
    const active = this.#active();
    if (isLeft(run)) {
      const how = run.state === 'stopped' ? 'Stopped' : 'Its program ended in the middle of it';
      const what = run.undoing ? 'enter goes on removing what it made' : 'enter resumes, ctrl-d undoes';
      return cell(`${how}: ${what}`, 'warn');
    }
    if (isOver(run)) return cell('');
    if (!active) return cell(`Another sluice (process ${run.owner?.pid ?? '?'}) is at it`, 'dim');
    if (active.view().ending === 'stop')
      return cell('Stopping: nothing more is begun when this has ended; enter goes on', 'warn');
    if (active.view().ending === 'undo')
      return cell('What is under way ends first, then all is removed', 'warn');
    const failed = this.#failed();
    if (failed) {
      const without = failed.optional && !run.undoing ? ', w goes on without' : '';
      const undo = run.undoing ? '' : ', ctrl-d undoes all';
      return cell(`A step failed: enter tries it again${without}${undo}`, 'bad');
    }
    if (run.steps.some((step) => step.state === 'failed'))
      return cell('Several steps failed: put the cursor on one of them', 'bad');
    if (run.undoing) return cell('Removing what was made…', 'pending');
    return cell('It goes on when you leave this screen; ! comes back to it', 'dim');
  }

  /** The failed step that keys mean: the one under the cursor, or the only one. */
  #failed(): StepRecord | null {
    const failed = this.#record?.steps.filter((step) => step.state === 'failed') ?? [];
    const under = failed.find((step) => step.id === this.current?.id);
    return under ?? (failed.length === 1 ? (failed[0] ?? null) : null);
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

  #askGiveUp(): void {
    const run = this.#record;
    if (!run) return;
    this.host.ask({
      title: `Forget "${run.title}"?`,
      lines: ['What it has made stays as it is, and is billed; it can still be undone from here'],
      names: run.steps.filter(leavesSomething).map((step) => step.id),
      yes: 'Forget',
      typed: null,
      onYes: () => {
        try {
          this.host.workspace.runs.giveUp(this.#runId);
        } catch (thrown) {
          this.host.sayProblem(problemOf(thrown));
        }
        this.#read();
      },
    });
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
      cancelled: 'Nothing was removed',
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
    this.setRows(views ?? this.#record?.steps.map((step) => stepView(step, undefined, now)) ?? []);
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
    // The list may have been read a moment ago, without it.
    void this.host.workspace.queries.balancers(session).refetch();
    this.host.home(new BalancersPage(this.host, [session], false, made));
    const news = newsCell(run);
    if (news) this.host.say(news.text, news.tone);
  }
}

function whyNoFailed({ steps }: RunRecord): string {
  return steps.some((step) => step.state === 'failed')
    ? 'put the cursor on a step that has failed'
    : 'no step has failed';
}
