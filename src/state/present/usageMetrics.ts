import type { Figures } from '../usage/figures.ts';
import { HOUR_MS } from '../usage/sums.ts';
import { bytesText, countText, shareText } from './usageText.ts';

/** A line of values in the chart. */
export interface Series {
  /** A word, said beside the line where there are several. */
  readonly title: string;
  readonly value: (figures: Figures) => number | null;
  /** A value as the axis and the table write it. */
  readonly text: (value: number) => string;
  /** Where the axis ends whatever the values are. */
  readonly most?: number;
}

/** Something that the chart can show. */
export interface Metric {
  readonly id: 'connections' | 'transfer' | 'ssl' | 'requests';
  readonly label: string;
  readonly series: readonly Series[];
}

/** What was carried in an hour on average: columns of the chart may be longer, and the running hour is shorter. */
function perHour(sum: number | null, { covered }: Figures): number | null {
  return sum === null || covered === 0 ? null : (sum * HOUR_MS) / covered;
}

const rateText = (value: number) => `${bytesText(value)}/h`;

const CONNECTIONS: Metric = {
  id: 'connections',
  label: 'connections, average',
  series: [{ title: 'conn', value: ({ connections }) => connections, text: countText }],
};
const BOTH_WAYS: Metric = {
  id: 'transfer',
  label: 'transfer an hour, in and out',
  series: [
    { title: 'in', value: (figures) => perHour(figures.incoming, figures), text: rateText },
    { title: 'out', value: (figures) => perHour(figures.outgoing, figures), text: rateText },
  ],
};
const PROCESSED: Metric = {
  id: 'transfer',
  label: 'transfer an hour, both ways together',
  series: [{ title: 'both', value: (figures) => perHour(figures.transfer, figures), text: rateText }],
};
const SSL: Metric = {
  id: 'ssl',
  label: 'share of the transfer over SSL',
  series: [{ title: 'SSL', value: ({ sslShare }) => sslShare, text: shareText, most: 1 }],
};
const REQUESTS: Metric = {
  id: 'requests',
  label: 'requests an hour',
  series: [{ title: 'req', value: (figures) => perHour(figures.requests, figures), text: countText }],
};

/** What can be shown of usage with these totals: what the engine does not tell is left out. */
export function metricsOf(total: Figures): readonly Metric[] {
  const transfer = total.incoming === null && total.outgoing === null && total.transfer !== null;
  return [
    ...(total.connections === null ? [] : [CONNECTIONS]),
    ...(total.transfer === null ? [] : [transfer ? PROCESSED : BOTH_WAYS]),
    ...(total.sslShare === null ? [] : [SSL]),
    ...(total.requests === null ? [] : [REQUESTS]),
  ];
}

/** What is shown while nothing is known. */
export const FIRST_METRIC: Metric = CONNECTIONS;
