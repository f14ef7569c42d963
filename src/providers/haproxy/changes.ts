import type { BalancerDetail } from '../../model/balancer.ts';
import type { NodeChange } from '../../model/node.ts';
import { Failure, type Problem } from '../../model/problem.ts';
import { stopped } from '../http/lifetime.ts';
import type { ChangeOptions, ProviderContext, Receipt } from '../provider.ts';
import { type Backends, factsOf } from './backends.ts';
import { type Answer, LONGEST_LINE, refusalProblem } from './console.ts';
import { LostLine } from './lostLine.ts';
import { nameOf } from './names.ts';
import type { OldWorkers } from './oldWorkers.ts';
import type { OwnChange, OwnChanges } from './ownChanges.ts';
import { conditionOf, type Server } from './server.ts';
import type { Writer } from './writer.ts';

/** Commands for one server, and how to see that they have done it. Sending them twice does no more than once. */
export interface ServerPlan {
  readonly backend: string;
  readonly server: string;
  readonly commands: readonly string[];
  /** What is tried, as in "Could not …". */
  readonly what: string;
  isDone(server: Server): boolean;
  /** What is to be remembered, should a reload take it away. */
  readonly own: OwnChange;
  /** Sessions are to be cut, which nothing shows afterwards: a lost answer is no proof of it. */
  readonly cuts: boolean;
}

interface Waiting {
  readonly plan: ServerPlan;
  readonly signal: AbortSignal;
  readonly onAccepted: () => void;
  readonly resolve: (detail: BalancerDetail) => void;
  readonly reject: (thrown: unknown) => void;
}

/** Room for reading back and for what is added to each line. */
const ROOM = 1_000;

/**
 * Changes of servers. What is asked for while a line of the same backend is under way goes together on the next, each with
 * one reading back: a thousand toggles are then a few lines.
 */
export class Changes {
  readonly #writer: Writer;
  readonly #backends: Backends;
  readonly #own: OwnChanges;
  readonly #old: OldWorkers | null;
  readonly #context: ProviderContext;
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #over = new AbortController();

  constructor(parts: {
    readonly writer: Writer;
    readonly backends: Backends;
    readonly own: OwnChanges;
    readonly old: OldWorkers | null;
    readonly context: ProviderContext;
  }) {
    this.#writer = parts.writer;
    this.#backends = parts.backends;
    this.#own = parts.own;
    this.#old = parts.old;
    this.#context = parts.context;
  }

  /** Changes a server and resolves when HAProxy shows it. Throws Failure. */
  change(backend: string, server: string, change: NodeChange, options: ChangeOptions): Promise<Receipt> {
    return this.carryOut(planOf(nameOf('backend', backend), nameOf('server', server), change), options);
  }

  async carryOut(plan: ServerPlan, { signal, onAccepted }: ChangeOptions): Promise<Receipt> {
    if (signal.aborted) throw stopped();
    const detail = await new Promise<BalancerDetail>((resolve, reject) => {
      const waiting: Waiting = { plan, signal, onAccepted: onAccepted ?? (() => {}), resolve, reject };
      const queue = this.#waiting.get(plan.backend);
      if (queue) queue.push(waiting);
      else {
        this.#waiting.set(plan.backend, [waiting]);
        void this.#work(plan.backend);
      }
      const leave = () => {
        const queued = this.#waiting.get(plan.backend) ?? [];
        const at = queued.indexOf(waiting);
        if (at >= 0) queued.splice(at, 1);
        reject(
          at >= 0
            ? stopped()
            : stopped(`Stopped before it was known whether HAProxy could ${plan.what}`, true),
        );
      };
      signal.addEventListener('abort', leave, { once: true });
    });
    if (plan.cuts) await this.#old?.cut(plan.backend, plan.server, plan.what, signal);
    return { requestId: null, detail };
  }

  /** Stops the line under way; what waits is refused. */
  close(): void {
    this.#over.abort();
  }

  async #work(backend: string): Promise<void> {
    // Who asks in the same turn goes on the same line.
    await Promise.resolve();
    for (;;) {
      const queue = this.#waiting.get(backend) ?? [];
      const batch = takeBatch(queue);
      if (batch.length === 0) break;
      try {
        await this.#batch(backend, batch);
      } catch (thrown) {
        for (const { reject } of batch) reject(thrown);
      }
    }
    this.#waiting.delete(backend);
  }

  async #batch(backend: string, batch: readonly Waiting[]): Promise<void> {
    const [first] = batch;
    if (batch.length === 1 && first) {
      first.resolve(await this.#one(first));
      return;
    }
    const sent = await this.#send(backend, batch, 'change servers');
    if (sent instanceof LostLine && !sent.sent) throw new Failure(sent.problem('change servers'));
    // Whose commands a refusal answers is not said, and after a lost answer each is looked up: then one by one.
    const isWhole = !(sent instanceof LostLine) && sent.refusals.length === 0;
    const whole = isWhole ? await this.#read(sent, batch) : null;
    for (const waiting of batch) {
      const { plan } = waiting;
      if (whole !== null && isDone(plan, whole)) {
        waiting.onAccepted();
        waiting.resolve(whole);
        continue;
      }
      await this.#one(waiting).then(waiting.resolve, waiting.reject);
    }
  }

  /** One server by itself, to the end. */
  async #one(waiting: Waiting): Promise<BalancerDetail> {
    const { plan } = waiting;
    for (let again = false; ; again = true) {
      const sent = await this.#send(plan.backend, [waiting], plan.what);
      if (sent instanceof LostLine) {
        const detail = await this.#afterLoss(plan, sent, again);
        if (detail === null) continue;
        this.#remember(plan);
        waiting.onAccepted();
        return detail;
      }
      const [refusal] = sent.refusals;
      if (refusal !== undefined) throw new Failure(refusalProblem(refusal, plan.what));
      const detail = await this.#read(sent, [waiting]);
      if (!isDone(plan, detail)) throw new Failure(undone(plan, detail));
      waiting.onAccepted();
      return detail;
    }
  }

  #remember({ backend, server, own }: ServerPlan): void {
    if (Object.keys(own).length > 0) this.#own.made(backend, server, own);
  }

  #send(backend: string, batch: readonly Waiting[], what: string): Promise<Answer | LostLine> {
    const commands = batch.flatMap(({ plan }) => plan.commands);
    return this.#writer.write(backend, commands, what, this.#over.signal);
  }

  /** The backend after these changes. They are remembered first: what reading shows undone is forgotten there. */
  #read(answer: Answer, batch: readonly Waiting[]): Promise<BalancerDetail> {
    for (const { plan } of batch) this.#remember(plan);
    const backend = batch[0]?.plan.backend ?? '';
    return this.#backends.detailIn(answer, backend, `read ${backend}`, this.#over.signal);
  }

  /** The detail when it was done all the same; null when it may be sent once more. Throws Failure. */
  async #afterLoss(plan: ServerPlan, lost: LostLine, again: boolean): Promise<BalancerDetail | null> {
    const problem = lost.problem(plan.what);
    if (!lost.sent) throw new Failure(problem);
    const doubtful = lost.doubt(plan.what);
    const detail = await this.#backends.get(plan.backend, this.#over.signal).catch(() => null);
    this.#context.debug('lost answer looked up', { what: plan.what, found: detail !== null });
    if (detail === null) throw new Failure(doubtful);
    if (isDone(plan, detail) && !plan.cuts) return detail;
    if (!again) return null;
    throw new Failure(
      isDone(plan, detail)
        ? doubtful
        : { ...problem, message: `${problem.message}. It was not done`, hint: 'Try again' },
    );
  }
}

/** What fits on one line, at least one, taken from the front. */
function takeBatch(queue: Waiting[]): readonly Waiting[] {
  let size = ROOM;
  let count = 0;
  for (const { plan } of queue) {
    size += plan.commands.reduce((sum, command) => sum + command.length + 1, 0);
    if (count > 0 && size > LONGEST_LINE) break;
    count++;
  }
  return queue.splice(0, count);
}

function serverIn(plan: ServerPlan, detail: BalancerDetail): Server | null {
  return factsOf(detail)?.servers[plan.server] ?? null;
}

function isDone(plan: ServerPlan, detail: BalancerDetail): boolean {
  const server = serverIn(plan, detail);
  return server !== null && plan.isDone(server);
}

function undone(plan: ServerPlan, detail: BalancerDetail): Problem {
  const server = serverIn(plan, detail);
  if (server === null)
    return {
      kind: 'missing',
      message: `Could not ${plan.what}: the backend ${plan.backend} has no such server`,
      hint: 'Refresh: a reload may have removed it',
    };
  return {
    kind: 'conflict',
    message: `Could not ${plan.what}: HAProxy took it, but the server is ${conditionOf(server)} with weight ${server.weight ?? 'unknown'}`,
    hint: 'Somebody else may have changed it at the same moment: look at it again',
  };
}

const STATES = { ENABLED: 'ready', DRAINING: 'drain', DISABLED: 'maint' } as const;
const VERBS = { ENABLED: 'enable', DRAINING: 'drain', DISABLED: 'disable' } as const;

/** What a change of a node means to HAProxy. Throws Failure `invalid`. */
function planOf(backend: string, server: string, change: NodeChange): ServerPlan {
  const { condition, weight, type } = change;
  const target = `${backend}/${server}`;
  if (type !== undefined)
    throw new Failure({
      kind: 'invalid',
      message: `Could not change the type of ${target}: whether a server is a backup is in HAProxy's configuration`,
      hint: 'Change its server line and reload HAProxy',
    });
  if (condition === undefined && weight === undefined)
    throw new Failure({ kind: 'invalid', message: 'There is nothing to change', hint: 'Name a field' });
  // First out of the way of new sessions, then the cut: the other way round some would slip in between.
  const cut = condition === 'DISABLED' ? [`shutdown sessions server ${target}`] : [];
  return {
    backend,
    server,
    what: condition === undefined ? `set the weight of ${target}` : `${VERBS[condition]} ${target}`,
    commands: [
      ...(weight === undefined ? [] : [`set server ${target} weight ${weight}`]),
      ...(condition === undefined ? [] : [`set server ${target} state ${STATES[condition]}`, ...cut]),
    ],
    isDone: (now) =>
      (condition === undefined || conditionOf(now) === condition) &&
      (weight === undefined || now.weight === weight),
    own: { ...(condition === undefined ? {} : { condition }), ...(weight === undefined ? {} : { weight }) },
    cuts: condition === 'DISABLED',
  };
}
