import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Clock } from '../../model/clock.ts';
import type { Memory } from '../../providers/provider.ts';
import { diskFailure, makePrivateFolder } from './disk.ts';
import { withFileLock } from './fileLock.ts';

/** Keys beyond that go, those not written for longest first: balancers are deleted without our hearing of it. */
const MOST_KEYS = 500;

interface Entry {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}
type Entries = Readonly<Record<string, Entry>>;

/** The memory in `folder`/memory.json. Nothing is made before the first change. */
export function openMemory({ folder, clock }: { readonly folder: string; readonly clock: Clock }): Memory {
  const file = path.join(folder, 'memory.json');
  let last: { readonly stamp: string; readonly entries: Entries } | null = null;

  const look = (): Entries => {
    const stat = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
    const stamp = stat ? `${stat.ino} ${stat.size} ${stat.mtimeNs}` : 'absent';
    if (last?.stamp !== stamp) last = { stamp, entries: stat ? parse(fs.readFileSync(file, 'utf8')) : {} };
    return last.entries;
  };

  const replace = (entries: Entries) => {
    const unfinished = `${file}.${randomUUID()}`;
    fs.writeFileSync(unfinished, JSON.stringify(entries), { mode: 0o600 });
    try {
      fs.renameSync(unfinished, file);
    } catch (error) {
      fs.rmSync(unfinished, { force: true });
      throw error;
    }
  };

  return {
    read(key) {
      try {
        const entries = look();
        return Object.hasOwn(entries, key) ? (entries[key]?.text ?? null) : null;
      } catch {
        return null;
      }
    },
    update(key, change) {
      makePrivateFolder(folder);
      withFileLock(path.join(folder, 'memory.lock'), () => {
        try {
          const entries = look();
          const now = Object.hasOwn(entries, key) ? (entries[key]?.text ?? null) : null;
          const text = change(now);
          if (text === now) return;
          const others = Object.entries(entries).filter(([other]) => other !== key);
          const all = text === null ? others : [...others, [key, { text, at: clock.now() }] as const];
          const kept = all.toSorted(([, a], [, b]) => b.at - a.at).slice(0, MOST_KEYS);
          replace(Object.fromEntries(kept));
        } catch (error) {
          throw diskFailure('write', file, error);
        }
      });
    },
  };
}

/** What can be read of the file; one that somebody has damaged holds nothing. */
function parse(text: string): Entries {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
    return Object.fromEntries(
      Object.entries(value).filter((pair): pair is [string, Entry] => isEntry(pair[1])),
    );
  } catch {
    return {};
  }
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null || !('text' in value) || !('at' in value)) return false;
  return typeof value.text === 'string' && typeof value.at === 'number';
}
