import type { Counters } from '../../model/usage.ts';
import type { Rates } from '../usage/counterFeed.ts';
import type { Figures, Peak } from '../usage/figures.ts';
import { counted } from './age.ts';
import { type Cell, cell } from './cell.ts';
import { bytesText, countText, momentText, shareText } from './usageText.ts';

const GAP = cell('  ');

/** What was carried, a few words each: `45.2 connections  in 1.20 GB  out 5.10 GB  SSL 55%  12.3k requests`. */
export function figureCells(figures: Figures): readonly Cell[] {
  const { connections, incoming, outgoing, transfer, sslShare, requests } = figures;
  const apart = incoming !== null || outgoing !== null;
  return spaced([
    connections === null ? null : [cell(countText(connections), 'strong'), cell(' connections', 'dim')],
    incoming === null ? null : [cell('in ', 'dim'), cell(bytesText(incoming), 'strong')],
    outgoing === null ? null : [cell('out ', 'dim'), cell(bytesText(outgoing), 'strong')],
    apart || transfer === null ? null : [cell('both ways ', 'dim'), cell(bytesText(transfer), 'strong')],
    sslShare === null ? null : [cell('SSL ', 'dim'), cell(shareText(sslShare), 'strong')],
    requests === null ? null : [cell(countText(requests), 'strong'), cell(' requests', 'dim')],
  ]);
}

/** `92 27 Feb 14:00`: how much, and when; nothing where there is no peak. */
export function peakCells(peak: Peak | null, text: (value: number) => string): readonly Cell[] {
  return peak ? [cell(text(peak.value), 'strong'), cell(` ${momentText(peak.at)}`, 'dim')] : [];
}

/** What is open and carried just now: `13 connections  in 1.20 MB/s  out 8.00 MB/s  45 requests/s`; empty where nothing is known. */
export function liveCells(now: Counters | null, rates: Rates | null): readonly Cell[] {
  const rate = (value: number | null | undefined) =>
    value === null || value === undefined ? null : `${bytesText(value)}/s`;
  const bytesIn = rate(rates?.bytesIn);
  const bytesOut = rate(rates?.bytesOut);
  const requests = rates?.requests ?? null;
  const open = openConnections(now);
  return spaced([
    open === null ? null : [cell(counted(open, 'connection'))],
    bytesIn === null ? null : [cell('in ', 'dim'), cell(bytesIn)],
    bytesOut === null ? null : [cell('out ', 'dim'), cell(bytesOut)],
    requests === null ? null : [cell(`${countText(requests)} requests/s`)],
  ]).map((one) => ({ ...one, live: true }));
}

function openConnections(now: Counters | null): number | null {
  if (now === null || (now.connections === null && now.connectionsSsl === null)) return null;
  return (now.connections ?? 0) + (now.connectionsSsl ?? 0);
}

/** Columns left and right of a line of facts. */
const MARGINS = 2;
const MORE_NOTES = ' … d says all';

/** Sentences on one line of a terminal with so many columns; where they do not fit, the key that shows them, if it does. */
export function notesCell(notes: readonly string[], columns: number, hasDetails: boolean): Cell {
  const whole = notes.join('. ');
  const width = columns - MARGINS;
  if (whole.length <= width || !hasDetails) return cell(whole, 'dim');
  const room = width - MORE_NOTES.length;
  const end = whole.lastIndexOf(' ', room);
  return cell(`${whole.slice(0, end > 0 ? end : room).replace(/[.,:;]$/, '')}${MORE_NOTES}`, 'dim');
}

/** Groups of cells with a gap between them. */
export function spaced(groups: readonly (readonly Cell[] | null)[]): readonly Cell[] {
  return groups
    .filter((group) => group !== null && group.length > 0)
    .flatMap((group, at) => [...(at === 0 ? [] : [GAP]), ...(group ?? [])]);
}
