import { localTime } from './age.ts';
import { type Cell, cell, UNKNOWN } from './cell.ts';

const BYTES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
const COUNTS = ['', 'k', 'M', 'G', 'T'] as const;
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Three figures that matter and a unit of thousands: `0 B`, `1.20 kB`, `734 MB`, `12.3 GB`. */
export function bytesText(bytes: number): string {
  const { text, unit } = inThousands(bytes, BYTES.length);
  return `${text} ${BYTES[unit]}`;
}

/** A number of people or things likewise, without a unit below ten thousand: `13`, `45.2`, `1234`, `12.3k`. */
export function countText(count: number): string {
  if (Math.abs(count) < 10_000) return threeFigures(count);
  const { text, unit } = inThousands(count, COUNTS.length);
  return `${text}${COUNTS[unit]}`;
}

/** `45%`; what is more than nothing is not 0%. */
export function shareText(share: number): string {
  if (share > 0 && share < 0.01) return '<1%';
  if (share < 1 && share > 0.99) return '>99%';
  return `${Math.round(share * 100)}%`;
}

function inThousands(value: number, units: number): { readonly text: string; readonly unit: number } {
  let unit = 0;
  let left = value;
  // 999.6 would be written 1000.
  while (Math.abs(left) >= 999.5 && unit < units - 1) {
    left /= 1000;
    unit += 1;
  }
  return { text: unit === 0 ? String(Math.round(left)) : threeFigures(left), unit };
}

function threeFigures(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 99.95) return String(Math.round(value));
  return value.toFixed(Math.abs(value) >= 9.995 ? 1 : 2);
}

/** `1 Mar`, in the machine's time zone; so are those below. */
export function dayText(at: number): string {
  const date = new Date(at);
  return `${date.getDate()} ${MONTHS[date.getMonth()]}`;
}

/** `11:00` */
export function clockText(at: number): string {
  return localTime(at).slice(11, 16);
}

/** `1 Mar 11:00` */
export function momentText(at: number): string {
  return `${dayText(at)} ${clockText(at)}`;
}

/** `Sun 1 Mar 11:00–12:00`, and both days where the span is longer than one. */
export function spanText({ from, to }: { readonly from: number; readonly to: number }): string {
  const day = DAYS[new Date(from).getDay()];
  const sameDay = dayText(from) === dayText(to - 1);
  return `${day} ${momentText(from)}–${sameDay ? clockText(to) : momentText(to)}`;
}

/** A figure in a table; what is unknown is a dash. */
export function figureCell(value: number | null, text: (value: number) => string): Cell {
  return value === null ? UNKNOWN : cell(text(value));
}
