import fs from 'node:fs';
import path from 'node:path';
import type { Cancel, Clock } from '../../model/clock.ts';
import { Failure } from '../../model/problem.ts';
import { diskFailure, makePrivateFolder } from './disk.ts';
import { withFileLock } from './fileLock.ts';

/** The user's settings: one JSON object in a file that several programs, and the user's editor, change. */
export interface Settings {
  readonly file: string;
  /** What is under `key` now, whoever wrote it last; undefined where there is nothing. To be checked by the caller. */
  get(key: string): unknown;
  /** True while the file is there and cannot be used: what it says of accounts is then unknown, not empty. */
  damaged(): boolean;
  /** Other users of the machine may read the file. */
  readableByOthers(): boolean;
  /** What the user must be told of the file, one sentence each. */
  notices(): readonly string[];
  /**
   * Reads the file afresh and puts what `change` returns in place of `key`, while no other sluice writes; `undefined`
   * removes it. Other keys stay. What `change` throws comes through. A file that is not valid is moved aside first.
   */
  update(key: string, change: (now: unknown) => unknown): Promise<void>;
  /** Calls `listener` soon after anyone has changed the file. */
  subscribe(listener: () => void): Cancel;
}

/** How often others' changes are looked for while somebody listens. */
const LOOK_MS = 2_000;

type Document = Readonly<Record<string, unknown>>;
interface Snapshot {
  readonly stamp: string;
  readonly document: Document;
  /** Why the file cannot be used, in a few words. */
  readonly fault: string | null;
  /** The fault is in what the file says, so that moving it aside mends it. */
  readonly corrupt: boolean;
  readonly readableByOthers: boolean;
}

function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parser's own message may quote the file, and with it a secret: only the line is taken from it. */
function faultOf(text: string, error: unknown): string {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (position === undefined) return 'it is not valid JSON';
  return `it is not valid JSON (line ${text.slice(0, Number(position)).split('\n').length})`;
}

function parse(text: string): { readonly document: Document; readonly fault: string | null } {
  if (text.trim() === '') return { document: {}, fault: null };
  try {
    const value: unknown = JSON.parse(text);
    return isDocument(value)
      ? { document: value, fault: null }
      : { document: {}, fault: 'it is not a JSON object' };
  } catch (error) {
    return { document: {}, fault: faultOf(text, error) };
  }
}

/** Settings in `folder`/config.json. Nothing is read before the first question; nothing is made before the first change. */
export function openSettings({
  folder,
  clock,
}: {
  readonly folder: string;
  readonly clock: Clock;
}): Settings {
  const file = path.join(folder, 'config.json');
  let last: Snapshot | null = null;
  const moved: string[] = [];
  const listeners = new Set<() => void>();
  let stopLooking: Cancel | null = null;

  const look = (): Snapshot => {
    let stamp = 'absent';
    try {
      const stat = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
      if (stat) stamp = `${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
      if (last?.stamp === stamp) return last;
      const text = stat ? fs.readFileSync(file, 'utf8').replace(/^\ufeff/, '') : '';
      const { document, fault } = parse(text);
      const open = stat !== undefined && process.platform !== 'win32' && (stat.mode & 0o044n) !== 0n;
      last = { stamp, document, fault, corrupt: fault !== null, readableByOthers: open };
    } catch (error) {
      const { message } = diskFailure('read', file, error).problem;
      last = { stamp, document: {}, fault: message, corrupt: false, readableByOthers: false };
    }
    return last;
  };

  const moveAside = (fault: string) => {
    const time = new Date(clock.now()).toISOString().replace(/[:.]/g, '-');
    let aside = `${file}.broken-${time}`;
    for (let n = 2; fs.existsSync(aside); n++) aside = `${file}.broken-${time}-${n}`;
    fs.renameSync(file, aside);
    moved.push(`${file} could not be used (${fault}); it is now ${aside}, and the settings start empty`);
  };

  const notify = () => {
    for (const listener of [...listeners]) listener();
  };

  const keepLooking = () => {
    stopLooking = clock.after(LOOK_MS, () => {
      const before = last?.stamp;
      if (look().stamp !== before) notify();
      if (listeners.size > 0) keepLooking();
    });
  };

  return {
    file,
    get: (key) => (Object.hasOwn(look().document, key) ? look().document[key] : undefined),
    damaged: () => look().fault !== null,
    readableByOthers: () => look().readableByOthers,
    notices() {
      const { fault, corrupt } = look();
      if (fault === null) return moved;
      const fate = corrupt ? '; mend it, or the next change moves it aside and starts empty' : '';
      return [...moved, `${file} is not used: ${fault}${fate}`];
    },
    async update(key, change) {
      // 13 ms with what it brings along: only those who change a setting pay.
      const { default: Conf } = await import('conf');
      makePrivateFolder(folder);
      withFileLock(path.join(folder, 'config.lock'), () => {
        try {
          const { fault, corrupt, document } = look();
          if (fault !== null && !corrupt) throw new Failure({ kind: 'forbidden', message: fault });
          if (fault !== null) moveAside(fault);
          else if (Object.keys(document).length === 0 && fs.existsSync(file)) fs.writeFileSync(file, '{}');
          const conf = new Conf<Record<string, unknown>>({
            cwd: folder,
            configFileMode: 0o600,
            projectSuffix: '',
            accessPropertiesByDotNotation: false,
          });
          const now = conf.get(key);
          const next = change(now);
          if (next === undefined) conf.delete(key);
          else if (JSON.stringify(next) !== JSON.stringify(now)) conf.set(key, next);
        } catch (error) {
          throw error instanceof Failure ? error : diskFailure('write', file, error);
        }
      });
      look();
      notify();
    },
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        look();
        keepLooking();
      }
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) stopLooking?.();
      };
    },
  };
}
