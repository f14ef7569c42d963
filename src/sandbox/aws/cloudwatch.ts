import { pointsOf, type Sample } from '../world/aws/metrics.ts';
import { AwsError } from './errors.ts';
import { type MetricRequest, metricRequest, type SeriesQuery } from './metricRequest.ts';
import { type Actions, isoTime, type ServiceCall } from './service.ts';
import type { Xml } from './xml.ts';

/** CloudWatch, version 2010-08-01: what Classic balancers carried. */
export const CLOUDWATCH_ACTIONS: Actions = {
  GetMetricData(call) {
    const request = metricRequest(call);
    const { series, next } = pageOf(request, (query) => seriesOf(call, request, query));
    return {
      MetricDataResults: series.map(
        ({ query, points, done }): Xml => ({
          Id: query.id,
          Label: query.label,
          Timestamps: points.map(({ at }) => (call.json ? at / 1_000 : isoTime(at))),
          Values: points.map(({ value }) => value),
          StatusCode: done ? 'Complete' : 'PartialData',
        }),
      ),
      NextToken: next,
      Messages: [],
    };
  },
};

interface Point {
  readonly at: number;
  readonly value: number;
}

function seriesOf(call: ServiceCall, request: MetricRequest, query: SeriesQuery): readonly Point[] {
  const { region, now } = call;
  const { from, to, newestFirst } = request;
  const of = (name: string) => query.dimensions.find((dimension) => dimension.name === name)?.value ?? null;
  const name = of('LoadBalancerName');
  const zone = of('AvailabilityZone');
  const published = (name === null ? 0 : 1) + (zone === null ? 0 : 1);
  const elb = name === null ? undefined : region.elbs.get(name);
  // A set of dimensions must be just as it is published; nothing else has any points.
  if (!elb || query.namespace !== 'AWS/ELB' || published !== query.dimensions.length) return [];
  const { metric, period, stat } = query;
  const points = pointsOf(region, elb, { metric, zone, period }, { from, to, now }).map(({ at, sample }) => ({
    at,
    value: statOf(sample, stat),
  }));
  return newestFirst ? points.reverse() : points;
}

function statOf(sample: Sample, stat: string): number {
  switch (stat) {
    case 'Sum':
      return sample.sum;
    case 'SampleCount':
      return sample.count;
    case 'Minimum':
      return sample.least;
    case 'Maximum':
      return sample.most;
    case 'Average':
      return sample.sum / sample.count;
    default:
      return sample.quantile(Number(stat.slice(1)) / 100);
  }
}

/** A series, or the piece of it that fits on a page. */
interface Piece {
  readonly query: SeriesQuery;
  readonly points: readonly Point[];
  readonly done: boolean;
}

/**
 * So many points, one series after the other, from where the token says, which is the place of a series and how many
 * of its points have been told. Only what is on the page is worked out: the whole may be millions of points.
 */
function pageOf(
  { queries, mostPoints, token }: MetricRequest,
  pointsOfQuery: (query: SeriesQuery) => readonly Point[],
): { readonly series: readonly Piece[]; readonly next: string | undefined } {
  let [place = 0, told = 0] = token === undefined ? [] : placeOf(token);
  const series: Piece[] = [];
  let room = mostPoints;
  while (place < queries.length && room > 0) {
    const query = queries[place];
    if (!query) break;
    const points = pointsOfQuery(query);
    const page = points.slice(told, told + room);
    const done = told + page.length >= points.length;
    series.push({ query, points: page, done });
    room -= page.length;
    place += done ? 1 : 0;
    told = done ? 0 : told + page.length;
  }
  return {
    series,
    next: place < queries.length ? Buffer.from(`${place}.${told}`).toString('base64url') : undefined,
  };
}

function placeOf(token: string): readonly number[] {
  const text = Buffer.from(token, 'base64url').toString();
  if (!/^\d{1,3}\.\d{1,9}$/.test(text)) throw new AwsError('InvalidNextToken', 'The token is not valid');
  return text.split('.').map(Number);
}
