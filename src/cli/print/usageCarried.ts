import type { UsageRecord } from '../../model/usage.ts';
import { type Figures, type Peak, peakConnections, totalFigures } from '../../state/usage/figures.ts';
import type { OwnedRecord } from '../../state/usage/recordFields.ts';
import { hourGrid, together } from '../../state/usage/sums.ts';
import type { Scope } from '../../state/usage/usageStore.ts';
import { UsageTable } from '../../state/usage/usageTable.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** What was read of a balancer or of an account. */
export interface ScopeUsage {
  readonly scope: Scope;
  /** The balancer's name, where it is one. */
  readonly name: string | null;
  readonly records: readonly UsageRecord[];
}

/** One balancer with what it carried. */
export interface Carried {
  readonly session: Scope['session'];
  readonly balancerId: string;
  readonly name: string | null;
  /** Oldest first. */
  readonly records: readonly OwnedRecord[];
  /** All that was read with it. */
  readonly table: UsageTable;
  readonly total: Figures;
  readonly peak: Peak | null;
}

/** What was read, a balancer each. */
export function carriedBy(span: Span): (read: ScopeUsage) => readonly Carried[] {
  return ({ scope: { session }, name, records }) => {
    const table = new UsageTable();
    table.put(null, span, records);
    return table.carried(span).map(({ balancerId, name: recorded, total, peak }) => {
      const called = recorded ?? name;
      const own = Array.from(table.records(balancerId, span), (record) => ({
        session,
        name: called,
        record,
      }));
      return { session, balancerId, name: called, records: own, table, total, peak };
    });
  };
}

/** What all together carried. */
export function carriedInAll(span: Span, carried: readonly Carried[]): Pick<Carried, 'total' | 'peak'> {
  const tables = [...new Set(carried.map(({ table }) => table))];
  const hours = together(
    tables.map((table) => table.hours(null, span)),
    hourGrid(span),
  );
  return { total: totalFigures(hours), peak: peakConnections(hours) };
}
