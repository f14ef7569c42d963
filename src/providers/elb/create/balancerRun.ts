import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import { type Clock, sleep } from '../../../model/clock.ts';
import { Failure } from '../../../model/problem.ts';
import type { StepIo } from '../../create.ts';
import type { Aws } from '../aws.ts';
import { type Balancers, readTags } from '../balancers.ts';
import { codeOf } from '../failure.ts';
import { wireHealthCheck } from '../sections/healthCheckRules.ts';
import { setting } from '../sections/subject.ts';
import { createInput, wireAttributes } from './calls.ts';
import { healthCheckFilled } from './filled.ts';
import { doubtful, isDoubtful, lookFor } from './lookFor.ts';
import type { ElbSpec } from './spec.ts';
import { RUN_TAG, tagOf } from './tags.ts';

/** How long a deleted balancer may still be told of, in milliseconds, and how often that is looked at. */
const PATIENCE = 60_000;
const LOOK_EVERY = 2_000;

/** What the steps on the balancer work with. */
export interface BalancerTools {
  readonly aws: Aws;
  readonly balancers: Pick<Balancers, 'describe' | 'changed'>;
  readonly clock: Clock;
}

/** The balancer of that name; null when there is none. Throws Failure. */
export async function found(
  { balancers }: BalancerTools,
  name: string,
  signal: AbortSignal,
): Promise<LoadBalancerDescription | null> {
  try {
    return await balancers.describe(name, signal);
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.problem.kind === 'missing') return null;
    throw thrown;
  }
}

/** True when this run has made it: names can be anybody's, the tag is ours alone. Throws Failure. */
export async function isOurs(
  { aws }: BalancerTools,
  name: string,
  runId: string,
  signal: AbortSignal,
): Promise<boolean> {
  return tagOf([...(await readTags(aws, name, signal))], RUN_TAG) === runId;
}

/** Making the balancer of a run, and taking it away again. Facts: `id`, which is its name, and `addresses`, its DNS name. */
export class BalancerRun {
  readonly #tools: BalancerTools;

  constructor(tools: BalancerTools) {
    this.#tools = tools;
  }

  /** Resolves when it stands with its attributes and its health check. Throws Failure. */
  async run(spec: ElbSpec, io: StepIo, signal: AbortSignal): Promise<void> {
    const { aws, balancers } = this.#tools;
    const { name } = spec;
    // AWS answers a second creation with the first balancer, whoever made that: it is looked for first (spec §4.2).
    const before = await this.#own(name, io, signal);
    const description = before ?? (await this.#make(spec, io, signal));
    io.remember({ id: name, addresses: description.DNSName ?? '' });
    io.progress({ percent: 50, text: 'setting attributes and health check' });
    await aws.elb(
      'ModifyLoadBalancerAttributes',
      { LoadBalancerName: name, LoadBalancerAttributes: wireAttributes(spec) },
      setting(`set the attributes of ${name}`, { signal }),
    );
    await aws.elb(
      'ConfigureHealthCheck',
      { LoadBalancerName: name, HealthCheck: wireHealthCheck(healthCheckFilled(spec)) },
      setting(`set the health check of ${name}`, { signal }),
    );
    balancers.changed(name);
  }

  /** Deletes what the step made, and nothing that does not carry the run's tag. Throws Failure. */
  async undo(spec: ElbSpec, io: StepIo, signal: AbortSignal): Promise<void> {
    const { aws, balancers } = this.#tools;
    const { name } = spec;
    const known = Boolean(io.facts['id']);
    const stands =
      known || !io.begun
        ? (await found(this.#tools, name, signal)) !== null
        : (await this.#lookForOwn(name, io, signal)) !== null;
    if (!stands) return;
    if (!(await isOurs(this.#tools, name, io.runId, signal))) {
      if (!known) return;
      throw new Failure({
        kind: 'conflict',
        message: `Did not delete ${name}: it does not carry the mark of this run`,
        hint: 'Look at the balancer, and delete it by hand if it is no longer needed',
      });
    }
    const call = setting(`delete ${name}`, { signal });
    await aws.elb('DeleteLoadBalancer', { LoadBalancerName: name }, call);
    balancers.changed(name);
    await this.#untilGone(name, signal);
  }

  /** The balancer where this run has made it; null where there is none. Of another's: Failure `conflict`. */
  async #own(name: string, io: StepIo, signal: AbortSignal): Promise<LoadBalancerDescription | null> {
    const there = await found(this.#tools, name, signal);
    if (there === null || (await isOurs(this.#tools, name, io.runId, signal))) return there;
    throw new Failure({
      kind: 'conflict',
      message: `There is a balancer ${name} already, which this run has not made`,
      hint: 'Remove what was made and begin anew with another name',
    });
  }

  async #lookForOwn(name: string, io: StepIo, signal: AbortSignal): Promise<LoadBalancerDescription | null> {
    const find = async () => {
      const there = await found(this.#tools, name, signal);
      return there !== null && (await isOurs(this.#tools, name, io.runId, signal)) ? there : null;
    };
    const { found: own, sure } = await lookFor(find, { clock: this.#tools.clock, signal });
    if (own !== null || sure) return own;
    throw new Failure({
      kind: 'network',
      message: `Could not find out whether the balancer ${name} was made`,
      hint: 'Try again when the network is back',
    });
  }

  /** With the run's tag a repetition succeeds, and creating what anybody else has made is refused. */
  async #make(spec: ElbSpec, io: StepIo, signal: AbortSignal): Promise<LoadBalancerDescription> {
    const { aws } = this.#tools;
    const { name } = spec;
    const call = { what: `create balancer ${name}`, signal, repeatable: true };
    try {
      const { DNSName } = await aws.elb('CreateLoadBalancer', createInput(spec, io.runId), call);
      if (DNSName) return { DNSName };
    } catch (thrown) {
      if (codeOf(thrown) === 'DuplicateLoadBalancerName') {
        const own = await this.#own(name, io, signal);
        if (own !== null) return own;
      }
      if (!isDoubtful(thrown)) throw thrown;
      const own = await this.#lookForOwn(name, io, signal);
      if (own === null) throw doubtful(thrown);
      return own;
    }
    return (await this.#own(name, io, signal)) ?? {};
  }

  /** Deleting succeeds at once, and what was deleted is not told of for long. */
  async #untilGone(name: string, signal: AbortSignal): Promise<void> {
    const { clock } = this.#tools;
    const until = clock.now() + PATIENCE;
    while ((await found(this.#tools, name, signal)) !== null) {
      if (clock.now() >= until)
        throw new Failure({
          kind: 'timeout',
          message: `AWS accepted to delete ${name}, but it is still there after a minute`,
          hint: 'Try again later: AWS goes on with it',
        });
      await sleep(clock, LOOK_EVERY, signal);
    }
  }
}
