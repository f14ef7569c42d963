import type { Counters } from '../../model/usage.ts';
import type { CollectedRecord } from './collectedLog.ts';
import { HOUR_MS } from './sums.ts';

/** Further apart than this, nobody knows when between two readings it was that something was carried. */
const MOST_APART_MS = 10 * 60_000;
/** A piece that grows is written down anew this often: a killed program loses no more. */
const WRITE_EVERY_MS = 5 * 60_000;

const TOTALS = ['bytesIn', 'bytesOut', 'requests'] as const;
type Total = (typeof TOTALS)[number];
const LEVELS = ['connections', 'connectionsSsl'] as const;
type Level = (typeof LEVELS)[number];

interface Piece {
  readonly id: string;
  readonly startAt: number;
  endAt: number;
  writtenTo: number;
  polls: number;
  readonly totals: Record<Total, number | null>;
  /** By milliseconds. */
  readonly levels: Record<Level, number | null>;
}

interface CollectorOptions {
  readonly balancer: { readonly id: string; readonly name: string };
  /** A new text at each call. */
  readonly id: () => string;
  /** Called with a piece when its hour is over, now and then while it grows, and when watching ends. */
  readonly keep: (record: CollectedRecord) => void;
}

/**
 * Makes hourly records from counters, for engines that keep none. A record is as long as the part of the hour that was
 * watched; what was carried between two readings is spread evenly over the time between them.
 */
export class Collector {
  readonly #options: CollectorOptions;
  #last: Counters | null = null;
  #piece: Piece | null = null;

  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  add(counters: Counters): void {
    const last = this.#last;
    this.#last = counters;
    if (last === null || !follows(last, counters)) {
      this.#finish();
      return;
    }
    const hours = Math.floor(last.at / HOUR_MS) + 1;
    for (let from = last.at, hour = hours; from < counters.at; hour += 1) {
      const to = Math.min(counters.at, hour * HOUR_MS);
      this.#grow(last, counters, from, to);
      if (to === hour * HOUR_MS) this.#finish();
      from = to;
    }
    const piece = this.#piece;
    if (piece && piece.endAt - piece.writtenTo >= WRITE_EVERY_MS) this.#write(piece);
  }

  /** Writes down what has grown. Watching may go on: the piece then grows further. */
  flush(): void {
    if (this.#piece && this.#piece.endAt > this.#piece.writtenTo) this.#write(this.#piece);
  }

  #grow(last: Counters, now: Counters, from: number, to: number): void {
    const piece = this.#piece ?? this.#begin(from);
    this.#piece = piece;
    for (const total of TOTALS) {
      const before = share(last, now, total, from);
      const after = share(last, now, total, to);
      if (before !== null && after !== null)
        piece.totals[total] = (piece.totals[total] ?? 0) + after - before;
    }
    for (const level of LEVELS) {
      const one = last[level];
      const other = now[level];
      if (one !== null && other !== null)
        piece.levels[level] = (piece.levels[level] ?? 0) + ((one + other) / 2) * (to - from);
    }
    piece.polls += 1;
    piece.endAt = to;
  }

  #begin(at: number): Piece {
    return {
      id: this.#options.id(),
      startAt: at,
      endAt: at,
      writtenTo: at,
      polls: 0,
      totals: { bytesIn: null, bytesOut: null, requests: null },
      levels: { connections: null, connectionsSsl: null },
    };
  }

  #finish(): void {
    this.flush();
    this.#piece = null;
  }

  #write(piece: Piece): void {
    const { balancer, keep } = this.#options;
    const average = (sum: number | null) =>
      sum === null ? null : Math.round((sum / (piece.endAt - piece.startAt)) * 100) / 100;
    piece.writtenTo = piece.endAt;
    keep({
      balancerId: balancer.id,
      balancerName: balancer.name,
      id: piece.id,
      startAt: piece.startAt,
      endAt: piece.endAt,
      averageNumConnections: average(piece.levels.connections),
      averageNumConnectionsSsl: average(piece.levels.connectionsSsl),
      incomingTransfer: piece.totals.bytesIn,
      incomingTransferSsl: null,
      outgoingTransfer: piece.totals.bytesOut,
      outgoingTransferSsl: null,
      processed: null,
      requests: piece.totals.requests,
      numPolls: piece.polls,
      numVips: null,
      sslMode: null,
      vipType: null,
      eventType: null,
      mark: 'collected',
    });
  }
}

/** Can what was carried between the two be told from their difference? */
function follows(last: Counters, now: Counters): boolean {
  if (now.epoch !== last.epoch || now.at <= last.at || now.at - last.at > MOST_APART_MS) return false;
  return TOTALS.every((total) => (now[total] ?? 0) >= (last[total] ?? 0));
}

/** What of the difference had been carried by a time between the two, in whole numbers. */
function share(last: Counters, now: Counters, total: Total, at: number): number | null {
  const one = last[total];
  const other = now[total];
  if (one === null || other === null) return null;
  return Math.round(((other - one) * (at - last.at)) / (now.at - last.at));
}
