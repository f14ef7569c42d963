import {
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateLoadBalancerCommand,
  RegisterInstancesWithLoadBalancerCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import { describe, expect, it } from 'vitest';
import { expectRefusal, idOf, openAws } from './clients.ts';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-03-01T12:00:00Z');

function query(Id: string, MetricName: string, Stat: string, change: Partial<QueryOf> = {}): MetricDataQuery {
  const { name = 'web-classic', Period = 3600, zone } = change;
  return {
    Id,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/ELB',
        MetricName,
        Dimensions: [
          { Name: 'LoadBalancerName', Value: name },
          ...(zone ? [{ Name: 'AvailabilityZone', Value: zone }] : []),
        ],
      },
      Period,
      Stat,
    },
  };
}
interface QueryOf {
  readonly name: string;
  readonly Period: number;
  readonly zone: string;
}

async function openMetrics() {
  const opened = await openAws();
  const ask = (queries: MetricDataQuery[], change: Partial<GetMetricDataCommandInput> = {}) =>
    opened.cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: queries,
        StartTime: new Date(NOON - 24 * HOUR),
        EndTime: new Date(NOON + HOUR),
        ScanBy: 'TimestampAscending',
        ...change,
      }),
    );
  const series = async (one: MetricDataQuery, change: Partial<GetMetricDataCommandInput> = {}) => {
    const { MetricDataResults } = await ask([one], change);
    const { Timestamps = [], Values = [] } = MetricDataResults?.[0] ?? {};
    return Timestamps.map((time, place) => [time.getTime(), Values[place] ?? 0] as const);
  };
  return { ...opened, ask, series };
}

const sum = (points: readonly (readonly [number, number])[]) =>
  points.reduce((total, [, value]) => total + value, 0);

describe('what a balancer carried', () => {
  it('is an hour a point, the running one partial, and parts that add up', async () => {
    const { series, sandbox } = await openMetrics();
    sandbox.control.advance(HOUR / 2);
    const hours = await series(query('r', 'RequestCount', 'Sum'));
    expect(hours.map(([at]) => at)).toEqual(
      Array.from({ length: 25 }, (_, place) => NOON - 24 * HOUR + place * HOUR),
    );
    const [hour, next] = [hours.at(-2)?.[1] ?? 0, hours.at(-1)?.[1] ?? 0];
    expect(next).toBeLessThan(hour);
    expect(next).toBeGreaterThan(0);
    const range = { StartTime: new Date(NOON - HOUR), EndTime: new Date(NOON) };
    for (const Period of [60, 300]) {
      const parts = await series(query('r', 'RequestCount', 'Sum', { Period }), range);
      expect([parts.length, sum(parts)]).toEqual([HOUR / 1000 / Period, hour]);
    }
    const zones = await Promise.all(
      ['a', 'b', 'c'].map((zone) =>
        series(query('r', 'RequestCount', 'Sum', { zone: `us-east-1${zone}` }), range),
      ),
    );
    expect(Math.abs(zones.reduce((total, zone) => total + sum(zone), 0) - hour)).toBeLessThanOrEqual(3);
    // The same when asked again, and newest first when nothing else is said.
    expect(await series(query('r', 'RequestCount', 'Sum'))).toEqual(hours);
    expect(await series(query('r', 'RequestCount', 'Sum'), { ScanBy: undefined })).toEqual(hours.reverse());
  });

  it('comes in the statistics that each metric has', async () => {
    const { ask } = await openMetrics();
    const wanted: readonly (readonly [string, string])[] = [
      ['RequestCount', 'Average'],
      ['EstimatedProcessedBytes', 'Sum'],
      ['EstimatedALBActiveConnectionCount', 'Sum'],
      ['Latency', 'Average'],
      ['Latency', 'p99'],
      ['HealthyHostCount', 'Average'],
      ['UnHealthyHostCount', 'Maximum'],
      ['HTTPCode_Backend_2XX', 'Sum'],
      ['HTTPCode_ELB_5XX', 'Sum'],
      ['SpilloverCount', 'Sum'],
    ];
    const { MetricDataResults = [] } = await ask(
      wanted.map(([metric, stat], place) => query(`m${place}`, metric, stat)),
      { StartTime: new Date(NOON - HOUR), EndTime: new Date(NOON) },
    );
    const values = Object.fromEntries(
      MetricDataResults.map(({ Id, Values }) => {
        const [metric, stat] = wanted[Number(Id?.slice(1))] ?? [];
        return [`${metric} ${stat}`, Values?.[0]];
      }),
    );
    expect(values).toMatchObject({
      'RequestCount Average': 1,
      'HealthyHostCount Average': 4,
      'UnHealthyHostCount Maximum': 0,
      // Nothing was spilled, so nothing was published.
      'SpilloverCount Sum': undefined,
    });
    expect(values['EstimatedProcessedBytes Sum']).toBeGreaterThan(1_000_000);
    expect(values['EstimatedALBActiveConnectionCount Sum']).toBeGreaterThan(60);
    expect(values['Latency p99']).toBeGreaterThan(values['Latency Average'] ?? 0);
    expect(values['HTTPCode_Backend_2XX Sum']).toBeGreaterThan(values['HTTPCode_ELB_5XX Sum'] ?? 0);
  });

  it('is absent, not zero, where nothing went through', async () => {
    const { series } = await openMetrics();
    const legacy = await series(query('r', 'RequestCount', 'Sum', { name: 'legacy-blue' }));
    const hours = legacy.map(([at]) => new Date(at).getUTCHours());
    expect(hours).toContain(11);
    expect(Math.min(...hours)).toBe(6);
    expect(legacy.every(([, value]) => value > 0)).toBe(true);
    expect(await series(query('r', 'RequestCount', 'Sum', { name: 'empty-elb' }))).toEqual([]);
    expect(await series(query('r', 'HTTPCode_Backend_2XX', 'Sum', { name: 'tcp-ingest' }))).toEqual([]);
    expect(await series(query('r', 'RequestCount', 'Sum', { name: 'nobody' }))).toEqual([]);
  });

  it('begins with the balancer’s first node and keeps fine points for fifteen days only', async () => {
    const { elb, ec2, series, sandbox } = await openMetrics();
    await elb.send(
      new CreateLoadBalancerCommand({
        LoadBalancerName: 'young',
        AvailabilityZones: ['us-east-1b'],
        Listeners: [{ Protocol: 'HTTP', LoadBalancerPort: 80, InstancePort: 8080 }],
      }),
    );
    sandbox.control.advance(2 * HOUR);
    const InstanceId = await idOf(ec2, 'spare-1');
    await elb.send(
      new RegisterInstancesWithLoadBalancerCommand({
        LoadBalancerName: 'young',
        Instances: [{ InstanceId }],
      }),
    );
    sandbox.control.advance(3 * HOUR);
    const range = { StartTime: new Date(NOON - 5 * HOUR), EndTime: new Date(NOON + 9 * HOUR) };
    const young = await series(query('r', 'RequestCount', 'Sum', { name: 'young' }), range);
    expect(young.map(([at]) => (at - NOON) / HOUR)).toEqual([2, 3, 4]);
    const weeks = { StartTime: new Date(NOON - 20 * 24 * HOUR), EndTime: new Date(NOON - 19 * 24 * HOUR) };
    const web = await Promise.all(
      [60, 300].map((Period) => series(query('r', 'RequestCount', 'Sum', { Period }), weeks)),
    );
    expect(web.map((points) => points.length)).toEqual([0, 288]);
  });
});

describe('a question', () => {
  it('too long for one answer is answered in pages', async () => {
    const { ask } = await openMetrics();
    const queries = [query('a', 'RequestCount', 'Sum'), query('b', 'Latency', 'Average')];
    const whole = await ask(queries);
    const found: Record<string, number[]> = { a: [], b: [] };
    let NextToken: string | undefined;
    let pages = 0;
    do {
      const page = await ask(queries, { MaxDatapoints: 20, NextToken });
      for (const { Id = '', Values = [] } of page.MetricDataResults ?? []) found[Id]?.push(...Values);
      NextToken = page.NextToken;
      pages += 1;
    } while (NextToken);
    expect(pages).toBe(3);
    expect(found).toEqual(
      Object.fromEntries((whole.MetricDataResults ?? []).map(({ Id, Values }) => [Id, Values])),
    );
  });

  it('that cannot be answered is refused', async () => {
    const { ask } = await openMetrics();
    const one = query('a', 'RequestCount', 'Sum');
    await expectRefusal(ask(Array.from({ length: 501 }, () => one)), 'ValidationError', /500/);
    await expectRefusal(ask([one, one]), 'ValidationError', /not unique/);
    await expectRefusal(ask([{ ...one, Id: 'A' }]), 'ValidationError', /regex/);
    await expectRefusal(ask([one], { EndTime: new Date(0) }), 'ValidationError', /less than/);
    await expectRefusal(ask([query('a', 'X', 'Sum', { Period: 90 })]), 'ValidationError', /multiple of 60/);
    await expectRefusal(ask([query('a', 'X', 'Most')]), 'ValidationError', /Most/);
    await expectRefusal(ask([{ Id: 'a', Expression: 'b*2' }]), 'ValidationError', /metric math/);
  });
});
