import { describe, expect, it } from 'vitest';
import { engineApi } from '../kit/engineApi.ts';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';

/** The first column of the table, from the top. */
function names(app: SluiceUnderTest): readonly string[] {
  const lines = app.screen().split('\n');
  const heading = lines.findIndex((line) => /^ {4}[A-Z]/.test(line));
  return lines
    .slice(heading + 1)
    .map((line) => /^ [ ▌][ ✓] (\S+) /.exec(line)?.[1])
    .filter((name) => name !== undefined);
}

describe('the filter', () => {
  it('takes words in any order, follows the cursor, and esc brings all back', async () => {
    const app = await startSluice();
    await app.press('enter', '/');
    await app.type('tls SHOP');
    expect(names(app)).toEqual(['shop-front-tls']);
    expect(app.screen()).toContain('/tls SHOP');
    expect(app.screen()).toContain('1/1 of 14');
    await app.press('esc');
    expect(names(app)).toHaveLength(14);
    await app.press('/');
    await app.type('8443 nothing');
    expect(app.screen()).toContain('No balancer matches "8443 nothing". esc shows all');
    await app.press('ctrl-u');
    await app.type('dns');
    await app.press('down', 'enter');
    expect(names(app)).toEqual(['resolver-tcp', 'resolver-udp']);
    expect(app.row('▌')).toContain('resolver-udp');
    await app.press('esc');
    expect(names(app)).toHaveLength(14);
    expect(app.row('▌')).toContain('resolver-udp');
  });

  it('finds nodes by server, address, condition and health', async () => {
    const app = await startSluice();
    await app.open('edge-fleet');
    for (const [typed, found] of [
      ['edge-07', 1],
      ['10.20.1.3', 5],
      ['disabled', 2],
      ['offline', 1],
      ['draining online', 1],
    ] as const) {
      await app.press('/');
      await app.type(typed);
      await app.press('enter');
      expect(app.screen(), typed).toContain(`/${found} of 24`);
      await app.press('esc');
    }
  });
});

describe('sorting', () => {
  it('shows an arrow, turns round, and is remembered by the next start', async () => {
    const first = await startSluice();
    await first.press('enter');
    expect(first.row('NAME')).toContain('NAME ▲');
    await first.press('S');
    expect(first.row('NAME')).toContain('STATUS ▲');
    await first.press('S');
    expect(first.row('NAME')).toContain('STATUS ▼');
    expect(names(first)[0]).toBe('legacy-ftp');
    await first.close();

    const second = await startSluice({ home: first.home });
    await second.press('enter');
    expect(second.row('NAME')).toContain('STATUS ▼');
    expect(names(second)[0]).toBe('legacy-ftp');
    await second.press('N', 'N');
    expect(names(second)[0]).toBe('shop-front-tls');
  });

  it('puts numbers in their own order, in names as in addresses', async () => {
    const app = await startSluice();
    const sandbox = await app.sandbox();
    const api = await engineApi(sandbox);
    for (const [at, name] of ['web-10', 'web-2', 'Web-1'].entries()) {
      await api.balancers('POST', '/loadbalancers', {
        loadBalancer: { name, protocol: 'HTTP', port: 90 + at, virtualIps: [{ type: 'PUBLIC' }], nodes: [] },
      });
    }
    sandbox.control.advance(10_000);
    const nodes = ['10.20.0.20', '10.20.0.9'].map((address) => ({ address, port: 80, condition: 'ENABLED' }));
    await api.balancers('POST', '/loadbalancers/7009/nodes', { nodes });
    await app.press('enter', '/');
    await app.type('web-');
    expect(names(app)).toEqual(['Web-1', 'web-2', 'web-10']);
    await app.press('esc', '/');
    await app.type('media');
    await app.press('enter', 'enter', 'A');
    expect(app.row('ADDRESS')).toContain('ADDRESS ▲');
    expect(app.screen().match(/10\.20\.0\.\d+(?=:)/g)).toEqual([
      '10.20.0.9',
      '10.20.0.20',
      '10.20.0.101',
      '10.20.0.102',
      '10.20.0.103',
    ]);
    await app.press('W', 'esc');
  });

  it('shows by which column at every width', async () => {
    const app = await startSluice();
    await app.open('session-cache');
    await app.press('W');
    expect(app.row('ADDRESS')).toContain('WEIGHT ▲');
    const weights = app.screen().match(/(?<=:6379 +)\d+/g);
    expect(weights).toEqual(['1', '1', '2', '2', '4', '4']);
  });
});

describe('the palette', () => {
  it('finds a balancer by some of its letters, from anywhere, and goes there', async () => {
    const app = await startSluice();
    await app.press('enter', ':');
    await app.type('blng');
    expect(app.screen()).toMatch(/▌ billing-api +sandbox · DFW/);
    await app.press('enter');
    expect(app.row('billing-1')).toContain('ENABLED');
    expect(app.screen().split('\n')[1]).toContain('billing-api');
  });

  it('does what a key does, and refuses with the reason where the key would', async () => {
    const app = await startSluice();
    await app.press(':');
    await app.type('balancers of all');
    await app.press('enter');
    expect(app.message()).toBe('Not now: no account is open yet: enter opens one');
    await app.press('enter', ':');
    await app.type('journ');
    await app.press('enter');
    expect(app.screen()).toContain('Nothing has been changed from here yet');
    // What was chosen last stands first, also in the next program.
    await app.press('esc', ':');
    expect(app.screen()).toMatch(/: +│\n│ ▌ Journal: every change made from here/);
    await app.type('zzzz');
    expect(app.screen()).toContain('Nothing by that name. Backspace, or esc');
    await app.press('enter');
    const next = await startSluice({ home: app.home });
    await next.press(':');
    expect(next.screen()).toMatch(/: +│\n│ ▌ Journal: every change made from here/);
  });
});

it('help lists every key of the place, with the reason for each that does nothing', async () => {
  const app = await startSluice({ rows: 80 });
  await app.open('shop-front');
  await app.press('?');
  const help = app.screen();
  for (const line of [
    /E +ENABLE the node/,
    /X +DISABLE the node/,
    /w +Set the node's weight/,
    /z +Undo the last change/,
    /ctrl-x +Stop what is under way/,
    /space +Mark or unmark/,
    /\/ +Filter: show only rows/,
    /@ +Journal: every change/,
    /↓ {2}j +Down/,
    /DRAINING +takes none; open connections and sticky sessions/,
  ])
    expect(help).toMatch(line);
  expect(help).toMatch(/Undo the last change made here\n +not now: nothing was changed from here yet/);
  expect(help).toMatch(/ctrl-x .*\n +not now: nothing is under way/);
});

describe('looking closer', () => {
  it('shows a balancer as JSON, and scrolls', async () => {
    const app = await startSluice();
    await app.open('shop-front');
    await app.press('d');
    expect(app.screen()).toContain('"algorithm": "LEAST_CONNECTIONS"');
    expect(app.screen()).toMatch(/1-18 of \d+/);
    await app.press('pagedown');
    expect(app.screen()).not.toContain('LEAST_CONNECTIONS');
    await app.press('G');
    expect(app.screen()).toContain('\n }\n');
    await app.press('g', 'esc');
    expect(app.row('web-1')).toContain('ENABLED');
  });

  it('copies addresses and ids', async () => {
    const app = await startSluice();
    await app.press('enter', '/');
    await app.type('shop-front');
    await app.press('enter', 'c');
    expect(app.message()).toBe('Copied the address of shop-front: 203.0.113.20');
    await app.press('y', 'enter', 'c', 'y');
    expect(app.message()).toMatch(/^Copied the id of the node: \d+$/);
    expect(app.copied.slice(0, 3)).toEqual(['203.0.113.20', '7001', '10.20.0.11:8080']);
  });
});

it('goes to another region and back', async () => {
  const app = await startSluice();
  await app.press('enter', 'R');
  expect(app.screen()).toContain('Regions of sandbox');
  await app.press('j', 'enter');
  expect(app.screen().split('\n')[0]).toContain('sandbox · ORD · Rackspace');
  expect(names(app)).toContain('old-intranet');
  expect(app.row('old-intranet')).toContain('✗ SUSPENDED');
  await app.press('R', 'esc');
  expect(app.screen().split('\n')[0]).toContain('ORD');
});

it('shows the balancers of all opened accounts and regions in one table', async () => {
  const app = await startSluice({ columns: 120, rows: 40 });
  await app.press('enter', 'R', 'j', 'enter', '0');
  expect(app.screen().split('\n')[0]).toContain('1 account in 2 regions');
  expect(app.row('old-intranet')).toContain('sandbox · ORD');
  expect(app.row('billing-api')).toContain('sandbox · DFW');
  await app.press('/');
  await app.type('shop-front ord');
  await app.press('enter', 'enter');
  expect(app.screen().split('\n')[0]).toContain('sandbox · ORD');
  expect(app.row('10.30.0.11:8080')).toContain('web-1');
});

it('a filter is not offered where there is nothing to filter', async () => {
  const app = await startSluice();
  await app.press('@');
  expect(app.screen()).not.toContain('/ filter');
  await app.press('/');
  expect(app.message()).toBe('Not now: there is no row');
});

it('a region that opens does not take away what is being typed over its menu', async () => {
  const app = await startSluice();
  await app.press('enter', 'R', 'down');
  await app.burst('enter', ':');
  expect(app.screen()).toContain('enter do it');
  expect(app.message()).toBe('sandbox in ORD is open: choose it again to go there');
  await app.press('esc', 'down', 'enter');
  expect(app.screen()).toContain('sandbox · ORD · Rackspace');
});

it('a log that is pasted into the filter is not taken whole', async () => {
  const app = await startSluice();
  await app.press('enter', '/');
  await app.type(`\u001b[200~${'é line of a log\n'.repeat(300)}\u001b[201~`);
  expect(app.screen()).toMatch(/-\/0 of 14$/m);
  expect(app.screen()).toContain('esc shows all');
  await app.press('ctrl-u');
  expect(names(app)).toHaveLength(14);
});
