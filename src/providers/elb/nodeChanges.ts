import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import type { Condition } from '../../model/condition.ts';
import { nodeName } from '../../model/node.ts';
import { Failure, problemLine, problemOf } from '../../model/problem.ts';
import { stopped } from '../http/lifetime.ts';
import type { ChangeOptions, Receipt } from '../provider.ts';
import { type Balancers, drainSecondsOf } from './balancers.ts';
import { registeredIds } from './description.ts';
import type { Machines } from './machines.ts';
import type { Membership } from './membership.ts';
import { isGone } from './nodeList.ts';
import { optional } from './optional.ts';
import type { Parking } from './parking.ts';

/** What conditions are set with: the opened provider's parts. */
export interface NodeChangeParts {
  readonly balancers: Balancers;
  readonly machines: Machines;
  readonly membership: Membership;
  readonly parking: Parking;
}

/** Sets conditions. AWS has none: ENABLED is registered, the others are not, and what was is written down by us. */
export class NodeChanges {
  readonly #parts: NodeChangeParts;

  constructor(parts: NodeChangeParts) {
    this.#parts = parts;
  }

  /** Resolves when AWS shows the instance registered, or no longer so; a drain goes on after that. Throws Failure. */
  async set(name: string, id: string, to: Condition, options: ChangeOptions): Promise<Receipt> {
    const description = await this.#parts.balancers.describe(name, options.signal);
    const what = `set ${this.#nameOf(name, id)} of ${name} to ${to}`;
    return to === 'ENABLED'
      ? this.#bringBack(description, id, what, options)
      : this.#takeOut(description, id, to, what, options);
  }

  /** Checks that it runs → registers → sees it registered → forgets that it was parked. */
  async #bringBack(
    description: LoadBalancerDescription,
    id: string,
    what: string,
    options: ChangeOptions,
  ): Promise<Receipt> {
    const name = description.LoadBalancerName ?? '';
    let requestId: string | null = null;
    if (!registeredIds(description).has(id)) {
      await this.#checkRuns(id, what, options.signal);
      requestId = await this.#parts.membership.carryOut({ name, ids: [id], registered: true, what }, options);
    } else options.onAccepted?.();
    await this.#parts.parking.forget(description, [id], options.signal);
    return this.#parts.membership.receipt(name, requestId, options.signal);
  }

  /** Writes it down → deregisters → sees it gone. What was written down is taken back when AWS refuses. */
  async #takeOut(
    description: LoadBalancerDescription,
    id: string,
    to: 'DRAINING' | 'DISABLED',
    what: string,
    options: ChangeOptions,
  ): Promise<Receipt> {
    const { signal } = options;
    const name = description.LoadBalancerName ?? '';
    if (!registeredIds(description).has(id)) return this.#outAlready(name, id, to, what, options);
    if (to === 'DRAINING') await this.#checkDrains(name, what, signal);
    const untold = await this.#parts.parking.park(description, id, signal).catch((thrown: unknown) => {
      // A tag may have been written, which means nothing while the instance is registered.
      throw problemOf(thrown).kind === 'cancelled' ? stopped() : thrown;
    });
    let accepted = false;
    const onAccepted = () => {
      accepted = true;
      options.onAccepted?.();
    };
    try {
      const change = { name, ids: [id], registered: false, what };
      const requestId = await this.#parts.membership.carryOut(change, { signal, onAccepted });
      const receipt = await this.#parts.membership.receipt(name, requestId, signal);
      if (untold === null) return receipt;
      return { ...receipt, lacks: `Only this machine knows that it is to come back: ${problemLine(untold)}` };
    } catch (thrown) {
      const certain = thrown instanceof Failure && !thrown.problem.maybeApplied && !signal.aborted;
      if (certain && !accepted) await this.#parts.parking.forget(description, [id], signal);
      throw thrown;
    }
  }

  /** It is not registered, so that there is nothing to do, or nothing that could be done. */
  async #outAlready(
    name: string,
    id: string,
    to: 'DRAINING' | 'DISABLED',
    what: string,
    options: ChangeOptions,
  ): Promise<Receipt> {
    const detail = await this.#parts.balancers.get(name, options.signal);
    const node = detail.nodeList.find((one) => one.id === id);
    if (!node)
      throw new Failure({
        kind: 'missing',
        message: `Could not ${what}: ${name} has no such node`,
        hint: 'Refresh: it was taken out by other means',
      });
    if (node.condition === to) {
      options.onAccepted?.();
      return { requestId: null, detail };
    }
    throw new Failure({
      kind: 'conflict',
      message: `Could not ${what}: ${to === 'DRAINING' ? NOTHING_TO_DRAIN : BY_ITSELF}`,
    });
  }

  /** Deregistering while connection draining is off cuts every connection: that is no DRAINING. */
  async #checkDrains(name: string, what: string, signal: AbortSignal): Promise<void> {
    this.#parts.balancers.changed(name);
    const { value, note } = await this.#parts.balancers.attributes(name, signal);
    if (value !== null && drainSecondsOf(value) !== null) return;
    throw new Failure({
      kind: 'guard',
      message:
        value === null
          ? `Could not ${what}: ${note ?? 'the attributes of the balancer cannot be read'}`
          : `Could not ${what}: ${DRAINING_OFF}`,
      hint: `Switch on its setting ${DRAINING_SETTING}, or disable the node, which cuts its connections`,
    });
  }

  /** AWS takes running instances only. Where EC2 may not be asked, AWS itself will say. */
  async #checkRuns(id: string, what: string, signal: AbortSignal): Promise<void> {
    const machines = await optional(
      () => this.#parts.machines.of([id], { signal, fresh: true }),
      'it is not checked',
    );
    if (machines.value === null) return;
    const machine = machines.value.get(id) ?? null;
    if (isGone(machine, true))
      throw new Failure({
        kind: 'missing',
        message: `Could not ${what}: the instance ${id} is gone`,
        hint: 'Remove the node',
      });
    if (machine?.state != null && machine.state !== 'running')
      throw new Failure({
        kind: 'conflict',
        message: `Could not ${what}: the instance ${id} is ${machine.state}`,
        hint: 'Start it, then try again',
      });
  }

  #nameOf(name: string, id: string): string {
    const node = this.#parts.balancers.known(name)?.nodeList.find((one) => one.id === id);
    return node?.server ? `${nodeName(node)} (${id})` : id;
  }
}

/** Why conditions cannot follow on each other, in a few words. */
export const NOTHING_TO_DRAIN = 'it is taken out already, so that there is nothing to drain';
/** Of a draining node that is to be DISABLED. */
export const BY_ITSELF = 'it becomes DISABLED by itself when its connections have ended';
/** Of a node that is to be DRAINING. */
export const DRAINING_OFF = 'connection draining is off on this balancer';
/** By its title, which a screen shows and a command takes. */
export const DRAINING_SETTING = '"Connection draining"';
