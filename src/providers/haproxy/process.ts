import { cleanOrNull } from '../../model/text.ts';

/** The HAProxy process that answered, as `show info` tells of it. */
export interface HaproxyProcess {
  readonly version: string;
  readonly pid: number | null;
  /** Seconds since the epoch; null in versions that do not tell. */
  readonly startedAt: number | null;
  readonly uptimeSeconds: number | null;
  /** It has been replaced by another and only ends what it has. */
  readonly stopping: boolean;
  /** The machine's name, as it knows it. */
  readonly node: string | null;
}

/** What `show info` said in an answer; null where there is none. */
export function readProcess(answer: string): HaproxyProcess | null {
  const at = answer.search(/^Name: /m);
  if (at < 0) return null;
  const end = answer.indexOf('\n\n', at);
  const block = answer.slice(at, end < 0 ? undefined : end);
  const lines = block.split('\n').map((line) => /^([^:]+): ?(.*)$/.exec(line) ?? []);
  const facts = new Map(lines.map(([, name = '', value = '']) => [name, value] as const));
  const number = (name: string) => {
    const value = facts.get(name) ?? '';
    return /^\d{1,15}$/.test(value) ? Number(value) : null;
  };
  const version = cleanOrNull(facts.get('Version'));
  if (version === null) return null;
  return {
    version,
    pid: number('Pid'),
    startedAt: number('Start_time_sec'),
    uptimeSeconds: number('Uptime_sec'),
    stopping: number('Stopping') === 1,
    node: cleanOrNull(facts.get('node')),
  };
}

/** True where `now` is another process than `before`. In a container every process may have the same number. */
export function isAnother(before: HaproxyProcess, now: HaproxyProcess): boolean {
  if (before.pid !== now.pid) return true;
  if (before.startedAt !== null && now.startedAt !== null) return before.startedAt !== now.startedAt;
  return (now.uptimeSeconds ?? 0) < (before.uptimeSeconds ?? 0);
}

/** True from that version on. A version that cannot be read is taken for a new one. */
export function isAtLeast(
  { version }: Pick<HaproxyProcess, 'version'>,
  major: number,
  minor: number,
): boolean {
  const [, first, second] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  if (first === undefined || second === undefined) return true;
  return Number(first) > major || (Number(first) === major && Number(second) >= minor);
}
