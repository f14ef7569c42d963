import { Failure } from '../../model/problem.ts';
import type { UsageRecord } from '../../model/usage.ts';
import type { Span } from '../../providers/usage.ts';
import { DAY_MS } from './range.ts';
import { missingIn, type Spans, withSpan } from './spans.ts';
import { type Scope, type UsageStore, whyNoUsage } from './usageStore.ts';

/** What is asked for after the latest day, at a time: about a page of one balancer's hours, two days of all. */
const STEP_MS = { one: 20 * DAY_MS, all: 2 * DAY_MS } as const;

/** Records kept between two looks at the keyboard. */
const AT_A_TIME = 2_000;

interface LoadOptions {
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch; nobody asks for what has not been yet. */
  readonly now: number;
  /** Called when something has been put into the store. `readFrom`: all from there to the span's end has been read. */
  readonly onPart: (readFrom: number) => void;
}

/**
 * Reads what of a span is not in the store yet, the latest day first, so that there is something to see after one answer.
 * Throws Failure; what was read by then is kept.
 */
export async function loadUsage(
  store: UsageStore,
  scope: Scope,
  span: Span,
  { signal, now, onPart }: LoadOptions,
): Promise<void> {
  const room = scope.session.provider.usage;
  if (!room) {
    const why = whyNoUsage(scope.session);
    if (why !== null) throw new Failure({ kind: 'invalid', message: why });
    store.collected(scope, span);
    onPart(span.from);
    return;
  }
  const wanted = { from: Math.max(span.from, now - room.keptDays * DAY_MS), to: Math.min(span.to, now) };
  const step = scope.balancerId === null ? STEP_MS.all : STEP_MS.one;
  let asked: Spans = [];
  const missing = () => store.missing(scope, wanted).flatMap((gap) => missingIn(asked, gap));
  // Hours that are asked for once more, because the engine may not be through with them, have been read before.
  const readFrom = () => missing().findLast(({ from }) => from < store.closedTo())?.to ?? wanted.from;
  for (let gap = missing().at(-1); gap; gap = missing().at(-1)) {
    onPart(readFrom());
    const latest = asked.length === 0 ? DAY_MS : step;
    const part = { from: Math.max(gap.from, gap.to - latest), to: gap.to };
    const options = { ...part, signal };
    const records = await (scope.balancerId === null
      ? room.account(options)
      : room.balancer(scope.balancerId, options));
    signal.throwIfAborted();
    // Keeping and summing up are work: a key that waits comes between.
    for (const piece of piecesOf(part, records)) {
      store.put(scope, piece.span, piece.records);
      await turn(signal);
    }
    if (scope.balancerId === null) {
      store.table(scope).sums(null, span);
      await turn(signal);
    }
    asked = withSpan(asked, part);
  }
  onPart(span.from);
}

/** Lets all else go on that waits. Throws the reason when the signal is aborted. */
async function turn(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}

/** What was read of a span in pieces of about so many records, the latest first. */
function piecesOf(
  { from, to }: Span,
  records: readonly UsageRecord[],
): readonly { readonly span: Span; readonly records: readonly UsageRecord[] }[] {
  const sorted = [...records].sort((one, other) => one.startAt - other.startAt);
  const pieces: { span: Span; records: readonly UsageRecord[] }[] = [];
  let first = 0;
  let begin = from;
  for (const [index, { startAt }] of sorted.entries()) {
    // What begins at the same time stays together: a piece is all that there is of its span.
    if (index - first < AT_A_TIME || startAt === sorted[index - 1]?.startAt) continue;
    pieces.push({ span: { from: begin, to: startAt }, records: sorted.slice(first, index) });
    first = index;
    begin = startAt;
  }
  return [...pieces, { span: { from: begin, to }, records: sorted.slice(first) }].reverse();
}
