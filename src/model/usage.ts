/**
 * What one balancer carried in one hour or a part of it. Bytes are whole numbers; averages are over the record. A number that
 * the engine does not tell is null, which is not zero.
 */
export interface UsageRecord {
  readonly balancerId: string;
  /** Of the time of the record, where the engine says; balancers that are gone appear too. */
  readonly balancerName: string | null;
  /** The engine's id of the record; null where it has none. */
  readonly id: string | null;
  /** Milliseconds since the epoch; the end is not part of it. */
  readonly startAt: number;
  readonly endAt: number;
  /** Without those over SSL. */
  readonly averageNumConnections: number | null;
  readonly averageNumConnectionsSsl: number | null;
  /** Without what came over SSL. */
  readonly incomingTransfer: number | null;
  readonly incomingTransferSsl: number | null;
  readonly outgoingTransfer: number | null;
  readonly outgoingTransferSsl: number | null;
  /** Both directions together, where the engine does not tell them apart; null elsewhere. */
  readonly processed: number | null;
  readonly requests: number | null;
  /** How often the engine looked, to come to the averages. */
  readonly numPolls: number | null;
  readonly numVips: number | null;
  /** OFF, ON, MIXED. */
  readonly sslMode: string | null;
  /** PUBLIC, SERVICENET or the engine's own word. */
  readonly vipType: string | null;
  /** What cut the hour in pieces, in the engine's word: `SSL_MIXED_ON`. */
  readonly eventType: string | null;
  /** `partial`: the hour is not over, or not all of it was seen. `collected`: counted by sluice while it watched. */
  readonly mark: 'partial' | 'collected' | null;
}

/** The fields of a record that are numbers an engine may not tell, in the order in which files have them. */
export const MEASURED_FIELDS = [
  'averageNumConnections',
  'averageNumConnectionsSsl',
  'incomingTransfer',
  'incomingTransferSsl',
  'outgoingTransfer',
  'outgoingTransferSsl',
  'processed',
  'requests',
  'numPolls',
  'numVips',
] as const satisfies readonly (keyof UsageRecord)[];

/** Counters of one balancer as they are now. What the engine does not count is null. */
export interface Counters {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Open now. */
  readonly connections: number | null;
  readonly connectionsSsl: number | null;
  /** Since `epoch` began. */
  readonly bytesIn: number | null;
  readonly bytesOut: number | null;
  readonly requests: number | null;
  /** Another one when the engine has begun to count anew; differences across it mean nothing. */
  readonly epoch: string | null;
  /** Everything that the engine counts. */
  readonly all: readonly Counter[];
}

/** One number that an engine counts. */
export interface Counter {
  /** As the engine calls it. */
  readonly name: string;
  readonly value: number;
  /** The same in plain words, where the name says little. */
  readonly label?: string;
  /** Bytes, milliseconds, seconds, per second; a plain number without. */
  readonly unit?: 'B' | 'ms' | 's' | '/s';
}
