import type { Call } from './exchange.ts';
import type { Fault } from './world/state.ts';
import type { World } from './world/world.ts';

/**
 * Which trouble a request meets. A fault with a `count` is used up by each process for itself: what is counted is
 * requests to this server, and writing each one down would make every process pay for another's.
 */
export class FaultGate {
  readonly #world: World;
  readonly #used = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
  }

  /** The faults that apply, in the order in which they were made; each of them is used once. */
  meet(call: Pick<Call, 'method'>, path: string): readonly Fault[] {
    const { faults } = this.#world.state;
    const now = this.#world.now();
    const met = faults.filter((fault) => {
      if (now >= fault.until || (this.#used.get(fault.id) ?? 0) >= (fault.count ?? Number.POSITIVE_INFINITY))
        return false;
      if (fault.method && fault.method.toUpperCase() !== call.method) return false;
      return !fault.path || path.includes(fault.path);
    });
    for (const fault of met) this.#used.set(fault.id, (this.#used.get(fault.id) ?? 0) + 1);
    return met;
  }
}
