import { type Problem, problemLine, problemOf } from '../../model/problem.ts';
import { lookBefore, needsLook } from '../changes/look.ts';
import { namesOf, type Plan } from '../changes/plan.ts';
import { planNow } from '../changes/planNow.ts';
import type { ChangeRequest } from '../changes/request.ts';
import { type Run, reportOf } from '../changes/run.ts';
import { inverseOf } from '../changes/undo.ts';
import { knownNodes } from '../nodes/knownNodes.ts';
import type { ChangeManner, Question } from '../pages/pageHost.ts';
import type { Tone } from '../present/cell.ts';
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
  /** What comes of it can be undone. */
  readonly undoable: boolean;
  readonly onStart: () => void;
}

/** From a request to a run: look, plan, ask if the plan warns, begin, report; and the way back. */
export class Changing {
  readonly #workspace: Workspace;
  readonly #asking: Asking;
  /** Runs that did something and can be undone, latest last. */
  readonly #undoable: Run[] = [];
  readonly #end = new AbortController();
  #looking = false;
  #hasUndone = false;

  constructor(workspace: Workspace, asking: Asking) {
    this.#workspace = workspace;
    this.#asking = asking;
  }

  change(request: ChangeRequest, manner: ChangeManner = {}): void {
    this.#look([request], { manner, undoable: true, onStart: () => {} });
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
    this.#look(requests, { manner: {}, undoable: false, onStart });
  }

  whyNoUndo(): string | null {
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
    const until = signal ? AbortSignal.any([this.#end.signal, signal]) : this.#end.signal;
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
    const { manner, undoable, onStart } = going;
    const plans = requests.map((request) => planNow(this.#workspace, request));
    const refused = plans.find((plan) => plan.refusal);
    if (refused?.refusal) {
      this.#drop(going, refused.refusal, 'warn');
      return;
    }
    const begin = () => {
      onStart();
      for (const plan of plans) {
        const run = this.#begin(plan, undoable, manner.afterFailure);
        manner.onBegin?.(run);
      }
    };
    const warned = plans.some((plan) => plan.warnings.length > 0);
    if (!warned && !manner.asks) begin();
    else
      this.#asking.ask({
        ...questionOf(plans, !undoable, begin),
        onNo: () => manner.onDrop?.(null),
      });
  }

  #begin(plan: Plan, undoable: boolean, afterFailure?: string): Run {
    const run = this.#workspace.desk.start(plan);
    // A question has said it already, and the line is needed for how far the change is.
    const unsaid = plan.warnings.length > 0 ? [] : [...skippedTexts(plan), ...(plan.note ? [plan.note] : [])];
    this.#asking.say(unsaid.join('; '), 'warn');
    void run.finished.then((progress) => {
      if (undoable && progress.done > 0) this.#undoable.push(run);
      const undo = undoable && progress.done > 0 ? '. z undoes it' : '';
      const next = afterFailure && progress.failed === progress.total ? `. ${afterFailure}` : '';
      this.#asking.say(
        `${reportOf(run)}${undo}${next}`,
        progress.failed > 0 ? 'bad' : progress.stopped > 0 ? 'warn' : 'good',
      );
    });
    return run;
  }
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
export function questionOf(plans: readonly Plan[], undoing: boolean, onYes: () => void): Question {
  const [first] = plans;
  // That it is several nodes is said by the title, and their names are there or below it.
  const warnings = plans.flatMap((plan) => plan.warnings).filter(({ code }) => code !== 'several');
  const lines = new Set(warnings.map((warning) => warning.text));
  const names = plans.flatMap((plan) => namesOf(plan.steps));
  for (const plan of plans) {
    if (plan.note) lines.add(plan.note);
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
