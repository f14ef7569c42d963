import type { Cancel, Clock } from '../../model/clock.ts';
import type { Writer } from '../journal/process.ts';
import { Listeners } from '../store.ts';
import { RunFold } from './fold.ts';
import { readLine } from './line.ts';
import { presenceOf } from './presence.ts';
import { isOver, type RunRecord } from './record.ts';
import type { RunFolder, RunLog } from './runFolder.ts';

interface RunStoreOptions {
  readonly folder: RunFolder;
  readonly clock: Clock;
  readonly writer: Writer;
}

/** How often others' runs are looked at while somebody listens. */
const LOOK_MS = 2_000;
/** Runs that are over and kept; the oldest go first. */
const KEPT = 100;

interface Read {
  readonly log: RunLog;
  fold: RunFold;
}

/** All runs of this user as the disk tells them, whoever runs them. */
export class RunStore {
  readonly #folder: RunFolder;
  readonly #clock: Clock;
  readonly #writer: Writer;
  readonly #read = new Map<string, Read>();
  readonly #listeners = new Listeners();
  #listening = 0;
  #stopLooking: Cancel | null = null;
  #told = '';

  constructor({ folder, clock, writer }: RunStoreOptions) {
    this.#folder = folder;
    this.#clock = clock;
    this.#writer = writer;
  }

  /** The latest first. Files that are no run, or one of a newer version, are left out. Throws Failure. */
  list(): readonly RunRecord[] {
    const ids = new Set(this.#folder.ids());
    for (const id of this.#read.keys()) if (!ids.has(id)) this.#read.delete(id);
    const runs = [...ids].flatMap((id) => this.#look(id) ?? []);
    return runs.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  }

  /** Null when there is no such run. Throws Failure. */
  get(id: string): RunRecord | null {
    return this.#folder.ids().includes(id) ? this.#look(id) : null;
  }

  /** Removes the oldest of the runs that are over and too many. What the disk refuses stays for another time. */
  prune(): void {
    try {
      for (const { id } of this.list().filter(isOver).slice(KEPT)) this.#folder.remove(id);
    } catch {
      // A run must not fail for it.
    }
  }

  /** Calls `listener` soon after another program has begun or changed a run, or has left one. */
  subscribe(listener: () => void): Cancel {
    const stop = this.#listeners.subscribe(listener);
    this.#listening++;
    if (this.#listening === 1) {
      this.#told = this.#digest();
      this.#keepLooking();
    }
    let stopped = false;
    return () => {
      if (stopped) return;
      stopped = true;
      stop();
      this.#listening--;
      if (this.#listening === 0) this.#stopLooking?.();
    };
  }

  #look(id: string): RunRecord | null {
    const read = this.#read.get(id) ?? { log: this.#folder.log(id), fold: new RunFold() };
    this.#read.set(id, read);
    const { restarted, lines } = read.log.read();
    if (restarted) read.fold = new RunFold();
    for (const raw of lines) {
      const line = readLine(raw);
      if (line) read.fold.apply(line);
    }
    return read.fold.record(presenceOf(this.#writer, this.#clock));
  }

  /** Changes whenever a list would look different; unchanged files cost one `stat` each. */
  #digest(): string {
    try {
      return this.list()
        .map(({ id, state, owner, updatedAt, steps }) => {
          const states = steps.map((step) => step.state[0]).join('');
          return `${id} ${state} ${owner?.token} ${updatedAt} ${states}`;
        })
        .join('\n');
    } catch {
      // Whoever asks for the list is told.
      return this.#told;
    }
  }

  #keepLooking(): void {
    this.#stopLooking = this.#clock.after(LOOK_MS, () => {
      const now = this.#digest();
      if (now !== this.#told) {
        this.#told = now;
        this.#listeners.notify();
      }
      if (this.#listening > 0) this.#keepLooking();
    });
  }
}
