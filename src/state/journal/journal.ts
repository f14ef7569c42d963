import type { Cancel, Clock } from '../../model/clock.ts';
import { type Problem, problemOf } from '../../model/problem.ts';
import type { EventLog } from '../../sandbox/eventLog.ts';
import { Listeners } from '../store.ts';
import {
  type BeginLine,
  type Change,
  cleanTexts,
  type Ending,
  type EndLine,
  type JournalEntry,
  type Outcome,
  readLine,
} from './entry.ts';
import type { Writer } from './process.ts';

/** A change that is written down and under way: whoever has it must end it, whatever happens. */
export interface EntryHandle {
  readonly id: string;
  /**
   * Writes down how the change ended; further calls do nothing. Does not throw, since the change has been made or not by
   * now: the answer is the Problem that kept it from the disk, or null. This program remembers the end either way.
   */
  end(outcome: Exclude<Outcome, 'started'>, ending?: Ending): Problem | null;
}

interface JournalFilter {
  /** Entries at most. */
  readonly limit: number;
  /** Name of the account, capitals or not. */
  readonly account?: string;
  /** Name or id of the balancer. */
  readonly balancer?: string;
}

/** Every change made by any sluice of this user. */
export interface Journal {
  /** Writes a change down before it is made. Throws Failure where that is impossible: then it must not be made. */
  begin(change: Change): EntryHandle;
  /** The latest first. Throws Failure where the journal cannot be read. */
  list(filter: JournalFilter): readonly JournalEntry[];
  /** Calls `listener` after each entry of ours, and soon after those of other programs. */
  subscribe(listener: () => void): Cancel;
}

interface JournalOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  /** A new entry's id. */
  readonly id: () => string;
  readonly writer: Writer;
  /** Takes known secrets out of a text. */
  readonly redact: (text: string) => string;
}

/** How often others' entries are looked for while somebody listens. */
const LOOK_MS = 2_000;
/** No change takes longer; a process of the same number is another one by then. */
const LONGEST_CHANGE_MS = 60 * 60 * 1_000;

/** The journal in `log`, which other programs write to as well. */
export function openJournal({ log, clock, id: newId, writer, redact }: JournalOptions): Journal {
  const begins = new Map<string, BeginLine>();
  const ends = new Map<string, EndLine>();
  const unwritten = new Map<string, EndLine>();
  const listeners = new Listeners();
  let listening = 0;
  let stopLooking: Cancel | null = null;

  let version = 0;
  let toldVersion = 0;
  /** Takes in what is new in the log. */
  const takeIn = () => {
    const { restarted, lines } = log.read();
    if (restarted) {
      begins.clear();
      ends.clear();
    }
    for (const line of lines) {
      const read = readLine(line);
      if (read === null) continue;
      if ('ends' in read) ends.set(read.ends, read);
      else if (!begins.has(read.id)) begins.set(read.id, read);
    }
    if (restarted || lines.length > 0) version++;
  };

  const isUnderWay = ({ at, pid, host }: BeginLine): boolean =>
    clock.now() - Date.parse(at) < LONGEST_CHANGE_MS && (host !== writer.host || writer.isRunning(pid));

  const entryOf = ({ pid, host, ...begin }: BeginLine): JournalEntry => {
    const end = ends.get(begin.id) ?? unwritten.get(begin.id);
    return {
      ...begin,
      after: end?.after ?? begin.after,
      endedAt: end?.at ?? null,
      outcome: end?.outcome ?? (isUnderWay({ ...begin, pid, host }) ? 'started' : 'unknown'),
      requestId: end?.requestId ?? null,
      message: end?.message ?? null,
    };
  };

  const write = (texts: Readonly<Record<string, string | number | null>>) => {
    const line = cleanTexts(texts, redact);
    log.append(JSON.stringify(line));
    return line;
  };

  const now = () => new Date(clock.now()).toISOString();

  const lookAgain = () => {
    stopLooking = clock.after(LOOK_MS, () => {
      try {
        takeIn();
        if (version !== toldVersion) {
          toldVersion = version;
          listeners.notify();
        }
      } catch {
        // Whoever asks for the list is told.
      }
      if (listening > 0) lookAgain();
    });
  };

  return {
    begin(change) {
      const id = newId();
      write({ id, at: now(), ...change, pid: writer.pid, host: writer.host });
      listeners.notify();
      let ended = false;
      return {
        id,
        end(outcome, ending = {}) {
          if (ended) return null;
          ended = true;
          const { requestId = null, message = null, after = null } = ending;
          const line = { ends: id, at: now(), outcome, requestId, message, after };
          try {
            write(line);
            return null;
          } catch (error) {
            unwritten.set(id, line);
            return problemOf(error);
          } finally {
            listeners.notify();
          }
        },
      };
    },
    list({ limit, account, balancer }) {
      takeIn();
      const wanted: JournalEntry[] = [];
      for (const begin of [...begins.values()].reverse()) {
        if (wanted.length >= limit) break;
        if (account !== undefined && begin.account.toLowerCase() !== account.toLowerCase()) continue;
        if (balancer !== undefined && begin.balancer !== balancer && begin.balancerId !== balancer) continue;
        wanted.push(entryOf(begin));
      }
      return wanted;
    },
    subscribe(listener) {
      const stop = listeners.subscribe(listener);
      listening++;
      if (listening === 1) lookAgain();
      let stopped = false;
      return () => {
        if (stopped) return;
        stopped = true;
        stop();
        listening--;
        if (listening === 0) stopLooking?.();
      };
    },
  };
}
