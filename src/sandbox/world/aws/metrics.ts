import { chance, seedOf } from '../chance.ts';
import { DAY, HOUR } from '../timings.ts';
import { countBetween } from './elbTraffic.ts';
import { hostCounts } from './hostCounts.ts';
import { zonesOfElb } from './placementRules.ts';
import type { ElbRecord } from './records.ts';
import type { AwsRegion } from './state.ts';

/** What was measured in a period. */
export interface Sample {
  readonly sum: number;
  readonly count: number;
  readonly least: number;
  readonly most: number;
  /** The value that this part of the samples, 0 to 1, does not exceed. */
  readonly quantile: (part: number) => number;
}

/** A metric of a balancer, of all of it or of one zone. */
export interface MetricQuery {
  readonly metric: string;
  readonly zone: string | null;
  /** Seconds, a multiple of 60. */
  readonly period: number;
}

const MINUTE = 60_000;

/** How long points of a length are kept. */
const KEPT: readonly (readonly [seconds: number, ms: number])[] = [
  [3_600, 455 * DAY],
  [300, 63 * DAY],
  [60, 15 * DAY],
];

/** The points from `from` to before `to`, oldest first, each at the beginning of its period. What was not measured is left out. */
export function pointsOf(
  region: AwsRegion,
  elb: ElbRecord,
  query: MetricQuery,
  range: { readonly from: number; readonly to: number; readonly now: number },
): readonly { readonly at: number; readonly sample: Sample }[] {
  const step = query.period * 1_000;
  const kept = KEPT.find(([seconds]) => query.period % seconds === 0)?.[1] ?? 0;
  const oldest = Math.floor(Math.max(elb.createdAt, range.now - kept) / step) * step;
  // A beginning within a minute means that minute.
  const asked = Math.ceil((Math.floor(range.from / MINUTE) * MINUTE) / step) * step;
  const points = [];
  for (let at = Math.max(oldest, asked); at < Math.min(range.to, range.now); at += step) {
    const end = Math.min(at + step, range.now);
    const sample = measure(region, elb, query, Math.max(at, elb.createdAt), end);
    if (sample) points.push({ at, sample });
  }
  return points;
}

/** Metrics that count, and how many of them there are to a request. */
function shareOf(elb: ElbRecord, metric: string): number | null {
  const seed = seedOf(elb.name);
  const part = (place: number, least: number, most: number) => least + (most - least) * chance(seed, place);
  const failing = [part(21, 0.01, 0.05), part(22, 0.005, 0.03), part(23, 0.0004, 0.003)];
  const web = elb.listeners.some(({ protocol }) => protocol.startsWith('HTTP'));
  switch (metric) {
    case 'RequestCount':
      return 1;
    case 'HTTPCode_Backend_2XX':
      return web ? 1 - failing.reduce((sum, each) => sum + each, 0) : null;
    case 'HTTPCode_Backend_3XX':
      return web ? (failing[0] ?? 0) : null;
    case 'HTTPCode_Backend_4XX':
      return web ? (failing[1] ?? 0) : null;
    case 'HTTPCode_Backend_5XX':
      return web ? (failing[2] ?? 0) : null;
    case 'HTTPCode_ELB_4XX':
      return web ? 0.000_8 : null;
    case 'HTTPCode_ELB_5XX':
      return web ? 0.000_15 : null;
    case 'BackendConnectionErrors':
      return part(24, 0.000_05, 0.000_6);
    case 'DesyncMitigationMode_NonCompliant_Request_Count':
      return web ? 0.000_02 : null;
    case 'EstimatedALBNewConnectionCount':
      return part(25, 0.2, 0.6);
    default:
      return null;
  }
}

function measure(
  region: AwsRegion,
  elb: ElbRecord,
  { metric, zone }: MetricQuery,
  from: number,
  to: number,
): Sample | null {
  const zones = zonesOfElb(region, elb);
  if (zone !== null && !zones.includes(zone)) return null;
  if (metric === 'HealthyHostCount' || metric === 'UnHealthyHostCount')
    return ofGauge(hostCounts(region, elb, zone, from, to).map((counts) => counts[metric]));
  const seed = seedOf(elb.name);
  const spread = zone === null ? 1 : 1 / zones.length;
  const count = (each: number) => countBetween(elb, each * spread, from, to);
  const share = shareOf(elb, metric);
  if (share !== null) return ofCounter(count(share));
  const requests = count(1);
  if (requests === 0) return null;
  const minutes = Math.max(1, Math.ceil((to - from) / MINUTE));
  switch (metric) {
    case 'EstimatedProcessedBytes':
      return ofMinutes(count(1_500 + 40_000 * chance(seed, 4)), minutes);
    case 'EstimatedALBActiveConnectionCount':
      return ofMinutes(count(0.4 + 1.6 * chance(seed, 5)), minutes * (zone === null ? zones.length : 1));
    case 'EstimatedALBConsumedLCUs':
      return ofMinutes(Math.round(count(0.05)) / 1_000, minutes);
    case 'Latency':
      return ofLatency((0.02 + 0.2 * chance(seed, 8)) * (0.8 + 0.4 * chance(seed, from)), requests);
    case 'SurgeQueueLength':
      return ofGauge(
        [Math.floor(5 * chance(seed, 26, Math.floor(from / HOUR)))].filter((length) => length > 0),
      );
    default:
      return null;
  }
}

/** Each request counts as 1, so only their sum tells anything. */
function ofCounter(sum: number): Sample | null {
  return sum === 0 ? null : { sum, count: sum, least: 1, most: 1, quantile: () => 1 };
}

function ofMinutes(sum: number, count: number): Sample | null {
  if (sum === 0) return null;
  const mean = sum / count;
  return { sum, count, least: mean * 0.8, most: mean * 1.2, quantile: (part) => mean * (0.8 + 0.4 * part) };
}

function ofLatency(mean: number, count: number): Sample {
  return {
    sum: mean * count,
    count,
    least: mean * 0.2,
    most: mean * 8,
    // Most are near the mean, few far beyond.
    quantile: (part) => mean * (0.2 + 0.9 * part + 6.9 * part ** 24),
  };
}

function ofGauge(values: readonly number[]): Sample | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((one, other) => one - other);
  return {
    sum: values.reduce((sum, value) => sum + value, 0),
    count: values.length,
    least: sorted[0] ?? 0,
    most: sorted.at(-1) ?? 0,
    quantile: (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0,
  };
}
