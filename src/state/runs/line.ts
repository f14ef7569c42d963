import * as z from 'zod/mini';
import type { Problem, ProblemKind } from '../../model/problem.ts';

/** The format written by this version. A file that begins with a higher one belongs to a newer sluice and is left alone. */
export const FORMAT = 1;

const PROBLEM_KINDS = [
  'auth',
  'forbidden',
  'busy',
  'limit',
  'quota',
  'missing',
  'invalid',
  'conflict',
  'guard',
  'network',
  'timeout',
  'engine',
  'cancelled',
  'bug',
] as const satisfies readonly ProblemKind[];

const text = z.string();
const StoredProblem = z.object({
  kind: z.catch(z.enum(PROBLEM_KINDS), 'engine'),
  message: text,
  hint: z.exactOptional(text),
  retryAfterMs: z.exactOptional(z.number()),
  requestId: z.exactOptional(text),
  status: z.exactOptional(z.number()),
  maybeApplied: z.exactOptional(z.boolean()),
}) satisfies z.ZodMiniType<Problem>;

const StoredStep = z.object({
  id: text,
  title: text,
  after: z.array(text),
  optional: z.boolean(),
  /** One of its calls makes or changes something at the engine; the others only wait and look. */
  makes: z.boolean(),
  cautious: z.exactOptional(z.literal(true)),
  about: z.exactOptional(
    z.object({ node: text, nodeId: text, action: text, before: z.nullable(text), after: z.nullable(text) }),
  ),
});
/** A step of the plan, as far as it is wanted without engine and account. */
export type StoredStep = z.infer<typeof StoredStep>;

/** What a run is: the first line of its file. The steps are kept so that a list needs neither engine nor account. */
const RunLine = z.object({
  line: z.literal('run'),
  version: z.literal(FORMAT),
  id: text,
  at: text,
  kind: text,
  engine: text,
  account: z.object({ id: text, name: text }),
  region: z.nullable(text),
  title: text,
  balancer: text,
  spec: z.record(text, z.unknown()),
  specComplete: z.boolean(),
  steps: z.array(StoredStep),
});
/** Always the first, and never changed: what comes after says how far the run is. */
export type RunLine = z.infer<typeof RunLine>;

/** Who runs it from now on. `token` tells two takings by the same process apart. */
const OwnerLine = z.object({
  line: z.literal('owner'),
  at: text,
  pid: z.number(),
  host: text,
  token: text,
});
/** The last of these in a file says whose the run is. */
export type OwnerLine = z.infer<typeof OwnerLine>;

const undo = z.exactOptional(z.literal(true));
const OtherLine = z.discriminatedUnion('line', [
  z.object({ line: z.literal('step-begin'), at: text, step: text, undo }),
  z.object({ line: z.literal('step-facts'), at: text, step: text, facts: z.record(text, text) }),
  z.object({ line: z.literal('step-done'), at: text, step: text }),
  z.object({ line: z.literal('step-failed'), at: text, step: text, problem: StoredProblem, undo }),
  z.object({ line: z.literal('step-skipped'), at: text, step: text }),
  z.object({ line: z.literal('step-undone'), at: text, step: text }),
  /** From here on the run is being undone. */
  z.object({ line: z.literal('undo'), at: text }),
  z.object({ line: z.literal('stop'), at: text }),
  z.object({ line: z.literal('end'), at: text, outcome: z.enum(['done', 'undone', 'given-up']) }),
]);

/** One line of a run's file, which only grows. `at` is ISO 8601, UTC. */
export type Line = RunLine | OwnerLine | z.infer<typeof OtherLine>;

const AnyLine = z.union([RunLine, OwnerLine, OtherLine]);

/** One line of a run's file; null for a torn one and for what a newer version may write. */
export function readLine(raw: string): Line | null {
  try {
    return AnyLine.safeParse(JSON.parse(raw)).data ?? null;
  } catch {
    return null;
  }
}
