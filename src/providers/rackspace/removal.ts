import type { Lifetime } from '../http/lifetime.ts';
import type { Provider } from '../provider.ts';
import type { Balancers } from './balancers.ts';
import type { ChangePlan } from './changePlan.ts';
import type { Changes } from './changes.ts';
import { isFinalStatus } from './faults.ts';
import type { Labels } from './labels.ts';

/** Deleting a balancer. */
export function removalRoom(
  lifetime: Lifetime,
  balancers: Balancers,
  labels: Labels,
  changes: Changes,
): NonNullable<Provider['removal']> {
  return {
    notes: [
      'Its virtual IPs that no other balancer shares are given back and cannot be had again',
      'The servers behind its nodes stay, and go on costing',
    ],
    run: (balancerId, options) =>
      lifetime.change(options, async (inner) =>
        changes.carryOut(removalPlan(balancers.url(balancerId), balancerId, labels), inner),
      ),
  };
}

function removalPlan(url: string, balancerId: string, labels: Labels): ChangePlan {
  return {
    balancerId,
    what: `delete ${labels.balancer(balancerId)}`,
    request: { method: 'DELETE', url },
    repeatable: true,
    ends: 'gone',
    trace: ({ status }) => (status === 'PENDING_DELETE' ? 'done' : 'none'),
    // A balancer that is busy, or gone, is refused with 400 and not with 422 or 404 (spec §3.5).
    left({ status }, { words }) {
      if (status === 'PENDING_DELETE') return 'under way';
      if (isFinalStatus(status)) return 'all';
      if (status !== 'ACTIVE') return 'busy';
      return /immutable/i.test(words ?? '') ? 'busy' : 'all';
    },
  };
}
