import { isoTime, recordFields } from '../../state/usage/recordFields.ts';
import { HOUR_MS } from '../../state/usage/sums.ts';
import { type Carried, carriedInAll } from './usageCarried.ts';

const SUMMED = [
  'incomingTransfer',
  'incomingTransferSsl',
  'outgoingTransfer',
  'outgoingTransferSsl',
  'processed',
  'requests',
] as const;

/** Usage as scripts read it. Fields are only ever added; unknown is null. */
export function usageJson(span: { readonly from: number; readonly to: number }, carried: readonly Carried[]) {
  return {
    since: isoTime(span.from),
    until: isoTime(span.to),
    totals: { balancers: carried.length, ...totalsJson(carried, carriedInAll(span, carried)) },
    balancers: carried.map((one) => ({
      account: one.session.account.name,
      engine: one.session.provider.engine,
      region: one.session.region,
      balancer: one.name,
      balancerId: one.balancerId,
      ...totalsJson([one], one),
    })),
    records: carried.flatMap(({ records }) => records.map(recordFields)),
  };
}

/** The sums of the records' fields; averages are weighted by their length, and count plain and SSL together. */
function totalsJson(carried: readonly Carried[], { total, peak }: Pick<Carried, 'total' | 'peak'>) {
  const records = carried.flatMap((one) => one.records);
  const sums = SUMMED.map((field) => [
    field,
    records.reduce<number | null>((sum, { record }) => {
      const value = record[field];
      return value === null ? sum : (sum ?? 0) + value;
    }, null),
  ]);
  return {
    records: records.length,
    hours: Math.round((total.covered / HOUR_MS) * 100) / 100,
    ...(Object.fromEntries(sums) as Record<(typeof SUMMED)[number], number | null>),
    averageConnections: total.connections,
    peakConnections: peak?.value ?? null,
    peakAt: peak ? isoTime(peak.at) : null,
  };
}
