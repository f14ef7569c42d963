import type { InstanceState } from '@aws-sdk/client-elastic-load-balancing';
import { sleep } from '../../../model/clock.ts';
import { Failure } from '../../../model/problem.ts';
import type { StepIo } from '../../create.ts';
import { some } from '../../inWords.ts';
import { registeredIds } from '../description.ts';
import { reading, setting } from '../sections/subject.ts';
import { type BalancerTools, found, isOurs } from './balancerRun.ts';
import { healthCheckFilled } from './filled.ts';
import { serverStepId } from './plan.ts';
import { type ElbSpec, existingInstances, newInstances } from './spec.ts';

/** How long instances may take to be in service, in milliseconds: some checks, and time for an application to start. */
const PATIENCE = 10 * 60_000;
/** Milliseconds between looks; the last one repeats. */
const LOOKS = [3_000, 3_000, 5_000, 5_000, 8_000, 10_000, 15_000] as const;

/** Registering the instances of a run with its balancer. Facts: `instances`, their ids. */
export class RegistrationRun {
  readonly #tools: BalancerTools;

  constructor(tools: BalancerTools) {
    this.#tools = tools;
  }

  /** Resolves when all instances that were made or chosen are registered. Throws Failure. */
  async run(spec: ElbSpec, io: StepIo, signal: AbortSignal): Promise<void> {
    const { aws, balancers } = this.#tools;
    const ids = instanceIds(spec, io);
    if (ids.length === 0) return;
    io.remember({ instances: ids.join(' ') });
    // Registering an instance that is registered changes nothing.
    await aws.elb(
      'RegisterInstancesWithLoadBalancer',
      { LoadBalancerName: spec.name, Instances: ids.map((InstanceId) => ({ InstanceId })) },
      setting(`register ${some(ids, 'and')} with ${spec.name}`, { signal }),
    );
    balancers.changed(spec.name);
    const registered = registeredIds(await balancers.describe(spec.name, signal));
    const missing = ids.filter((id) => !registered.has(id));
    if (missing.length === 0) return;
    throw new Failure({
      kind: 'engine',
      message: `AWS accepted to register ${some(missing, 'and')} with ${spec.name}, but does not list ${missing.length === 1 ? 'it' : 'them'}`,
      hint: 'Retry: registering twice changes nothing',
    });
  }

  /** Takes out what the step registered, where the balancer is the run's own. Throws Failure. */
  async undo(spec: ElbSpec, io: StepIo, signal: AbortSignal): Promise<void> {
    const { aws, balancers } = this.#tools;
    const { name } = spec;
    const ids = (io.facts['instances'] ?? '').split(' ').filter((id) => id !== '');
    const description = ids.length === 0 ? null : await found(this.#tools, name, signal);
    if (description === null || !(await isOurs(this.#tools, name, io.runId, signal))) return;
    const registered = registeredIds(description);
    const left = ids.filter((id) => registered.has(id));
    if (left.length === 0) return;
    await aws.elb(
      'DeregisterInstancesFromLoadBalancer',
      { LoadBalancerName: name, Instances: left.map((InstanceId) => ({ InstanceId })) },
      setting(`take ${some(left, 'and')} out of ${name}`, { signal }),
    );
    balancers.changed(name);
  }

  /** Resolves when all of them pass the health check. Throws Failure. */
  async untilInService(spec: ElbSpec, io: StepIo, signal: AbortSignal): Promise<void> {
    const { clock } = this.#tools;
    const ids = instanceIds(spec, io);
    const until = clock.now() + PATIENCE;
    for (let look = 0; ; look++) {
      const states = await this.#states(spec.name, ids, signal);
      const up = ids.filter((id) => states.get(id)?.State === 'InService');
      if (up.length === ids.length) return;
      const down = ids.filter((id) => !up.includes(id));
      const [first = ''] = down;
      const why = (states.get(first)?.Description ?? 'AWS does not say why').replace(/\.$/, '');
      io.progress({
        percent: (100 * up.length) / ids.length,
        text: `${up.length} of ${ids.length} in service; ${first}: ${why}`,
      });
      if (clock.now() >= until) throw this.#outOfTime(spec, down, why);
      await sleep(clock, LOOKS[Math.min(look, LOOKS.length - 1)] ?? 15_000, signal);
    }
  }

  #outOfTime(spec: ElbSpec, down: readonly string[], why: string): Failure {
    const { port } = healthCheckFilled(spec);
    return new Failure({
      kind: 'timeout',
      message: `${some(down, 'and')} ${down.length === 1 ? 'is' : 'are'} not in service after 10 minutes: ${why}`,
      hint: `See that the application answers on port ${port} and that the instances’ security groups admit the balancer; retry to go on waiting`,
    });
  }

  async #states(
    name: string,
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, InstanceState>> {
    const { InstanceStates = [] } = await this.#tools.aws.elb(
      'DescribeInstanceHealth',
      { LoadBalancerName: name, Instances: ids.map((InstanceId) => ({ InstanceId })) },
      reading(`read the health of the nodes of ${name}`, signal),
    );
    return new Map(InstanceStates.flatMap((row) => (row.InstanceId ? [[row.InstanceId, row] as const] : [])));
  }
}

/** Those that were chosen, and those that the run has made; instances that it went on without are not among them. */
function instanceIds(spec: ElbSpec, io: StepIo): readonly string[] {
  const made = newInstances(spec).flatMap(({ name }) => io.of(serverStepId(name))?.['id'] || []);
  return [...new Set([...existingInstances(spec), ...made])];
}
