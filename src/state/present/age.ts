/** `4s`, `3m`, `2h`, `5d`: how long ago, in one unit, rounded down. Negative is 0s. */
export function ageText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

/** `2026-03-01 12:04:05` in the machine's time zone, from an ISO time or milliseconds; the text itself when it is neither. */
export function localTime(time: string | number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `localTime` without what goes without saying at `now`: the date of a time today, the year of one this year. */
export function recentTime(time: string | number, now: number): string {
  const whole = localTime(time);
  const today = localTime(now);
  if (whole.slice(0, 10) === today.slice(0, 10)) return whole.slice(11);
  return whole.slice(0, 5) === today.slice(0, 5) ? whole.slice(5) : whole;
}

/** `1 node`, `3 nodes`, `2 policies`, `2 addresses`. */
export function counted(count: number, noun: string): string {
  if (count === 1) return `${count} ${noun}`;
  if (/[^aeiou]y$/.test(noun)) return `${count} ${noun.slice(0, -1)}ies`;
  return `${count} ${noun}${/(?:s|x|ch|sh)$/.test(noun) ? 'es' : 's'}`;
}

/** `42s`, `3m 05s`, `1h 02m`. */
export function elapsedText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h ${two(Math.floor(seconds / 60) % 60)}m`;
}
