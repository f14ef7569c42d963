import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import { Failure, type Problem } from '../../model/problem.ts';
import type { ProviderContext } from '../provider.ts';
import type { Aws } from './aws.ts';
import { type Balancers, readTags } from './balancers.ts';
import type { OwnMemory } from './ownMemory.ts';
import { parkedIn, tagChange } from './parkedTags.ts';

/** How often tags are written again because somebody else has written them at the same time. */
const TAG_ROUNDS = 3;
/** Failures that will be the same the next time: tags may not be written here, or there is no room for one more. */
const LASTING: ReadonlySet<string> = new Set([
  'forbidden',
  'quota',
  'invalid',
  'conflict',
  'missing',
  'engine',
]);

/** Writes down which instances were taken out to come back: in the balancer's tags, or else on this machine. */
export class Parking {
  readonly #aws: Aws;
  readonly #balancers: Balancers;
  readonly #memory: OwnMemory;
  readonly #context: ProviderContext;
  /** The last change of each balancer's tags: they are read, changed and written, which two may not do at once. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(aws: Aws, balancers: Balancers, memory: OwnMemory, context: ProviderContext) {
    this.#aws = aws;
    this.#balancers = balancers;
    this.#memory = memory;
    this.#context = context;
  }

  /**
   * Before an instance is taken out, so that a crash in between loses nothing. Resolves with why only this machine knows it,
   * null where the tags say it to everybody. Throws Failure when it is remembered nowhere.
   */
  async park(balancer: LoadBalancerDescription, id: string, signal: AbortSignal): Promise<Problem | null> {
    const at = this.#context.clock.now();
    const here = this.#memory.update(balancer, (entries) =>
      entries.set(id, { parked: true, tagged: false, at }),
    );
    try {
      await this.#writeTags(nameOf(balancer), [id], [], signal);
    } catch (thrown) {
      if (here && thrown instanceof Failure && LASTING.has(thrown.problem.kind)) {
        this.#context.debug('aws tags', { balancer: nameOf(balancer), here: thrown.problem.message });
        return thrown.problem;
      }
      this.#memory.update(balancer, (entries) => entries.delete(id));
      throw thrown;
    }
    this.#memory.update(balancer, (entries) => entries.set(id, { parked: true, tagged: true, at }));
    return null;
  }

  /** Instances are being removed for good: until then they drain, and AWS does not tell since when. */
  leaving(balancer: LoadBalancerDescription, ids: readonly string[]): void {
    const at = this.#context.clock.now();
    this.#memory.update(balancer, (entries) => {
      for (const id of ids) entries.set(id, { ...(entries.get(id) ?? { parked: false, tagged: false }), at });
    });
  }

  /**
   * These are parked no longer. Never throws for a tag that cannot be taken away: what is registered is so, whatever a tag
   * says. `leaving` are still draining.
   */
  async forget(
    balancer: LoadBalancerDescription,
    ids: readonly string[],
    signal: AbortSignal,
    how: { readonly leaving?: boolean } = {},
  ): Promise<void> {
    this.#memory.update(balancer, (entries) => {
      for (const id of ids) {
        const entry = entries.get(id);
        if (entry && how.leaving) entries.set(id, { parked: false, tagged: false, at: entry.at });
        else entries.delete(id);
      }
    });
    try {
      await this.#writeTags(nameOf(balancer), [], ids, signal);
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.problem.kind === 'cancelled') throw thrown;
      this.#context.debug('aws tags', { balancer: nameOf(balancer), stay: thrown.problem.message });
    }
  }

  /**
   * Reads the tags, changes them, and looks whether that has lasted: two operators may write at once, and the later one
   * knows nothing of the earlier. An id that is registered is left in: somebody may be about to take it out.
   */
  async #writeTags(
    name: string,
    add: readonly string[],
    remove: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    await this.#inTurn(name, async () => {
      for (let round = 0; round < TAG_ROUNDS; round++) {
        const tags = await readTags(this.#aws, name, signal);
        const parked = new Set(parkedIn(tags));
        if (add.every((id) => parked.has(id)) && !remove.some((id) => parked.has(id))) break;
        for (const id of add) parked.add(id);
        for (const id of remove) parked.delete(id);
        const change = tagChange(tags, parked);
        const call = { what: `note in the tags of ${name} what is taken out`, signal, repeatable: true };
        if (change.add.length > 0)
          await this.#aws.elb('AddTags', { LoadBalancerNames: [name], Tags: [...change.add] }, call);
        if (change.removeKeys.length > 0)
          await this.#aws.elb(
            'RemoveTags',
            { LoadBalancerNames: [name], Tags: change.removeKeys.map((Key) => ({ Key })) },
            call,
          );
        this.#balancers.changed(name);
      }
    });
  }

  async #inTurn<T>(name: string, task: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(name) ?? Promise.resolve();
    const turn = before.then(task, task);
    this.#turns.set(name, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(name) === turn) this.#turns.delete(name);
    }
  }
}

function nameOf(balancer: LoadBalancerDescription): string {
  return balancer.LoadBalancerName ?? '';
}
