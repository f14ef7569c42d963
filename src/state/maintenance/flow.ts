import type { BalancerDetail } from '../../model/balancer.ts';
import { type Clock, sleep } from '../../model/clock.ts';
import type { Node } from '../../model/node.ts';
import { Failure, type Problem, problemOf } from '../../model/problem.ts';
import type { StepIo } from '../../providers/create.ts';
import type { Receipt } from '../../providers/provider.ts';
import type { Queries } from '../live/queries.ts';
import { ageText, counted, elapsedText } from '../present/age.ts';
import type { RunFlow } from '../runs/activeRun.ts';
import type { Session } from '../sessions.ts';
import type { RunCommand } from './command.ts';
import { isInService, type Phase, phaseOf, planMaintenance, stepId } from './plan.ts';
import { type MaintenanceSpec, maintenanceOf } from './spec.ts';

interface MaintenanceParts {
  readonly session: Session;
  readonly clock: Clock;
  readonly queries: Pick<Queries, 'put'>;
  readonly runCommand: RunCommand;
}

/** Between two looks at a node, milliseconds. */
const LOOK_EVERY_MS = 2_000;
/** A check that has just begun again may still say what it said before: so many looks must agree. */
const HEALTHY_LOOKS = 2;
/** Failures of a look that the next one may not meet. */
const PASSING: ReadonlySet<Problem['kind']> = new Set(['network', 'timeout', 'engine', 'limit', 'busy']);

type MaintainedNode = MaintenanceSpec['nodes'][number];

/** Where a step is. */
interface Place {
  readonly spec: MaintenanceSpec;
  readonly node: MaintainedNode;
  readonly io: StepIo;
}

/**
 * How a maintenance is carried out on any engine: drain a node, wait, do the work, enable it, wait until it is healthy. A
 * step begun by a program that was killed is gone on with: what it had set is looked at first.
 */
export function maintenanceFlow(parts: MaintenanceParts): RunFlow {
  const maintenance = new Maintenance(parts);
  const at = (
    id: string,
    spec: Parameters<RunFlow['run']>[1],
    io: StepIo,
  ): Place & { readonly phase: Phase } => {
    const whole = maintenanceOf(spec);
    const step = phaseOf(id);
    const node = whole.nodes.find(({ name }) => name === step?.name);
    if (step && node) return { spec: whole, node, io, phase: step.phase };
    throw new Failure({ kind: 'invalid', message: `"${id}" is no step of this maintenance` });
  };
  return {
    plan: (spec) => planMaintenance(maintenanceOf(spec)),
    async run(id, spec, io) {
      const { phase, ...place } = at(id, spec, io);
      if (phase === 'drain') await maintenance.drain(place);
      else if (phase === 'work') await maintenance.work(place);
      else await maintenance.enable(place);
    },
    async undo(id, spec, io) {
      const { phase, ...place } = at(id, spec, io);
      // What was taken out of service comes back; the rest of a node's steps leave nothing behind.
      if (phase === 'drain') await maintenance.putBack(place);
    },
  };
}

class Maintenance {
  readonly #parts: MaintenanceParts;
  /** Two nodes that are taken out at once must not each count the other as in service. */
  #gate: Promise<unknown> = Promise.resolve();

  constructor(parts: MaintenanceParts) {
    this.#parts = parts;
  }

  async drain(place: Place): Promise<void> {
    await this.#oneAtATime(() => this.#takeOut(place));
    await this.#untilDrained(place);
  }

  async work({ spec, node, io }: Place): Promise<void> {
    const { work } = spec;
    if (work.kind === 'none') return;
    if (work.kind === 'hold') {
      await io.hold('out of service: enter goes on');
      return;
    }
    // Nobody knows how far it came: whether it may be run twice is for the user to say.
    if (io.facts['running'] === 'yes') {
      io.remember({ running: 'no' });
      throw new Failure({
        kind: 'conflict',
        message: `The command was begun for ${node.name}, and it is not known how it ended`,
        hint: 'Look at the server; trying again runs it once more',
      });
    }
    io.remember({ running: 'yes' });
    try {
      await this.#runCommand(work.command, { spec, node, io });
    } catch (thrown) {
      // It was stopped with us, or has ended by itself: either way nothing of it runs any more.
      io.remember({ running: 'no' });
      throw thrown;
    }
    io.remember({ running: 'no' });
  }

  async #runCommand(command: string, { spec, node, io }: Place): Promise<void> {
    const { account, provider, region } = this.#parts.session;
    await this.#parts.runCommand({
      command,
      signal: io.signal,
      onLine: (text) => io.progress({ text }),
      env: {
        SLUICE_ACCOUNT: account.name,
        SLUICE_ENGINE: provider.engine,
        SLUICE_REGION: region ?? '',
        SLUICE_BALANCER: spec.balancer.name,
        SLUICE_BALANCER_ID: spec.balancer.id,
        SLUICE_NODE: node.name,
        SLUICE_NODE_ID: node.id,
        SLUICE_NODE_ADDRESS: node.address,
      },
    });
  }

  async enable(place: Place): Promise<void> {
    const { spec, node, io } = place;
    const own = nodeIn(await this.#read(place), node);
    const { endsAs } = this.#parts.session.provider.conditions.DRAINING;
    if (own.condition === 'DISABLED' && endsAs !== 'DISABLED') {
      this.#warnOnce(io, {
        kind: 'conflict',
        message: `${node.name} is DISABLED: it was taken out by somebody else, or by the command, while it was being maintained`,
        hint: 'Trying again enables it all the same',
      });
    }
    if (own.condition !== 'ENABLED') await this.#set(place, 'ENABLED');
    // From here on it only waits, and can be broken off.
    io.remember({ enabled: 'yes' });
    const until = this.#parts.clock.now() + spec.healthyTimeoutMs;
    let seen: Node | null = null;
    let good = 0;
    for (;;) {
      seen = (await this.#look(place)) ?? seen;
      const well = seen?.condition === 'ENABLED' && (seen.health === 'ONLINE' || seen.health === null);
      good = well ? good + 1 : 0;
      // An engine that does not check its nodes has nothing to wait for.
      if (good >= HEALTHY_LOOKS || (well && seen?.health === null)) return;
      if (this.#parts.clock.now() >= until) break;
      io.progress({
        text: seen ? `${seen.condition} ${seen.health ?? ''}`.trim() : 'cannot be read just now',
      });
      await sleep(this.#parts.clock, LOOK_EVERY_MS, io.signal);
    }
    throw new Failure({
      kind: 'timeout',
      message: `${node.name} is ${seen?.condition ?? 'enabled'} and not ONLINE after ${ageText(spec.healthyTimeoutMs)}${seen?.note ? `: ${seen.note}` : ''}`,
      hint: 'Mend it, then try again; no other node is taken out until then',
    });
  }

  async putBack(place: Place): Promise<void> {
    // Nothing remembered: it was never taken out by this run.
    if (place.io.facts['was'] === undefined) return;
    if (place.io.of(stepId('work', place.node.name))?.['running'] === 'yes') {
      this.#warnOnce(place.io, {
        kind: 'conflict',
        message: `The command was begun for ${place.node.name}, and it is not known how it ended: it may run still`,
        hint: 'Look at the server; trying again enables the node all the same',
      });
    }
    const node = (await this.#read(place)).nodeList.find(({ id }) => id === place.node.id);
    if (node && node.condition !== 'ENABLED') await this.#set(place, 'ENABLED');
  }

  /** Fails the first time: what a person must look at is not passed over, and trying again is the answer. */
  #warnOnce(io: StepIo, problem: Problem): void {
    if (io.facts['warned'] === 'yes') return;
    io.remember({ warned: 'yes' });
    throw new Failure(problem);
  }

  async #takeOut(place: Place): Promise<void> {
    const { spec, node, io } = place;
    const now = await this.#read(place);
    const own = nodeIn(now, node);
    if (own.condition !== 'ENABLED') {
      if (io.facts['was'] !== undefined) return;
      throw new Failure({
        kind: 'conflict',
        message: `${node.name} is ${own.condition}: somebody else has changed it since the maintenance was begun`,
        hint: 'Enable it and try again, or undo the maintenance',
      });
    }
    const { provider } = this.#parts.session;
    const refusal = provider.conditionRefusal?.(own, 'DRAINING', now) ?? null;
    if (refusal !== null)
      throw new Failure({ kind: 'invalid', message: `${node.name} cannot be drained: ${refusal}` });
    const left = now.nodeList.filter((other) => other.id !== node.id && isInService(other)).length;
    if (left < spec.keep) {
      throw new Failure({
        kind: 'guard',
        message: `Without ${node.name} only ${counted(left, 'node')} of ${spec.balancer.name} would be in service, and ${spec.keep} are to be kept`,
        hint: 'Mend the other nodes, then try again',
      });
    }
    io.remember({ was: own.condition });
    const { lacks = '' } = await this.#set(place, 'DRAINING');
    if (lacks !== (io.facts['lacks'] ?? '')) io.remember({ lacks });
  }

  async #untilDrained(place: Place): Promise<void> {
    const { spec, node, io } = place;
    const { clock } = this.#parts;
    const until = clock.now() + spec.drainTimeoutMs;
    for (;;) {
      const now = await this.#look(place);
      // Some engines end a drain by themselves.
      if (now && (now.connections === 0 || now.condition === 'DISABLED')) {
        io.remember({ left: '0' });
        return;
      }
      if (now?.condition === 'ENABLED') {
        throw new Failure({
          kind: 'conflict',
          message: `${node.name} was enabled by somebody else while it was being drained`,
          hint: 'Try again to drain it once more, or undo the maintenance',
        });
      }
      const rest = until - clock.now();
      if (rest <= 0) {
        io.remember({ left: now?.connections === null || !now ? 'unknown' : String(now.connections) });
        return;
      }
      const left = now?.connections ?? null;
      const what = left === null ? 'draining' : `${counted(left, 'connection')} left`;
      io.progress({
        text: `${what}, at most ${elapsedText(rest)}`,
        ...(left === null ? {} : { level: left }),
      });
      await sleep(clock, Math.min(LOOK_EVERY_MS, rest), io.signal);
    }
  }

  async #oneAtATime(action: () => Promise<void>): Promise<void> {
    const turn = this.#gate.then(action, action);
    this.#gate = turn.catch(() => {});
    await turn;
  }

  async #set({ spec, node, io }: Place, condition: 'ENABLED' | 'DRAINING'): Promise<Receipt> {
    io.progress({ text: condition === 'ENABLED' ? 'enabling' : 'draining' });
    const { session, queries } = this.#parts;
    const { signal } = io;
    const receipt = await session.provider.changeNode(spec.balancer.id, node.id, { condition }, { signal });
    if (receipt.detail) queries.put(session, receipt.detail);
    return receipt;
  }

  async #read({ spec, io }: Place): Promise<BalancerDetail> {
    const detail = await this.#parts.session.provider.getBalancer(spec.balancer.id, { signal: io.signal });
    this.#parts.queries.put(this.#parts.session, detail);
    return detail;
  }

  /** The node with its connections; null when this look failed for a reason that passes. */
  async #look(place: Place): Promise<Node | null> {
    const { connections } = this.#parts.session.provider;
    const { signal } = place.io;
    try {
      const [detail, counts] = await Promise.all([
        this.#read(place),
        connections?.read(place.spec.balancer.id, { signal }) ?? null,
      ]);
      const node = nodeIn(detail, place.node);
      return { ...node, connections: counts?.get(node.id) ?? node.connections };
    } catch (thrown) {
      if (signal.aborted || !PASSING.has(problemOf(thrown).kind)) throw thrown;
      place.io.progress({ text: `cannot look just now: ${problemOf(thrown).message}` });
      return null;
    }
  }
}

function nodeIn(detail: BalancerDetail, wanted: MaintainedNode): Node {
  const node = detail.nodeList.find(({ id }) => id === wanted.id);
  if (node) return node;
  throw new Failure({
    kind: 'missing',
    message: `${wanted.name} is no longer a node of ${detail.name}`,
    hint: 'Undo the maintenance, or begin again without it',
  });
}
