import { AwsError } from './errors.ts';
import type { Params } from './params.ts';
import type { ServiceCall } from './service.ts';

/** A question for a series of points. */
export interface SeriesQuery {
  readonly id: string;
  readonly label: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  /** Seconds. */
  readonly period: number;
  readonly stat: string;
}

/** GetMetricData as it was asked. */
export interface MetricRequest {
  readonly queries: readonly SeriesQuery[];
  /** Milliseconds; the end is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly newestFirst: boolean;
  readonly mostPoints: number;
  readonly token: string | undefined;
}

const MOST_QUERIES = 500;
const MOST_POINTS = 100_800;

/** Reads GetMetricData, which comes as JSON from newer clients and as Query parameters from older ones. */
export function metricRequest({ json, input, params }: ServiceCall): MetricRequest {
  const given = json ? input : fromParams(params);
  const queries = list(given['MetricDataQueries']);
  if (queries.length === 0) throw invalid('The parameter MetricDataQueries is required.');
  if (queries.length > MOST_QUERIES)
    throw invalid(`The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`);
  const from = timeOf(given['StartTime'], 'StartTime');
  const to = timeOf(given['EndTime'], 'EndTime');
  if (from >= to) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  const read = queries.map(queryOf).filter((query) => query !== null);
  const twice = read.find(({ id }, place) => read.findIndex((other) => other.id === id) !== place);
  if (twice) throw invalid(`The values for parameter Id in MetricDataQueries are not unique: ${twice.id}.`);
  const most = Number(given['MaxDatapoints'] ?? MOST_POINTS);
  return {
    queries: read,
    from,
    to,
    newestFirst: given['ScanBy'] !== 'TimestampAscending',
    mostPoints: Math.min(most > 0 ? most : MOST_POINTS, MOST_POINTS),
    token: text(given['NextToken']) || undefined,
  };
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

/** A query; null for one whose answer is not wanted. */
function queryOf(value: unknown, place: number): SeriesQuery | null {
  const query = object(value);
  const at = `MetricDataQueries.member.${place + 1}`;
  const id = text(query['Id']);
  if (!/^[a-z][A-Za-z0-9_]*$/.test(id))
    throw invalid(`The value ${id} for parameter ${at}.Id is not matched by the regex [a-z][a-zA-Z0-9_]*.`);
  if (query['Expression'] !== undefined)
    throw invalid(`The sandbox has no metric math: ${at}.Expression cannot be worked out.`);
  const stat = object(query['MetricStat']);
  const metric = object(stat['Metric']);
  const period = Number(stat['Period']);
  if (!(period >= 60) || period % 60 !== 0)
    throw invalid(`The parameter ${at}.MetricStat.Period must be a multiple of 60.`);
  if (!/^(Sum|Average|Minimum|Maximum|SampleCount|p\d{1,2}(\.\d+)?|p100)$/.test(text(stat['Stat'])))
    throw invalid(`The value ${text(stat['Stat'])} for parameter ${at}.MetricStat.Stat is not supported.`);
  if (String(query['ReturnData'] ?? true) === 'false') return null;
  return {
    id,
    label: text(query['Label']) || text(metric['MetricName']),
    namespace: text(metric['Namespace']),
    metric: text(metric['MetricName']),
    dimensions: list(metric['Dimensions']).map((dimension) => ({
      name: text(object(dimension)['Name']),
      value: text(object(dimension)['Value']),
    })),
    period,
    stat: text(stat['Stat']),
  };
}

/** Seconds since the epoch in JSON, ISO 8601 in parameters; milliseconds. */
function timeOf(value: unknown, name: string): number {
  const time = typeof value === 'number' ? value * 1_000 : Date.parse(text(value));
  if (Number.isNaN(time)) throw invalid(`The parameter ${name} is required and must be a time.`);
  return time;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function fromParams(params: Params): Readonly<Record<string, unknown>> {
  const texts = (from: Params | undefined, ...names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = from?.text(name);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  return {
    ...texts(params, 'StartTime', 'EndTime', 'ScanBy', 'NextToken', 'MaxDatapoints'),
    MetricDataQueries: params.structs('MetricDataQueries').map((query) => {
      const stat = query.struct('MetricStat');
      const metric = stat?.struct('Metric');
      return {
        ...texts(query, 'Id', 'Label', 'Expression', 'ReturnData'),
        MetricStat: {
          ...texts(stat, 'Period', 'Stat'),
          Metric: {
            ...texts(metric, 'Namespace', 'MetricName'),
            Dimensions: (metric?.structs('Dimensions') ?? []).map((each) => texts(each, 'Name', 'Value')),
          },
        },
      };
    }),
  };
}
