import { expect, it } from 'vitest';
import { openSandbox } from '../client.ts';

it('records each hour, the same whenever it is read', async () => {
  const { client, clock } = await openSandbox();
  const { body } = await client.lb('/loadbalancers/7001/usage/current');
  const records = body.loadBalancerUsageRecords;
  expect(records.length).toBeGreaterThanOrEqual(24);
  expect(records[3]).toMatchObject({ numPolls: 12, vipType: 'PUBLIC', numVips: 2, sslMode: 'OFF' });
  expect(records[3].incomingTransfer).toBeGreaterThan(0);
  expect(new Set(records.map((each: { id: number }) => each.id)).size).toBe(records.length);
  await clock.advance(30 * 60_000);
  const later = (await client.lb('/loadbalancers/7001/usage/current')).body.loadBalancerUsageRecords;
  expect(later).toContainEqual(records[3]);
  expect(later.at(-1)).toMatchObject({
    startTime: '2026-03-01T12:00:00Z',
    endTime: '2026-03-01T12:30:00Z',
    numPolls: 6,
  });
});

it('pages by links', async () => {
  const { client } = await openSandbox();
  const query = 'startTime=2026-02-26&endTime=2026-03-01T00&limit=50';
  const first = (await client.lb(`/loadbalancers/7001/usage?${query}`)).body;
  expect(first.loadBalancerUsageRecords).toHaveLength(50);
  const [next] = first.links;
  expect(next.rel).toBe('next');
  const second = (await client.lb(`/loadbalancers/7001/usage?${new URL(next.href).searchParams}`)).body;
  expect(second.loadBalancerUsageRecords).toHaveLength(23);
  expect(second.links.map((link: { rel: string }) => link.rel)).toEqual(['previous']);
});

it('looks back 90 days for a balancer and one for the account', async () => {
  const { client } = await openSandbox();
  const ofBalancer = (await client.lb('/loadbalancers/7004/usage?limit=1000')).body.loadBalancerUsageRecords;
  expect(Date.parse(ofBalancer[0].startTime)).toBeLessThan(Date.parse('2026-02-25T00:00:00Z'));
  const { body } = await client.lb('/loadbalancers/usage');
  expect(body.accountUsage.accountUsageRecords[0].startTime).toBe('2026-02-28T12:00:00Z');
  expect(body.accountUsage.accountUsageRecords.at(-1)).toMatchObject({ numLoadBalancers: 14 });
  expect(body.loadBalancerUsages).toHaveLength(14);
});

it('tells what happened, and still knows the deleted', async () => {
  const { client, clock } = await openSandbox();
  await client.lb('/loadbalancers/7012', 'DELETE');
  await clock.advance(3_600_000);
  const { body } = await client.lb('/loadbalancers/usage');
  const gone = body.loadBalancerUsages.find(
    (each: { loadBalancerId: number }) => each.loadBalancerId === 7012,
  );
  expect(gone.loadBalancerUsageRecords.at(-1)).toMatchObject({
    eventType: 'DELETE_LOADBALANCER',
    numPolls: 0,
  });
  expect(body.accountUsage.accountUsageRecords.at(-1).numLoadBalancers).toBe(13);
});

it('gives each record an id of its own, however often an hour is cut', async () => {
  const { client, clock } = await openSandbox();
  for (let turn = 0; turn < 12; turn++) {
    const body = { sslTermination: { secureTrafficOnly: turn % 2 === 0 } };
    expect((await client.lb('/loadbalancers/7003/ssltermination', 'PUT', body)).status).toBe(202);
    await clock.advance(10_000);
  }
  await clock.advance(2 * 3_600_000);
  const { body } = await client.lb('/loadbalancers/7003/usage/current');
  const ids = body.loadBalancerUsageRecords.map((each: { id: number }) => each.id);
  expect(ids.length).toBeGreaterThanOrEqual(36);
  expect(new Set(ids).size).toBe(ids.length);
});

it('refuses times that make no sense', async () => {
  const { client } = await openSandbox();
  for (const query of ['startTime=soon', 'startTime=2026-03-01&endTime=2026-02-01', 'endTime=2026-13-01'])
    expect((await client.lb(`/loadbalancers/7001/usage?${query}`)).status).toBe(400);
  expect((await client.lb('/loadbalancers/billable?startTime=2026-02-01')).status).toBe(400);
  const { body } = await client.lb(
    '/loadbalancers/billable?startTime=2026-02-01&endTime=2026-02-02T10:00:00%2B0000',
  );
  expect(body.loadBalancers[0].virtualIps).toBeUndefined();
});
