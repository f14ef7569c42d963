import type { UsageRecord } from '../../model/usage.ts';
import type { Span } from '../../providers/usage.ts';
import type { Scope, UsageStore } from './usageStore.ts';

/**
 * All records of a scope that begin in the span, the oldest first: what the engine keeps, or else what sluice has counted
 * while it watched. Throws Failure.
 */
export async function readUsage(
  store: UsageStore,
  scope: Scope,
  span: Span,
  options: { readonly signal: AbortSignal; readonly onRecords: (count: number) => void },
): Promise<readonly UsageRecord[]> {
  const room = scope.session.provider.usage;
  if (!room) return store.collected(scope, span);
  const asked = {
    ...span,
    signal: options.signal,
    onRecords: (records: readonly UsageRecord[]) => options.onRecords(records.length),
  };
  const records = await (scope.balancerId === null
    ? room.account(asked)
    : room.balancer(scope.balancerId, asked));
  return [...records].sort((one, other) => one.startAt - other.startAt);
}
