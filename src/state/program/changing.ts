import { type Problem, problemLine, problemOf } from '../../model/problem.ts';
import { isFulfilled } from '../changes/fulfilled.ts';
import { lookBefore, needsLook } from '../changes/look.ts';
import { namesOf, type Plan } from '../changes/plan.ts';
import { planNow } from '../changes/planNow.ts';
import type { ChangeRequest } from '../changes/request.ts';
import { type Progress, type Run, reportOf } from '../changes/run.ts';
import { inverseOf } from '../changes/undo.ts';
import { knownNodes } from '../nodes/knownNodes.ts';
import type { ChangeManner, Question } from '../pages/pageHost.ts';
import type { Tone } from '../present/cell.ts';
import { signedInAgain } from '../signedIn.ts';
import type { Workspace } from '../workspace.ts';

/** What the changing part needs of the program. */
export interface Asking {
  ask(question: Question): void;
  say(text: string, tone?: Tone): void;
  changed(): void;
}

/** What happens to requests on their way from being looked at to being begun. */
interface Going {
  readonly manner: ChangeManner;
  /** What they take back; null for a change of the user's, which can itself be undone. */
  readonly undoing: Plan | null;
  readonly onStart: () => void;
}

/** From a request to a run: look, plan, ask if the plan warns, begin, report; and the way back. */
export class Changing {
  readonly #workspace: Workspace;
  readonly #asking: Asking;
  /** Runs that did something and can be undone, latest last. */
  readonly #undoable: Run[] = [];
  /** Runs that will be undoable when they are over, in the order in which they were begun. */
  readonly #underWay = new Set<Run>();
  readonly #end = new AbortController();
  #looking = false;
  #hasUndone = false;

  constructor(workspace: Workspace, asking: Asking) {
    this.#workspace = workspace;
    this.#asking = asking;
  }

  change(request: ChangeRequest, manner: ChangeManner = {}): void {
    this.#go([request], { manner, undoing: null, onStart: () => {} });
  }

  undo(): void {
    const run = this.#undoable.at(-1);
    if (!run || this.whyNoUndo()) return;
    const { balancer } = run.plan;
    const { queries } = this.#workspace;
    const read = queries.knownBalancer(balancer.session, balancer.id)?.value;
    const servers = queries.knownServers(balancer.session);
    const now = read ? { ...read, nodeList: knownNodes(read.nodeList, servers, null) } : null;
    const requests = inverseOf(run.plan.request, run.done(), now);
    if (requests.length === 0) {
      this.#undoable.pop();
      this.#asking.say(`${run.plan.title}: there is no way back`, 'warn');
      return;
    }
    const onStart = () => {
      this.#undoable.splice(this.#undoable.indexOf(run), 1);
      this.#hasUndone = true;
    };
    // Where nothing is left to put back, the next one before it can be undone.
    const onFulfilled = (text: string) => {
      onStart();
      this.#asking.say(text, 'warn');
    };
    this.#go(requests, { manner: { onFulfilled }, undoing: run.plan, onStart });
  }

  whyNoUndo(): string | null {
    // The one before the last is not what a user means to take back.
    const last = [...this.#underWay].at(-1);
    if (last) return `the last change is still under way: ${last.plan.title}`;
    const run = this.#undoable.at(-1);
    if (!run) return this.#hasUndone ? 'nothing is left to undo' : 'nothing was changed from here yet';
    const { desk } = this.#workspace;
    if (desk.pending.count(run.plan.balancer) > 0)
      return `a change of ${run.plan.balancer.name} is still under way`;
    return null;
  }

  stopAll(): void {
    const { desk, runs } = this.#workspace;
    for (const run of [...desk.running(), ...runs.active()]) run.stop();
    this.#asking.say('');
  }

  whyNoStop(): string | null {
    const running = this.#workspace.desk.running();
    if (this.#workspace.runs.active().some((run) => run.view().ending === null)) return null;
    if (running.length === 0) return 'nothing is under way';
    return running.some((run) => run.canStop) ? null : 'what is under way was sent already';
  }

  close(): void {
    this.#end.abort();
  }

  /** Where the sign-in of the account has ended the user is asked for it first. */
  #go(requests: readonly ChangeRequest[], going: Going): void {
    const sessions = new Set(requests.map(({ balancer: { session } }) => session));
    const signingIn = signedInAgain([...sessions], this.#until(going));
    if (!signingIn) return this.#look(requests, going);
    signingIn
      .then(() => this.#look(requests, going))
      .catch((thrown: unknown) => this.#drop(going, problemOf(thrown), 'bad'));
  }

  #until({ manner: { signal } }: Going): AbortSignal {
    return signal ? AbortSignal.any([this.#end.signal, signal]) : this.#end.signal;
  }

  /** Looks at what the change depends on where that matters, then goes on with what was seen. */
  #look(requests: readonly ChangeRequest[], going: Going): void {
    if (this.#looking) {
      const why = 'One moment: the last key is still being looked at';
      this.#drop(going, { kind: 'busy', message: why }, 'warn');
      return;
    }
    if (!requests.some(needsLook)) {
      this.#decide(requests, going);
      return;
    }
    this.#looking = true;
    const { signal } = going.manner;
    const isSection = requests.some(({ kind }) => kind === 'section');
    // A form that waits for the answer says so itself.
    if (!going.manner.onDrop)
      this.#asking.say(isSection ? 'Reading what it is now…' : 'Counting open connections…', 'pending');
    const until = this.#until(going);
    const looks = requests.map((request) => (needsLook(request) ? lookBefore(request, until) : request));
    Promise.all(looks)
      .then((seen) => {
        this.#looking = false;
        if (!going.manner.onDrop) this.#asking.say('');
        if (!signal?.aborted) this.#decide(seen, going);
      })
      .catch((thrown: unknown) => {
        this.#looking = false;
        if (!signal?.aborted) this.#drop(going, problemOf(thrown), 'bad');
      });
  }

  /** Nothing comes of it; why is told to whoever asked, or else to the user. */
  #drop({ manner }: Going, problem: Problem, tone: Tone): void {
    if (manner.onDrop) manner.onDrop(problem);
    else this.#asking.say(problemLine(problem), tone);
  }

  #decide(requests: readonly ChangeRequest[], going: Going): void {
    const { manner, undoing, onStart } = going;
    const plans = requests.map((request) => planNow(this.#workspace, request));
    const refused = plans.find((plan) => plan.refusal);
    if (refused?.refusal && manner.onFulfilled && plans.every(isFulfilled)) {
      manner.onFulfilled(problemLine(refused.refusal));
      return;
    }
    if (refused?.refusal) {
      this.#drop(going, refused.refusal, 'warn');
      return;
    }
    const asks = manner.asks === true || plans.some((plan) => plan.warnings.length > 0);
    const begin = () => {
      onStart();
      const runs = plans.map((plan) =>
        this.#begin(plan, { asked: asks, undoable: undoing === null }, manner),
      );
      if (undoing) void this.#tellUndone(undoing, runs);
    };
    if (!asks) begin();
    else
      this.#asking.ask({
        ...questionOf(plans, undoing !== null, begin),
        onNo: () => manner.onDrop?.(null),
      });
  }

  #begin(
    plan: Plan,
    { asked, undoable }: { readonly asked: boolean; readonly undoable: boolean },
    manner: ChangeManner,
  ): Run {
    const run = this.#workspace.desk.start(plan);
    // A question has said it already, and the line is needed for how far the change is.
    const unsaid = asked ? [] : [...skippedTexts(plan), ...plan.notes];
    this.#asking.say(unsaid.join('; '), 'warn');
    // An engine may settle it at once: what was said when it began nobody has read then.
    const notes = asked ? [] : plan.notes;
    if (undoable) {
      this.#underWay.add(run);
      void this.#tellDone(run, notes, manner);
    }
    manner.onBegin?.(run);
    return run;
  }

  async #tellDone(run: Run, notes: readonly string[], { afterFailure }: ChangeManner): Promise<void> {
    const progress = await run.finished;
    this.#underWay.delete(run);
    const done = progress.done > 0;
    if (done) this.#undoable.push(run);
    const next = afterFailure && progress.failed === progress.total ? [afterFailure] : [];
    const told = [reportOf(run), ...(done ? ['z undoes it', ...run.lacks(), ...notes] : []), ...next];
    this.#asking.say(told.join('. '), run.lacks().length > 0 ? 'warn' : toneOf([progress]));
  }

  /** What was undone, and what is so again: several calls may do it, and it is one thing to the user. */
  async #tellUndone({ title }: Plan, runs: readonly Run[]): Promise<void> {
    const all = await Promise.all(runs.map((run) => run.finished));
    const done = all.reduce((sum, one) => sum + one.done, 0);
    const whole = all.every((one) => one.done === one.total);
    const told = whole ? 'Undone' : done > 0 ? 'Not all undone' : 'Not undone';
    this.#asking.say(`${told}: ${title}. ${runs.map(reportOf).join('; ')}`, toneOf(all));
  }
}

function toneOf(progresses: readonly Progress[]): Tone {
  if (progresses.some(({ failed }) => failed > 0)) return 'bad';
  return progresses.some(({ stopped }) => stopped > 0) ? 'warn' : 'good';
}

/** The nodes that a plan leaves out, a sentence for each reason. */
function skippedTexts({ skipped }: Plan): readonly string[] {
  const reasons = new Set(skipped.map(({ why }) => why));
  return [...reasons].map((why) => {
    const names = skipped.filter((one) => one.why === why).map(({ name }) => name);
    const reason = names.length === 1 ? why : why.replace('it is', 'they are').replace('of it', 'of them');
    return `Left out, as ${reason}: ${names.join(', ')}`;
  });
}

/** The question for plans that warn: what would happen, to whom, and what the button says. */
function questionOf(plans: readonly Plan[], undoing: boolean, onYes: () => void): Question {
  const [first] = plans;
  // That it is several nodes is said by the title, and their names are there or below it.
  const warnings = plans.flatMap((plan) => plan.warnings).filter(({ code }) => code !== 'several');
  const lines = new Set(warnings.map((warning) => warning.text));
  const names = plans.flatMap((plan) => namesOf(plan.steps));
  for (const plan of plans) {
    for (const note of plan.notes) lines.add(note);
    for (const text of skippedTexts(plan)) lines.add(text);
  }
  const title = `${undoing ? 'Undo: ' : ''}${plans.map((plan) => plan.title).join('; ')}?`;
  return {
    title,
    lines: [...lines],
    names: names.every((name) => title.includes(name)) ? [] : names,
    yes: plans.length === 1 && first ? first.title.replace(/ (of|from|to) [^,]*$/, '') : 'Undo',
    typed: plans.find((plan) => plan.typed !== null)?.typed ?? null,
    onYes,
    cancelled: 'Nothing was changed',
  };
}
