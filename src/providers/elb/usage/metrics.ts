import type { MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { Span } from '../../usage.ts';
import type { Aws } from '../aws.ts';

/** Milliseconds. CloudWatch keeps hourly sums for longer than finer ones. */
export const HOUR = 3_600_000;
/** What CloudWatch takes and answers in one call (spec §9). */
const MOST_QUERIES = 500;
const MOST_POINTS = 100_800;
/** Pages of one answer; beyond that it goes round in circles. */
const MOST_PAGES = 500;

/**
 * What is asked for of each balancer, an hour a point. Only the count of healthy instances is told while nobody connects:
 * an hour that has it and no requests had none, an hour without it is not known.
 */
const METRICS = {
  connections: { name: 'EstimatedALBActiveConnectionCount', statistic: 'Sum' },
  processed: { name: 'EstimatedProcessedBytes', statistic: 'Sum' },
  requests: { name: 'RequestCount', statistic: 'Sum' },
  healthy: { name: 'HealthyHostCount', statistic: 'Average' },
} as const;
type Metric = keyof typeof METRICS;
const NAMES = Object.keys(METRICS) as readonly Metric[];

/** The points of one balancer in a span: values by the beginning of their hour, in milliseconds since the epoch. */
export interface HourPoints {
  readonly balancer: string;
  readonly points: Readonly<Record<Metric, ReadonlyMap<number, number>>>;
  /** False where CloudWatch says that a part is missing. */
  readonly complete: boolean;
}

/**
 * The hourly points of these balancers in a span of whole hours, asked for in as few calls as CloudWatch allows. `onPart`
 * gets those of some balancers and some hours as they come, each once, and with them those hours. Throws Failure.
 */
export async function readPoints(
  aws: Aws,
  balancers: readonly string[],
  span: Span,
  {
    signal,
    onPart,
  }: { readonly signal: AbortSignal; onPart(part: readonly HourPoints[], hours: Span): void },
): Promise<void> {
  const atOnce = Math.floor(MOST_QUERIES / NAMES.length);
  for (let first = 0; first < balancers.length; first += atOnce) {
    const some = balancers.slice(first, first + atOnce);
    const step = Math.floor(MOST_POINTS / (some.length * NAMES.length)) * HOUR;
    for (let { from } = span; from < span.to; from += step) {
      const hours = { from, to: Math.min(span.to, from + step) };
      onPart(await readPart(aws, some, hours, signal), hours);
    }
  }
}

async function readPart(
  aws: Aws,
  balancers: readonly string[],
  { from, to }: Span,
  signal: AbortSignal,
): Promise<readonly HourPoints[]> {
  const queries = balancers.flatMap((balancer, at) => NAMES.map((metric) => queryOf(balancer, at, metric)));
  const results: MetricDataResult[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await aws.cloudwatch(
      'GetMetricData',
      {
        MetricDataQueries: queries,
        StartTime: new Date(from),
        EndTime: new Date(to),
        ScanBy: 'TimestampAscending',
        MaxDatapoints: MOST_POINTS,
        ...(NextToken ? { NextToken } : {}),
      },
      { what: 'read the usage from CloudWatch', signal, repeatable: true },
    );
    results.push(...(answer.MetricDataResults ?? []));
    if (!answer.NextToken || answer.NextToken === NextToken) break;
    NextToken = answer.NextToken;
  }
  return balancers.map((balancer, at) => pointsOf(balancer, at, results));
}

/** Ids begin with a small letter and are told again in the answer. */
function idOf(at: number, metric: Metric): string {
  return `${metric}_${at}`;
}

function queryOf(balancer: string, at: number, metric: Metric): MetricDataQuery {
  const { name, statistic } = METRICS[metric];
  return {
    Id: idOf(at, metric),
    MetricStat: {
      Metric: {
        Namespace: 'AWS/ELB',
        MetricName: name,
        // This one alone gives the whole balancer: a set must be as it was published (spec §9).
        Dimensions: [{ Name: 'LoadBalancerName', Value: balancer }],
      },
      Period: HOUR / 1000,
      Stat: statistic,
    },
    ReturnData: true,
  };
}

/** One query's pages belong together; its last one says whether all is there. */
function pointsOf(balancer: string, at: number, results: readonly MetricDataResult[]): HourPoints {
  let complete = true;
  const read = (metric: Metric): ReadonlyMap<number, number> => {
    const pages = results.filter(({ Id }) => Id === idOf(at, metric));
    const status = pages.at(-1)?.StatusCode;
    if (status !== undefined && status !== 'Complete') complete = false;
    return new Map(
      pages.flatMap(({ Timestamps = [], Values = [] }) =>
        Timestamps.flatMap((time, index) => {
          const value = Values[index];
          return value === undefined ? [] : [[Math.floor(time.getTime() / HOUR) * HOUR, value] as const];
        }),
      ),
    );
  };
  const points = {
    connections: read('connections'),
    processed: read('processed'),
    requests: read('requests'),
    healthy: read('healthy'),
  };
  return { balancer, points, complete };
}
