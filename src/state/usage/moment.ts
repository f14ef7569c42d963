import { DAY_MS } from './range.ts';
import { HOUR_MS } from './sums.ts';

const UNITS: Readonly<Record<string, number>> = { h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS };
const LONGEST_MS = 20 * 366 * DAY_MS;

/** How a time may be written, for those who are asked for one. */
export const MOMENT_FORMS = '24h, 7d, 2w (ago), 2026-11-01 or 2026-11-01T14:30';

/**
 * A time as people write it, in milliseconds since the epoch: `24h`, `7d` and `2w` are so long before the hour of `now`; `2026-11-01`,
 * `2026-11-01T14`, `2026-11-01 14:30` and `…:30:05` are in `zone`, unless a `Z` or `+02:00` says otherwise; null for
 * anything else, also for days that no month has.
 */
export function readMoment(text: string, now: number, zone: 'utc' | 'local'): number | null {
  const trimmed = text.trim();
  const [, amount, unit = ''] = /^(\d{1,6})([hdw])$/.exec(trimmed) ?? [];
  if (amount !== undefined) {
    const ms = Number(amount) * (UNITS[unit] ?? Number.NaN);
    // Records are of whole hours: 24h are 24 of them whatever the minute.
    return ms <= LONGEST_MS ? Math.floor(now / HOUR_MS) * HOUR_MS - ms : null;
  }
  return readDate(trimmed, zone);
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

function readDate(text: string, zone: 'utc' | 'local'): number | null {
  const found = DATE.exec(text);
  if (!found) return null;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', offset] = found;
  if (new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDate() !== Number(day)) return null;
  const place = offset?.toUpperCase().replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2') ?? (zone === 'utc' ? 'Z' : '');
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${place}`);
  return Number.isNaN(at) ? null : at;
}
