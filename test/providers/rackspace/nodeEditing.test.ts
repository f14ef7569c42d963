import { describe, expect, it } from 'vitest';
import type { NewNode } from '../../../src/model/node.ts';
import { problemFrom } from '../kit/problems.ts';
import { drive, LB, never } from '../kit/rackspaceDouble.ts';
import { type Answer, cut } from '../kit/scriptedServer.ts';
import { editing, open, READ } from './shop.ts';

describe('adding nodes', () => {
  const web3: NewNode = { address: '10.20.0.13', port: 8080, condition: 'DRAINING', weight: 2 };
  const web4: NewNode = { address: '2001:0DB8::0001', port: 8080, condition: 'ENABLED', type: 'SECONDARY' };

  it('sends them all in one request', async () => {
    const { double, provider } = await open();
    const receipt = await drive(double.clock, editing(provider).add('7001', [web3, web4], { signal: never }));
    expect(double.calls).toEqual([`POST ${LB}/loadbalancers/7001/nodes`, READ]);
    expect(JSON.parse(double.server.seen[1]?.body ?? '')).toEqual({ nodes: [web3, web4] });
    expect(receipt.detail?.nodeList).toHaveLength(4);
  });

  it('that are there already is a conflict naming them', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [
      () => ({ status: 422, json: { code: 422, message: 'Duplicate nodes detected. One or more…' } }),
    ];
    const add = editing(provider).add('7001', [web3], { signal: never });
    const problem = await problemFrom(drive(double.clock, add));
    expect(problem.kind).toBe('conflict');
    expect(problem.message).toMatch(
      /^Could not add 10\.20\.0\.13:8080 to balancer 7001: Duplicate nodes detected/,
    );
  });

  it('beyond the quota is not tried again', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [() => ({ status: 413, json: { code: 413, message: 'Nodes must not exceed 25' } })];
    const add = editing(provider).add('7001', [web3], { signal: never });
    expect((await problemFrom(drive(double.clock, add))).kind).toBe('quota');
    expect(double.calls).toHaveLength(1);
  });

  it('is looked up when the answer was lost, and never sent twice', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [shop.acceptAndCut, () => cut];
    const done = editing(provider).add('7001', [web3, web4], { signal: never });
    expect((await drive(double.clock, done)).detail?.nodeList).toHaveLength(4);

    const lost = editing(provider).add('7001', [{ ...web3, port: 9 }], { signal: never });
    const problem = await problemFrom(drive(double.clock, lost));
    expect(problem.message).toMatch(/It was not done$/);
    expect(problem.maybeApplied).toBeUndefined();
    expect(double.calls.filter((call) => call.startsWith('POST'))).toHaveLength(2);
  });
});

describe('removing nodes', () => {
  it('takes the short way for one', async () => {
    const { double, provider } = await open();
    await drive(double.clock, editing(provider).remove('7001', ['5102'], { signal: never }));
    expect(double.calls[0]).toBe(`DELETE ${LB}/loadbalancers/7001/nodes/5102`);
  });

  it('goes in batches of ten', async () => {
    const { shop, double, provider } = await open();
    shop.nodes = Array.from({ length: 12 }, (_, n) => ({
      id: n + 1,
      address: '10.0.0.1',
      port: n + 1,
      condition: 'ENABLED',
    }));
    const ids = shop.nodes.map(({ id }) => String(id));
    await drive(double.clock, editing(provider).remove('7001', ids, { signal: never }));
    expect(double.calls.filter((call) => call.startsWith('DELETE'))).toEqual([
      `DELETE ${LB}/loadbalancers/7001/nodes?id=1&id=2&id=3&id=4&id=5&id=6&id=7&id=8&id=9&id=10`,
      `DELETE ${LB}/loadbalancers/7001/nodes?id=11&id=12`,
    ]);
    expect(shop.nodes).toEqual([]);
  });

  it('of none sends nothing', async () => {
    const { double, provider } = await open();
    const problem = await problemFrom(editing(provider).remove('7001', [], { signal: never }));
    expect(problem.kind).toBe('invalid');
    expect(double.calls).toEqual([]);
  });

  it.each<[string, Answer]>([
    ['422', { status: 422, json: { code: 422, message: 'The node is already deleted' } }],
    ['404', { status: 404, json: { code: 404, message: 'Node not found' } }],
    [
      '400',
      {
        status: 400,
        json: {
          code: 400,
          validationErrors: { messages: ['Node ids 5199 are not a part of your loadbalancer'] },
        },
      },
    ],
  ])('that are gone is done (%s)', async (_, refusal) => {
    const { shop, double, provider } = await open();
    shop.writes = [() => refusal];
    const receipt = await drive(double.clock, editing(provider).remove('7001', ['5199'], { signal: never }));
    expect(receipt.detail?.nodeList).toHaveLength(2);
    expect(double.calls.map((call) => call.split(' ')[0])).toEqual(['DELETE', 'GET']);
  });

  it('of which some are gone removes the others', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [() => ({ status: 400, json: { code: 400, message: 'Node ids 5199 are not yours' } })];
    await drive(double.clock, editing(provider).remove('7001', ['5102', '5199'], { signal: never }));
    expect(shop.nodes.map(({ id }) => id)).toEqual([5101]);
    expect(double.calls).toContain(`DELETE ${LB}/loadbalancers/7001/nodes/5102`);
  });

  it('is refused when the refusal was about something else', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [() => ({ status: 400, json: { code: 400, message: 'Disable the secondary first' } })];
    const remove = editing(provider).remove('7001', ['5101', '5102'], { signal: never });
    expect(await problemFrom(drive(double.clock, remove))).toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(/Disable the secondary first/),
    });
  });

  it('is looked up when the answer was lost', async () => {
    const { shop, double, provider } = await open();
    shop.writes = [shop.acceptAndCut];
    const remove = editing(provider).remove('7001', ['5101', '5102'], { signal: never });
    await drive(double.clock, remove);
    expect(shop.nodes).toEqual([]);
    expect(double.calls.filter((call) => call.startsWith('DELETE'))).toHaveLength(1);
  });
});
