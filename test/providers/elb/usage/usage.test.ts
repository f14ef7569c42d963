import type { StatusCode } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import type { UsageRecord } from '../../../../src/model/usage.ts';
import { elbUsage } from '../../../../src/providers/elb/usage/index.ts';
import { Lifetime } from '../../../../src/providers/http/lifetime.ts';
import { VirtualClock } from '../../../kit/clock.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { awsTable } from '../awsTable.ts';
import { awsWorld } from '../sections/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Query {
  readonly Id?: string | undefined;
  readonly MetricStat?: { readonly Metric?: object | undefined } | undefined;
}
interface Request {
  readonly queries: readonly Query[];
  readonly from: number;
  readonly to: number;
  readonly token: string | undefined;
}
type Row = { Id: string; Timestamps: Date[]; Values: number[]; StatusCode?: StatusCode };

/** A CloudWatch that answers what it is told to, in front of balancers of these names. */
function scripted(
  names: readonly string[],
  answer: (request: Request) => { rows: readonly Row[]; next?: string },
) {
  const clock = new VirtualClock();
  const requests: Request[] = [];
  const aws = awsTable({
    cloudwatch: {
      async GetMetricData({ MetricDataQueries, StartTime, EndTime, NextToken }) {
        const request = {
          queries: MetricDataQueries ?? [],
          from: StartTime?.getTime() ?? Number.NaN,
          to: EndTime?.getTime() ?? Number.NaN,
          token: NextToken,
        };
        requests.push(request);
        const { rows, next } = answer(request);
        return { $metadata: {}, MetricDataResults: [...rows], ...(next ? { NextToken: next } : {}) };
      },
    },
  });
  const describe = async (LoadBalancerName: string) => ({ LoadBalancerName });
  const list = async () =>
    names.map((name) => ({
      id: name,
      name,
      status: 'UP',
      protocol: 'HTTP/HTTPS',
      port: null,
      algorithm: null,
      nodes: { total: 0, enabled: 0, draining: 0, disabled: 0, online: 0 },
      virtualIps: [{ id: null, address: 'x', type: 'PUBLIC', ipVersion: null }],
      createdAt: null,
      updatedAt: null,
    }));
  const room = elbUsage({ aws, clock, lifetime: new Lifetime(), balancers: { describe, list } });
  return { room, requests, clock };
}

const row = (
  Id: string,
  points: readonly (readonly [at: number, value: number])[],
  StatusCode: Row['StatusCode'] = 'Complete',
) => ({
  Id,
  Timestamps: points.map(([at]) => new Date(at)),
  Values: points.map(([, value]) => value),
  StatusCode,
});

describe('usage from CloudWatch', () => {
  it('makes hourly records of one balancer of the sandbox, the running hour marked', async () => {
    const world = await awsWorld();
    const now = world.clock.now() + 20 * 60_000;
    await world.clock.advance(20 * 60_000);
    const records = await world.usage.balancer('web-classic', {
      from: now - 6 * HOUR,
      to: now,
      signal: never,
    });
    expect(records.map(({ startAt }) => startAt)).toEqual(
      [5, 4, 3, 2, 1, 0].map((hours) => Math.floor(now / HOUR) * HOUR - hours * HOUR),
    );
    expect(records.map(({ mark }) => mark)).toEqual([null, null, null, null, null, 'partial']);
    expect(records.at(-1)?.endAt).toBe(now);
    for (const record of records) {
      expect(record).toMatchObject({
        balancerId: 'web-classic',
        balancerName: 'web-classic',
        incomingTransfer: null,
        outgoingTransferSsl: null,
        averageNumConnectionsSsl: null,
        sslMode: 'MIXED',
        vipType: 'PUBLIC',
      });
      expect(record.requests).toBeGreaterThan(0);
      expect(record.processed).toBeGreaterThan(record.requests ?? 0);
      expect(record.averageNumConnections).toBeGreaterThan(0);
    }
  });

  it('counts connections as the mean of the minutes', async () => {
    const world = await awsWorld();
    const to = world.clock.now();
    const minutes = await world.aws.cloudwatch(
      'GetMetricData',
      {
        StartTime: new Date(to - HOUR),
        EndTime: new Date(to),
        MetricDataQueries: [
          {
            Id: 'minutes',
            MetricStat: {
              Metric: {
                Namespace: 'AWS/ELB',
                MetricName: 'EstimatedALBActiveConnectionCount',
                Dimensions: [{ Name: 'LoadBalancerName', Value: 'web-classic' }],
              },
              Period: 60,
              Stat: 'Sum',
            },
          },
        ],
      },
      { what: 'read minutes', signal: never, repeatable: true },
    );
    const values = minutes.MetricDataResults?.[0]?.Values ?? [];
    const mean = values.reduce((sum, value) => sum + value, 0) / 60;
    const [record] = await world.usage.balancer('web-classic', { from: to - HOUR, to, signal: never });
    expect(values.length).toBeGreaterThan(50);
    expect(record?.averageNumConnections).toBeCloseTo(mean, 0);
  });

  it('reads all balancers of the region', async () => {
    const world = await awsWorld();
    const to = world.clock.now();
    const given: UsageRecord[] = [];
    const options = { from: to - 2 * HOUR, to, signal: never };
    const records = await world.usage.account({ ...options, onRecords: (fresh) => given.push(...fresh) });
    const all = (await world.balancers.list(never, () => {})).map(({ name }) => name);
    // The one without instances was never measured.
    const names = all.filter((name) => name !== 'empty-elb').sort();
    expect([...new Set(records.map(({ balancerId }) => balancerId))].sort()).toEqual(names);
    expect(given).toHaveLength(records.length);
    expect(world.asked.filter((name) => name === 'GetMetricData')).toHaveLength(1);
  });

  it('tells zero from unknown: no record without a point, zero beside one, never a made-up gauge', async () => {
    const { room, clock } = scripted(['web'], () => ({
      rows: [
        row('healthy_0', [
          [at(1), 2],
          [at(3), 2],
        ]),
        row('requests_0', [[at(3), 7]]),
      ],
    }));
    const at = (hour: number) => clock.now() - 4 * HOUR + hour * HOUR;
    const records = await room.balancer('web', { from: at(0), to: at(4), signal: never });
    expect(
      records.map(({ startAt, requests, processed, averageNumConnections }) => [
        startAt,
        requests,
        processed,
        averageNumConnections,
      ]),
    ).toEqual([
      [at(1), 0, 0, null],
      [at(3), 7, 0, null],
    ]);
  });

  it('puts pages together, and says where a part is missing', async () => {
    const { room, clock, requests } = scripted(['web'], ({ token }) =>
      token === undefined
        ? { rows: [row('requests_0', [[at(0), 1]], 'PartialData')], next: 'two' }
        : { rows: [row('requests_0', [[at(1), 2]]), row('processed_0', [[at(0), 9]], 'InternalError')] },
    );
    const at = (hour: number) => clock.now() - 9 * HOUR + hour * HOUR;
    const records = await room.balancer('web', { from: at(0), to: at(2), signal: never });
    expect(requests.map(({ token }) => token)).toEqual([undefined, 'two']);
    expect(records.map(({ requests, processed, mark }) => [requests, processed, mark])).toEqual([
      [1, 9, 'partial'],
      [2, null, 'partial'],
    ]);
  });

  it('asks in calls that CloudWatch takes and can answer, and no further back than it remembers', async () => {
    const names = Array.from({ length: 130 }, (_, place) => `b${place}`);
    const { room, clock, requests } = scripted(names, () => ({ rows: [] }));
    const now = clock.now();
    await room.account({ from: now - 30 * DAY, to: now + DAY, signal: never });
    for (const { queries, from, to } of requests) {
      expect(queries.length).toBeLessThanOrEqual(500);
      expect((queries.length * (to - from)) / HOUR).toBeLessThanOrEqual(100_800);
      expect(from % HOUR).toBe(0);
      expect(to % HOUR).toBe(0);
      expect(new Set(queries.map(({ Id }) => Id)).size).toBe(queries.length);
    }
    const first = requests.filter(({ queries }) => queries.length === 500);
    expect(first.at(0)?.from).toBe(now - 30 * DAY);
    expect(first.at(-1)?.to).toBe(Math.ceil(now / HOUR) * HOUR);
    for (const [index, { from }] of first.entries()) if (index > 0) expect(from).toBe(first[index - 1]?.to);
    requests.length = 0;
    await room.balancer('b1', { from: 0, to: now, signal: never });
    expect(requests.map(({ from }) => now - from)).toEqual([455 * DAY]);
  });

  it('knows what is left of a balancer that is gone', async () => {
    const world = await awsWorld();
    const to = world.clock.now();
    expect(await world.usage.balancer('never-was', { from: to - HOUR, to, signal: never })).toEqual([]);
  });
});
