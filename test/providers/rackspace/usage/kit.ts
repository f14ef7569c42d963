import type { Provider } from '../../../../src/providers/provider.ts';
import type { UsageRoom } from '../../../../src/providers/usage.ts';

/** Milliseconds. */
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The provider's room of usage records. */
export function usageOf({ usage }: Provider): UsageRoom {
  if (!usage) throw new Error('Rackspace records usage');
  return usage;
}

/** A time as the engine writes it. */
export const iso = (at: number) => new Date(at).toISOString().replace('.000', '');
