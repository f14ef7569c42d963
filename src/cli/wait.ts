import type { BalancerDetail } from '../model/balancer.ts';
import { sleep } from '../model/clock.ts';
import type { Condition } from '../model/condition.ts';
import { type Node, nodeName } from '../model/node.ts';
import { Failure, type ProblemKind, problemOf } from '../model/problem.ts';
import { isOnItsWay } from '../state/changes/effect.ts';
import type { BalancerRef } from '../state/changes/request.ts';
import { counted } from '../state/present/age.ts';
import { CommandFailure } from './commandFailure.ts';
import type { Context } from './context.ts';
import { durationText } from './duration.ts';

/** Between two looks, milliseconds. */
const LOOK_EVERY_MS = 2_000;
const FIRST_LOOK_MS = 5_000;

/** Failures of a look that the next one may not meet. */
const PASSING: ReadonlySet<ProblemKind> = new Set(['network', 'timeout', 'engine', 'limit', 'busy']);

/** What is waited for. */
export interface Effect {
  readonly balancer: BalancerRef;
  readonly nodes: readonly Node[];
  readonly to: Condition;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  /** How long that is from the beginning, for the message. */
  readonly timeoutMs: number;
  /** A reading's nodes with their names. */
  readonly named: (detail: BalancerDetail) => readonly Node[];
}

/** What one look says of one node. */
type Stand =
  | { readonly kind: 'reached'; readonly text: string }
  /** The engine does not tell, so there is nothing to wait for. */
  | { readonly kind: 'untold'; readonly text: string }
  | { readonly kind: 'left'; readonly text: string }
  | { readonly kind: 'changed'; readonly text: string };

/** Has the node become what was asked for? `node` is null when the balancer has it no more. */
function standOf(name: string, node: Node | null, { balancer, to }: Effect): Stand {
  // What it becomes by itself, on engines where it does not stay so.
  const endsAs = balancer.session.provider.conditions[to].endsAs ?? null;
  if (!node) return { kind: 'changed', text: `${name} is no longer a node of the balancer` };
  if (node.condition === endsAs) return { kind: 'reached', text: `${name} is drained: it is ${endsAs} now` };
  if (isOnItsWay(balancer, node.condition, to))
    return { kind: 'left', text: `${name} is ${node.condition}, not yet ${to}` };
  if (node.condition !== to)
    return { kind: 'changed', text: `${name} is ${node.condition} now: somebody else changed it` };
  if (to === 'DRAINING') {
    if (node.connections === null && endsAs !== null)
      return { kind: 'left', text: `${name} is DRAINING, not yet ${endsAs}` };
    if (node.connections === null)
      return {
        kind: 'untold',
        text: `${name} is DRAINING; this engine does not say how many connections are left`,
      };
    return node.connections === 0
      ? { kind: 'reached', text: `${name} is drained: no connections are left` }
      : { kind: 'left', text: `${name}: ${counted(node.connections, 'connection')} left` };
  }
  if (to === 'ENABLED') {
    if (node.health === null)
      return { kind: 'untold', text: `${name} is ENABLED; this engine does not say whether it is healthy` };
    return node.health === 'ONLINE'
      ? { kind: 'reached', text: `${name} is ENABLED and ONLINE` }
      : { kind: 'left', text: `${name}: ${node.health}, not yet ONLINE` };
  }
  return { kind: 'reached', text: `${name} is ${to}` };
}

/**
 * Looks every two seconds until every node has become what was asked for, and answers with a line for each. Throws
 * Failure: `timeout` with what is left at the deadline, `conflict` when somebody else changes a node meanwhile.
 */
export async function waitForEffect(context: Context, effect: Effect): Promise<readonly string[]> {
  const { clock } = context.workspace;
  let left: readonly string[] = effect.nodes.map((node) => `${nodeName(node)}: not looked at yet`);
  for (let first = true; ; first = false) {
    let pause = LOOK_EVERY_MS;
    try {
      const nodes = await look(context, effect, first);
      const stands = effect.nodes.map((node) =>
        standOf(nodeName(node), nodes.find(({ id }) => id === node.id) ?? null, effect),
      );
      const changed = stands.find(({ kind }) => kind === 'changed');
      if (changed) throw new Failure({ kind: 'conflict', message: changed.text });
      left = stands.filter(({ kind }) => kind === 'left').map(({ text }) => text);
      if (left.length === 0) return stands.map(({ text }) => text);
      context.report.progress(`waiting: ${left.join('; ')}`);
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (context.signal.aborted) throw notReached('cancelled', 'Stopped waiting', effect, left);
      // A look that was cut off by the deadline is as good as none.
      const ended = clock.now() >= effect.deadline;
      if (!PASSING.has(problem.kind) && !(ended && problem.kind === 'cancelled')) throw thrown;
      if (!ended) context.report.progress(`cannot look just now: ${problem.message}; trying again`);
      pause = Math.max(pause, problem.retryAfterMs ?? 0);
    }
    const rest = effect.deadline - clock.now();
    if (rest <= 0)
      throw notReached('timeout', `Timed out after ${durationText(effect.timeoutMs)}`, effect, left);
    // A stop in the pause is noticed by the next look.
    await sleep(clock, Math.min(pause, rest), context.signal).catch(() => {});
  }
}

function notReached(
  kind: 'timeout' | 'cancelled',
  message: string,
  { to }: Effect,
  left: readonly string[],
): CommandFailure {
  return new CommandFailure(
    { kind, message, hint: `The change is made and stays: ${to}. Run the command again to wait longer` },
    { lines: left, facts: { left } },
  );
}

/**
 * The nodes with their connections, read before the deadline. The first look has its time in any case: when the engine
 * took all of it to settle, it must still be said what is left.
 */
async function look(context: Context, effect: Effect, first: boolean): Promise<readonly Node[]> {
  const { clock } = context.workspace;
  const { session, id } = effect.balancer;
  const { provider } = session;
  const late = new AbortController();
  const cancel = clock.after(Math.max(first ? FIRST_LOOK_MS : 1, effect.deadline - clock.now()), () =>
    late.abort(),
  );
  const signal = AbortSignal.any([context.signal, late.signal]);
  try {
    const counting = effect.to === 'DRAINING' ? provider.connections : undefined;
    const [detail, counts] = await Promise.all([
      provider.getBalancer(id, { signal }),
      counting?.read(id, { signal }) ?? null,
    ]);
    return effect
      .named(detail)
      .map((node) => ({ ...node, connections: counts?.get(node.id) ?? node.connections }));
  } finally {
    cancel();
  }
}
