import { sleep } from '../../model/clock.ts';
import { Failure, problemOf } from '../../model/problem.ts';
import { stopped } from '../http/lifetime.ts';
import type { ProviderContext } from '../provider.ts';
import type { Backends } from './backends.ts';
import { type Answer, type Console, refusalProblem } from './console.ts';
import { LostLine } from './lostLine.ts';
import type { OwnChanges } from './ownChanges.ts';
import { readProcess } from './process.ts';

/** A process that is being replaced takes no change to heart: the next connection finds the new one. */
const RELOAD_TRIES = 4;
const RELOAD_PAUSE = 50;
const RELOADING = /^Proxy is disabled/;

/** Sends changes, each line with the commands that read its backend back. */
export class Writer {
  readonly #console: Console;
  readonly #backends: Backends;
  readonly #own: OwnChanges;
  readonly #context: ProviderContext;

  constructor(console: Console, backends: Backends, own: OwnChanges, context: ProviderContext) {
    this.#console = console;
    this.#backends = backends;
    this.#own = own;
    this.#context = context;
  }

  /**
   * The answer of a process that stays, or the LostLine that came instead: the change must then be looked up. `what` is what
   * is tried, as in "Could not …". Throws Failure, where it is stopped with `maybeApplied`.
   */
  async write(
    backend: string,
    commands: readonly string[],
    what: string,
    signal: AbortSignal,
  ): Promise<Answer | LostLine> {
    for (let tried = 1; ; tried++) {
      const answer = await this.#send([...commands, ...this.#backends.commandsFor(backend)], what, signal);
      if (answer instanceof LostLine) return answer;
      const [refusal = ''] = answer.refusals;
      const process = readProcess(answer.text);
      const goes = process?.stopping === true;
      if (!goes && !RELOADING.test(refusal)) {
        if (process) this.#own.saw(process);
        return answer;
      }
      if (tried >= RELOAD_TRIES)
        throw new Failure(
          goes && !RELOADING.test(refusal)
            ? {
                kind: 'busy',
                message: `Could not ${what}: HAProxy is stopping, and no new process has taken over`,
                hint: 'Start it again, then look whether the change is still wanted',
              }
            : refusalProblem(refusal, what),
        );
      await sleep(this.#context.clock, RELOAD_PAUSE, signal);
    }
  }

  async #send(commands: readonly string[], what: string, signal: AbortSignal): Promise<Answer | LostLine> {
    try {
      return await this.#console.send(commands, signal);
    } catch (thrown) {
      if (thrown instanceof LostLine) return thrown;
      if (problemOf(thrown).kind !== 'cancelled') throw thrown;
      throw stopped(`Stopped before it was known whether HAProxy could ${what}`, true);
    }
  }
}
