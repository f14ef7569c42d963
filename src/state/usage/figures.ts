import type { UsageRecord } from '../../model/usage.ts';
import { folded, HOUR_MS, type Measure, plus, type Sums } from './sums.ts';

/** What was carried in some time. Null is unknown, which is not zero. */
export interface Figures {
  /** The average number of connections, weighted by the length of the records. */
  readonly connections: number | null;
  /** Bytes. */
  readonly incoming: number | null;
  readonly outgoing: number | null;
  /** Both directions: the sum of the two, and what the engine does not tell apart. */
  readonly transfer: number | null;
  /** 0 to 1: how much of the transfer went over SSL. */
  readonly sslShare: number | null;
  readonly requests: number | null;
  /** Milliseconds for which there are records. */
  readonly covered: number;
}

/** The figures of one piece of the sums. */
export function figuresAt(sums: Sums, at: number): Figures {
  return figuresFrom((name) => sums[name][at] ?? Number.NaN);
}

/** The figures of what has been summed up; NaN is unknown. */
export function figuresFrom(sum: (name: Measure | 'covered' | 'counted') => number): Figures {
  const told = (name: Measure) => (Number.isNaN(sum(name)) ? null : sum(name));
  const counted = sum('counted') || 0;
  const connectionMs = told('connectionMs');
  return figures({
    connections: connectionMs === null || counted === 0 ? null : connectionMs / counted,
    incoming: told('incoming'),
    outgoing: told('outgoing'),
    processed: told('processed'),
    ssl: told('ssl'),
    requests: told('requests'),
    covered: sum('covered') || 0,
  });
}

/** The figures of one record. */
export function recordFigures(record: UsageRecord): Figures {
  return figures({
    connections: known(record.averageNumConnections, record.averageNumConnectionsSsl),
    incoming: known(record.incomingTransfer, record.incomingTransferSsl),
    outgoing: known(record.outgoingTransfer, record.outgoingTransferSsl),
    processed: record.processed,
    ssl: known(record.incomingTransferSsl, record.outgoingTransferSsl),
    requests: record.requests,
    covered: record.endAt - record.startAt,
  });
}

interface Parts extends Omit<Figures, 'transfer' | 'sslShare'> {
  readonly processed: number | null;
  readonly ssl: number | null;
}

function figures({ processed, ssl, ...parts }: Parts): Figures {
  const transfer = known(parts.incoming, parts.outgoing, processed);
  const sslShare = ssl === null || transfer === null || transfer === 0 ? null : ssl / transfer;
  return { ...parts, transfer, sslShare };
}

/** The sum of what is known; null where nothing is. */
function known(...values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (value === null ? sum : (sum ?? 0) + value), null);
}

/** The figures of all pieces together. */
export function totalFigures(sums: Sums): Figures {
  return figuresAt(folded(sums, Math.max(1, sums.grid.count)), 0);
}

/** The most in one piece, and when that piece began. */
export interface Peak {
  readonly value: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The highest average of the pieces, the first of several; null where none is known. */
export function peakConnections(sums: Sums): Peak | null {
  return peakOf(sums, (at) => (sums.connectionMs[at] ?? Number.NaN) / (sums.counted[at] ?? 0));
}

/** The most that was carried an hour, in bytes of both directions, likewise. */
export function peakTransfer(sums: Sums): Peak | null {
  const { incoming, outgoing, processed, covered } = sums;
  const one = (column: Float64Array, at: number) => column[at] ?? Number.NaN;
  return peakOf(sums, (at) => {
    const transfer = plus(plus(one(incoming, at), one(outgoing, at)), one(processed, at));
    return (transfer * HOUR_MS) / (covered[at] || Number.NaN);
  });
}

/** What is not a number is not looked at. It is asked for every hour of every balancer, so it makes no objects. */
function peakOf({ grid }: Sums, valueAt: (at: number) => number): Peak | null {
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < grid.count; at += 1) {
    const value = valueAt(at);
    if (value <= most || Number.isNaN(value)) continue;
    best = at;
    most = value;
  }
  return best < 0 ? null : { value: most, at: grid.from + best * grid.step };
}
