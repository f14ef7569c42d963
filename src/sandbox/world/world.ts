import type { Clock } from '../../model/clock.ts';
import type { EventLog } from '../eventLog.ts';
import { type Command, type Genesis, type Line, parseLine } from './commands.ts';
import { decide, fold } from './fold.ts';
import { newGenesis } from './genesis.ts';
import type { Verdict } from './refusal.ts';
import { WorldState } from './state.ts';

/** What a world is read from and written to. */
export interface WorldOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly random: () => number;
  readonly load?: { readonly balancers: number; readonly nodes: number };
}

/**
 * The simulated world as one process sees it: the log folded up to now. Several processes over one log see one world;
 * the order of the lines decides who was first.
 */
export class World {
  readonly #options: WorldOptions;
  #state = new WorldState();
  /** The last first line seen: its credentials outlive a reset. */
  #genesis: Genesis | null = null;
  /** Verdicts on commands of ours that the log has not shown yet. */
  readonly #waiting = new Map<string, Verdict | null>();

  constructor(options: WorldOptions) {
    this.#options = options;
    this.catchUp();
  }

  /** The world after every line that is in the log now. */
  get state(): WorldState {
    this.catchUp();
    return this.#state;
  }

  get genesis(): Genesis {
    const genesis = this.state.genesis;
    if (!genesis) throw new Error('the log does not keep its first line');
    return genesis;
  }

  /** Milliseconds since the epoch by the sandbox's clock, which `clock` commands put forward and nothing puts back. */
  now(): number {
    // Whole milliseconds: times go into tokens and bodies, where a fraction has no place.
    return Math.max(Math.floor(this.#options.clock.now()) + this.#state.clockOffset, this.#state.lastAt);
  }

  /** Reads what others have written. Begins the world where the log is empty. */
  catchUp(): void {
    this.#read();
    if (this.#state.genesis) return;
    const now = Math.floor(this.#options.clock.now());
    this.#append({
      id: this.newId(),
      at: now,
      ...newGenesis(now, this.#options.random, this.#load(), this.#genesis),
    });
    this.#read();
  }

  /**
   * Does a command, or says why not. What is refused as things stand is not written. What is written is judged by the
   * fold: another process may have got in between, and then the verdict is a refusal after all.
   */
  submit(command: Command): Verdict {
    this.catchUp();
    const id = this.newId();
    const at = this.now();
    const plan = decide(this.#state, command, at, id);
    if ('refusal' in plan) return { ok: false, refusal: plan.refusal };
    const line: Line = { id, at, ...command };
    this.#waiting.set(id, null);
    try {
      // A writer that was killed in the middle of a line takes ours with it: then it is written once more.
      for (let attempt = 0; attempt < 2; attempt += 1) {
        this.#append(line);
        this.catchUp();
        const verdict = this.#waiting.get(id);
        if (verdict) return verdict;
      }
      return { ok: false, refusal: { kind: 'broken', message: 'the world was reset meanwhile' } };
    } finally {
      this.#waiting.delete(id);
    }
  }

  /** Begins anew for everyone, with the same credentials. */
  reset(): void {
    this.#options.log.reset();
    this.#state = new WorldState();
    this.catchUp();
  }

  /** 16 hexadecimal digits. */
  newId(): string {
    const half = () =>
      Math.floor(this.#options.random() * 0x1_0000_0000)
        .toString(16)
        .padStart(8, '0');
    return half() + half();
  }

  #load(): Genesis['load'] {
    return this.#options.load ?? this.#genesis?.load;
  }

  #append(line: Line): void {
    this.#options.log.append(JSON.stringify(line));
  }

  #read(): void {
    const { restarted, lines } = this.#options.log.read();
    if (restarted) this.#state = new WorldState();
    for (const text of lines) {
      const line = parseLine(text);
      if (!line) continue;
      const verdict = fold(this.#state, line);
      if (this.#waiting.has(line.id)) this.#waiting.set(line.id, verdict);
    }
    this.#genesis = this.#state.genesis ?? this.#genesis;
  }
}
