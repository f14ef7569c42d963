import * as z from 'zod/mini';
import type { BalancerDetail } from '../../../model/balancer.ts';
import { type Clock, sleep } from '../../../model/clock.ts';
import { Failure } from '../../../model/problem.ts';
import type { StepIo } from '../../create.ts';
import type { Balancers } from '../balancers.ts';
import { isFinalStatus } from '../faults.ts';
import type { Labels } from '../labels.ts';
import { askedPeace, faultProblem } from '../problems.ts';
import type { Session } from '../session.ts';
import type { Settling } from '../settling.ts';
import { readBalancerDetail } from '../wire.ts';
import { list, readEach, text } from '../wireFields.ts';
import { balancerBody } from './bodies.ts';
import { isClear, lookFor, makeOnce, wasSentTwice } from './makeOnce.ts';
import type { NodeAddresses } from './nodeAddresses.ts';
import type { BalancerSpec } from './spec.ts';
import { RUN_TAG } from './tags.ts';

/** How long a balancer may be built, and how long a deleted one may take to be gone, in milliseconds. */
const PATIENCE = 10 * 60_000;
/** Milliseconds between looks at a balancer that is being deleted; the last one repeats. */
const REMOVE_LOOKS = [1_000, 1_500, 2_000, 3_000, 5_000, 10_000] as const;
/** How often a deletion is sent that is lost or meets a balancer that is changing again. */
const REMOVE_TRIES = 5;

const metadataShape = z.object({ loadBalancer: z.object({ metadata: list }) });
const itemShape = z.object({ key: text, value: text });

/** What the balancer's step works with. */
export interface BalancerTools {
  readonly session: Session;
  readonly base: string;
  readonly balancers: Balancers;
  readonly settling: Settling;
  readonly labels: Labels;
  readonly clock: Clock;
  readonly addresses: NodeAddresses;
}

/** Making the balancer of a run, and taking it away again. Facts: `id` and its virtual IPs' `addresses`. */
export class BalancerRun {
  readonly #tools: BalancerTools;

  constructor(tools: BalancerTools) {
    this.#tools = tools;
  }

  /** Resolves when the balancer is ACTIVE with all its nodes. Throws Failure. */
  async run(spec: BalancerSpec, io: StepIo, signal: AbortSignal): Promise<void> {
    const known = io.facts['id'] || null;
    const gone = known !== null && (await this.#read(known, signal)) === null;
    if (gone) io.remember({ id: '', addresses: '', sent: 'no' });
    const id =
      known !== null && !gone ? known : await this.#make(spec, io, gone || isClear(io.facts), signal);
    const detail = await this.#untilActive(id, io, signal);
    io.remember({ id, addresses: addressesOf(detail) });
  }

  /** Removes what the step made, and nothing that does not carry the run's mark. Throws Failure. */
  async undo(spec: BalancerSpec, io: StepIo, signal: AbortSignal): Promise<void> {
    const known = io.facts['id'] || null;
    const ids = new Set<string>(known === null ? [] : [known]);
    if (known === null && io.begun && !isClear(io.facts)) {
      const find = async () => (await this.#marked(spec.name, io.runId, signal))[0] ?? null;
      const { id, sure } = await lookFor({ clock: this.#tools.clock, signal, find });
      if (id === null && !sure)
        throw new Failure({
          kind: 'network',
          message: `Could not find out whether the balancer ${spec.name} was made`,
          hint: 'Try again when the network is back',
        });
      if (id !== null) ids.add(id);
    }
    if (wasSentTwice(io.facts)) for (const id of await this.#marked(spec.name, io.runId, signal)) ids.add(id);
    for (const id of ids) await this.#remove(id, io, signal);
  }

  async #make(spec: BalancerSpec, io: StepIo, isClear: boolean, signal: AbortSignal): Promise<string> {
    const { session, base, clock, labels, addresses } = this.#tools;
    const what = `create balancer ${spec.name}`;
    let given = '';
    const id = await makeOnce({
      what,
      io,
      isClear,
      signal,
      clock,
      send: async () => {
        const body = balancerBody(spec, await addresses.of(spec, io, signal), io.runId);
        return session.write({ method: 'POST', url: `${base}/loadbalancers`, body, what, signal });
      },
      idIn: (json) => {
        const detail = readBalancerDetail(json, '');
        if (!detail?.id) return null;
        labels.sawDetail(detail);
        given = addressesOf(detail);
        return detail.id;
      },
      find: async () => (await this.#marked(spec.name, io.runId, signal))[0] ?? null,
    });
    io.remember({ id, ...(given === '' ? {} : { addresses: given }) });
    return id;
  }

  /** The ids of the balancers of that name that carry the run's mark; only a balancer's detail tells its metadata. */
  async #marked(name: string, runId: string, signal: AbortSignal): Promise<readonly string[]> {
    const all = await this.#tools.balancers.list(signal, () => {});
    const found: string[] = [];
    for (const { id } of all.filter((balancer) => balancer.name === name)) {
      const detail = await this.#read(id, signal);
      if (detail !== null && isOurs(detail, runId)) found.push(id);
    }
    return found;
  }

  async #untilActive(id: string, io: StepIo, signal: AbortSignal): Promise<BalancerDetail> {
    io.progress({ text: 'BUILD' });
    const so = 'Rackspace took the order, but';
    try {
      return await this.#tools.settling.untilActive(id, { so, patience: PATIENCE, signal });
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      const { problem } = thrown;
      if (problem.kind === 'timeout') throw new Failure({ ...problem, hint: 'Retry to go on waiting' });
      if (problem.kind === 'missing') throw new Failure({ ...problem, hint: 'Retry to make a new one' });
      if (problem.kind !== 'engine') throw thrown;
      const hint =
        'Remove what was made and begin anew; what cannot be removed, only Rackspace’s support can mend';
      throw new Failure({ ...problem, hint });
    }
  }

  /** The balancer, or null when it is gone. */
  async #read(id: string, signal: AbortSignal): Promise<BalancerDetail | null> {
    try {
      return await this.#tools.balancers.get(id, signal);
    } catch (thrown) {
      if (thrown instanceof Failure && thrown.problem.kind === 'missing') return null;
      throw thrown;
    }
  }

  async #remove(id: string, io: StepIo, signal: AbortSignal): Promise<void> {
    const { session, balancers, labels, clock } = this.#tools;
    for (let tries = 1; ; tries++) {
      const now = await this.#settled(id, io, signal);
      if (now === null) return;
      const what = `delete ${labels.balancer(id)}`;
      if (!isOurs(now, io.runId))
        throw new Failure({
          kind: 'conflict',
          message: `Did not ${what}: it does not carry the mark of this run`,
          hint: 'Look at the balancer, and delete it by hand if it is no longer needed',
        });
      if (now.status === 'PENDING_DELETE') return this.#untilGone(id, what, signal);
      const outcome = await session.write({ method: 'DELETE', url: balancers.url(id), what, signal });
      if (outcome.kind === 'accepted') return this.#untilGone(id, what, signal);
      // That it is gone or busy is told by 400 here, so it is asked itself (spec §3.5).
      const peace = outcome.kind === 'lost' ? askedPeace(outcome.problem) : 0;
      await sleep(clock, Math.max(peace, REMOVE_LOOKS[tries] ?? 5_000), signal);
      const after = await this.#read(id, signal);
      if (after === null) return;
      const isBusy = !isFinalStatus(after.status) || after.status === 'PENDING_DELETE';
      if (tries < REMOVE_TRIES && isBusy) continue;
      throw new Failure(outcome.kind === 'refused' ? faultProblem(outcome.fault, what) : outcome.problem);
    }
  }

  /** The balancer when no change is under way, as deleting is refused meanwhile; null when it is gone. */
  async #settled(id: string, io: StepIo, signal: AbortSignal): Promise<BalancerDetail | null> {
    const now = await this.#read(id, signal);
    // A mark that is not ours ends it at once, and from these states waiting leads nowhere.
    if (now === null || !isOurs(now, io.runId) || now.status === 'ACTIVE' || isFinalStatus(now.status))
      return now;
    io.progress({ text: `${now.status}: it can be deleted when that is over` });
    try {
      const so = `Could not delete ${this.#tools.labels.balancer(id)}:`;
      return await this.#tools.settling.untilActive(id, { so, patience: PATIENCE, signal });
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.problem.kind === 'timeout') throw thrown;
      // It ended up elsewhere; the loop looks where.
      return this.#read(id, signal);
    }
  }

  async #untilGone(id: string, what: string, signal: AbortSignal): Promise<void> {
    const { clock } = this.#tools;
    const until = clock.now() + PATIENCE;
    for (let look = 0; ; look++) {
      await sleep(clock, REMOVE_LOOKS[look] ?? 10_000, signal);
      if ((await this.#read(id, signal)) === null) return;
      if (clock.now() >= until)
        throw new Failure({
          kind: 'timeout',
          message: `Rackspace accepted to ${what}, but it is still there after 10 minutes`,
          hint: 'Try again later: Rackspace goes on with it',
        });
    }
  }
}

/** `203.0.113.20, 2001:db8::7` */
function addressesOf({ virtualIps }: BalancerDetail): string {
  return virtualIps.map(({ address }) => address).join(', ');
}

function isOurs({ raw }: BalancerDetail, runId: string): boolean {
  const read = metadataShape.safeParse(raw);
  return (
    read.success &&
    readEach(itemShape, read.data.loadBalancer.metadata).some(
      ({ key, value }) => key === RUN_TAG && value === runId,
    )
  );
}
