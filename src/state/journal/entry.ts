import * as z from 'zod/mini';
import { cleanText } from '../../model/text.ts';

/** `started`: its program is still at it. `stopped`: before anything was sent. `unknown`: it may have been applied. */
export type Outcome = 'started' | 'done' | 'failed' | 'stopped' | 'unknown';

/** A change, as it is written down before the engine is asked. Unknown, or without meaning for the action, is null. */
export interface Change {
  /** The account's name. */
  readonly account: string;
  readonly engine: string;
  readonly region: string | null;
  /** The balancer's name. */
  readonly balancer: string;
  readonly balancerId: string | null;
  readonly node: string | null;
  readonly nodeId: string | null;
  /** `condition`, `weight`, `type`, `add-node`, `remove-node`, … */
  readonly action: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** One change and how it ended. Its JSON is what scripts read; fields may be added. */
export interface JournalEntry extends Change {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly endedAt: string | null;
  readonly outcome: Outcome;
  /** The engine's name for the request. */
  readonly requestId: string | null;
  /** Why it failed, or what else is to be said. */
  readonly message: string | null;
}

/** What is known when a change is over. */
export interface Ending {
  readonly requestId?: string;
  readonly message?: string;
  /** What the engine made of it, where that differs from what was asked. */
  readonly after?: string;
}

const text = z.string();
const textOrNull = z.catch(z.nullable(z.string()), null);

const BeginLine = z.object({
  id: text,
  at: text,
  account: text,
  engine: text,
  region: textOrNull,
  balancer: text,
  balancerId: textOrNull,
  node: textOrNull,
  nodeId: textOrNull,
  action: text,
  before: textOrNull,
  after: textOrNull,
  /** The program that made the change. */
  pid: z.catch(z.number(), 0),
  host: z.catch(z.string(), ''),
});
/** The line of a change that is about to be made. What another version left out is null, a process 0 and empty. */
export type BeginLine = z.infer<typeof BeginLine>;

const EndLine = z.object({
  ends: text,
  at: text,
  outcome: z.enum(['done', 'failed', 'stopped', 'unknown']),
  requestId: textOrNull,
  message: textOrNull,
  after: textOrNull,
});
/** How the change of that id ended; a begin without one was cut off, or is under way. */
export type EndLine = z.infer<typeof EndLine>;

/** One line of the journal's file; null for a torn one and for what a newer version may write. */
export function readLine(line: string): BeginLine | EndLine | null {
  try {
    const value: unknown = JSON.parse(line);
    const end = EndLine.safeParse(value);
    if (end.success) return end.data;
    return BeginLine.safeParse(value).data ?? null;
  } catch {
    return null;
  }
}

/** Longer texts say nothing more, and a line must fit into one write. */
const LONGEST = 500;

/** An object of texts made fit to be kept: clean, at most 500 characters each, and without secrets. */
export function cleanTexts<T extends Readonly<Record<string, string | number | null>>>(
  texts: T,
  redact: (text: string) => string,
): Record<string, string | number | null> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [
      key,
      typeof value === 'string' ? redact(cleanText(value)).slice(0, LONGEST) : value,
    ]),
  );
}
