import type { UsageRecord } from '../../model/usage.ts';
import { type Figures, type Peak, peakConnections, totalFigures } from '../../state/usage/figures.ts';
import { type PackedRecords, packByBalancer } from '../../state/usage/packedRecords.ts';
import type { OwnedRecord } from '../../state/usage/recordFields.ts';
import { hourGrid, sumUp } from '../../state/usage/sums.ts';
import type { Scope } from '../../state/usage/usageStore.ts';
import { WordList } from '../../state/usage/wordList.ts';

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
  readonly packed: PackedRecords;
  readonly total: Figures;
  readonly peak: Peak | null;
}

/** What was read, a balancer each. */
export function carriedBy(span: Span): (read: ScopeUsage) => readonly Carried[] {
  return ({ scope: { session }, name, records }) => {
    const words = new WordList();
    return packByBalancer(records, words).map((packed) => {
      const { balancerId } = packed;
      const called = packed.name ?? name;
      const hours = sumUp([packed], hourGrid(span));
      return {
        session,
        balancerId,
        name: called,
        records: packed.records(span).map((record) => ({ session, name: called, record })),
        packed,
        total: totalFigures(hours),
        peak: peakConnections(hours),
      };
    });
  };
}

/** What all together carried. */
export function carriedInAll(span: Span, carried: readonly Carried[]): Pick<Carried, 'total' | 'peak'> {
  const hours = sumUp(
    carried.map(({ packed }) => packed),
    hourGrid(span),
  );
  return { total: totalFigures(hours), peak: peakConnections(hours) };
}
