import type { Balancer } from '../../model/balancer.ts';
import type { Queries, Reading } from '../live/queries.ts';
import type { Session } from '../sessions.ts';

/** A row of a list of balancers, which may be of several accounts. */
export interface BalancerRow {
  /** Session and id: unique in the table. */
  readonly key: string;
  readonly session: Session;
  readonly balancer: Balancer;
  /** When the list that it stands in was read. */
  readonly readAt: number;
}

/** The rows of a list as one session has read it. */
export function balancerRows(
  session: Session,
  reading: Reading<readonly Balancer[]>,
): readonly BalancerRow[] {
  return reading.value.map((balancer) => ({
    key: `${session.key}/${balancer.id}`,
    session,
    balancer,
    readAt: reading.readAt,
  }));
}

/** True when the list itself says how the nodes are, so that nothing need be looked into. */
export function isGlanced(row: BalancerRow): boolean {
  return row.balancer.nodes.enabled !== null || row.balancer.nodes.total === 0;
}

/** The row with what is known of its nodes, and with the newer of two statuses. */
export function withKnown(row: BalancerRow, queries: Queries): Balancer {
  const known = queries.knownBalancer(row.session, row.balancer.id);
  if (!known) return row.balancer;
  const newer = known.readAt > row.readAt;
  // Some engines' lists do not say how a balancer is: an older look is better than none.
  const untold = row.balancer.status === 'UNKNOWN';
  const sameSize = known.value.nodes.total === row.balancer.nodes.total;
  return {
    ...row.balancer,
    status: newer || untold ? known.value.status : row.balancer.status,
    nodes: newer || sameSize || row.balancer.nodes.total === null ? known.value.nodes : row.balancer.nodes,
  };
}
