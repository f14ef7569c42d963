import { describe, expect, it } from 'vitest';
import { startSluice } from '../kit/sluice.ts';
import { changingCalls, made, openWizard, stepRow, toReview, until } from '../kit/wizard.ts';

describe('a new balancer with two servers, nodes and a virtual IP', () => {
  it('is made by n and enter alone, and the list shows it under the cursor', async () => {
    const app = await startSluice();
    await openWizard(app);
    expect(app.screen()).toContain('step 1 of 5');
    expect(app.row('▌')).toContain('balancer-1');
    await app.press('enter', 'enter', 'enter', 'enter', 'enter');
    expect(app.screen()).toContain('step 2 of 5');
    expect(app.row('Their names')).toContain('balancer-1-{n}');
    await app.press('enter', 'enter', 'enter', 'enter', 'enter', 'enter');
    expect(app.screen()).toContain('step 3 of 5');
    expect(app.row('balancer-1-2 (new)')).toMatch(/80 +ENABLED +PRIMARY/);
    // Four cells a row can be typed in.
    await app.press('enter', 'enter', 'enter', 'enter', 'enter', 'enter', 'enter', 'enter');
    expect(app.screen()).toContain('step 4 of 5');
    await app.press('enter');
    expect(app.screen()).toContain('The account has room for it. enter begins');
    app.requests();

    await app.press('enter');
    expect(stepRow(app, 'server balancer-1-1')).toMatch(/◌ running +0s .* BUILD/);
    expect(stepRow(app, 'server balancer-1-2')).toMatch(/◌ running +0s .* BUILD/);
    expect(stepRow(app, 'balancer')).toContain('· waiting');
    expect(app.screen()).toContain('Exists: server balancer-1-1 (not ready), balancer-1-2 (not ready)');
    await app.advance(10_000);
    expect(stepRow(app, 'server balancer-1-1')).toMatch(/◌ running +10s .* \d+% BUILD/);
    expect(app.screen()).toMatch(/█+░+ {2}\d+% {2}0 of 3 steps/);
    await until(app, '15 balancers');

    expect(app.message()).toBe('Create balancer balancer-1 in DFW: done');
    expect(app.row('▌')).toMatch(/balancer-1 +● ACTIVE +HTTP :80 +2\b.*203\.0\.113\.\d+/);
    expect(changingCalls(app.requests())).toEqual(['POST /servers', 'POST /servers', 'POST /loadbalancers']);
    const { servers, balancers } = await made(app, 'balancer-1');
    expect(servers.map(({ name, status }) => `${name} ${status}`).sort()).toEqual([
      'balancer-1-1 ACTIVE',
      'balancer-1-2 ACTIVE',
    ]);
    expect(balancers).toMatchObject([
      {
        status: 'ACTIVE',
        protocol: 'HTTP',
        port: 80,
        virtualIps: [
          { type: 'PUBLIC', ipVersion: 'IPV4' },
          { type: 'PUBLIC', ipVersion: 'IPV6' },
        ],
      },
    ]);
    const nodes = balancers[0]?.nodes ?? [];
    expect(nodes.map(({ address }) => address).sort()).toEqual(servers.map(({ address }) => address).sort());
    expect(nodes.map(({ port, condition }) => `${port} ${condition}`)).toEqual(['80 ENABLED', '80 ENABLED']);

    await app.press('enter');
    expect(app.row('balancer-1-1')).toMatch(/● ENABLED +▲ ONLINE +10\.20\.\d+\.\d+:80/);
    expect(app.row('balancer-1-2')).toMatch(/● ENABLED +▲ ONLINE +10\.20\.\d+\.\d+:80/);
  });

  it('mixes running servers, new ones and typed addresses, and shares a virtual IP', async () => {
    const app = await startSluice();
    await openWizard(app);
    await app.type('shop-admin');
    await app.press('tab', 'tab');
    await app.type('8081');
    await app.press('tab');
    await app.type('weighted_r');
    await app.press('ctrl-s');
    await app.type('web-1');
    await app.press('space', 'ctrl-u');
    expect(app.row('Running servers')).toContain('web-1');
    await app.press('tab');
    await app.type('1');
    await app.press('tab');
    await app.type('admin');
    await app.press('ctrl-s');
    expect(app.row('▌ 10.20.0.11 (web-1)')).toMatch(/8081 +ENABLED/);
    expect(app.row('admin (new)')).toMatch(/8081 +ENABLED/);
    // Over the port of the first row, then to its condition, and one address more.
    await app.type('9000');
    await app.press('tab', 'right');
    await app.press('ctrl-n');
    await app.type('10.9.9.9');
    await app.press('tab', 'tab', 'tab');
    await app.type('7');
    await app.press('ctrl-s');
    await app.press('right', 'right', 'right', 'tab');
    await app.type('shop-front');
    expect(app.row('Shared with')).toContain('203.0.113.20');
    await app.press('ctrl-s');
    expect(app.screen()).toContain('It shares the virtual IPs');
    expect(app.screen()).toContain('1 of them is DRAINING and gets no new connections');
    await app.press('enter');
    await until(app, 'Create balancer shop-admin in DFW: done');
    const { servers, balancers } = await made(app);
    const [balancer] = balancers.filter(({ name }) => name === 'shop-admin');
    const admin = servers.find(({ name }) => name === 'admin');
    expect(balancer?.nodes).toMatchObject([
      { address: '10.20.0.11', port: 9000, condition: 'DRAINING' },
      { address: admin?.address, port: 8081, condition: 'ENABLED' },
      { address: '10.9.9.9', port: 8081, condition: 'ENABLED', weight: 7 },
    ]);
    const front = balancers.find(({ name }) => name === 'shop-front');
    expect(balancer?.virtualIps.map(({ address }) => address)).toEqual(
      front?.virtualIps.map(({ address }) => address),
    );
  });
});

it('makes eight servers at the same time: hardly longer than the slowest of them, with few calls', async () => {
  const app = await startSluice();
  await toReview(app, 'fleet', 8);
  app.requests();
  const begun = app.clock.now();
  await app.press('enter');
  const first = app.requests();
  expect(changingCalls(first)).toEqual(Array.from({ length: 8 }, () => 'POST /servers'));
  await until(app, 'Create balancer fleet in DFW: done');
  const tookMs = app.clock.now() - begun;
  const calls = [...first, ...app.requests()];
  const { servers, balancers } = await made(app, 'fleet');
  expect(servers).toHaveLength(8);
  expect(balancers[0]?.nodes).toHaveLength(8);
  const slowest = Math.max(...servers.map((server) => server.tookMs));
  // A new balancer is BUILD for six seconds.
  expect(tookMs).toBeLessThan(1.3 * slowest + 6_000);
  expect(changingCalls(calls)).toHaveLength(9);
  // One reading a round tells of all of them.
  expect(calls.filter((call) => /GET .*\/servers/.test(call)).length).toBeLessThan(12);
});
