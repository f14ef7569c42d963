import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { engineApi } from '../kit/engineApi.ts';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';

const MEDIA = 7009;
const newNode = (address: string) => ({ address, port: 80, condition: 'ENABLED', type: 'PRIMARY' });

describe('a refresh', () => {
  it('moves neither cursor nor marks when rows come, go and change places', async () => {
    const app = await startSluice();
    await app.open('shop-front');
    const api = await engineApi(await app.sandbox());
    await app.press('S', 'g', 'j');
    // Sorted by condition: web-3, which is DISABLED, comes first.
    expect(app.row('▌')).toContain('10.20.0.11:8080');
    await app.press('space', 'j', 'space', 'k', 'j');
    expect(app.row('10.20.0.11:8080')).toContain('✓');
    expect(app.row('10.20.0.14:8080')).toContain('✓');
    expect(app.row('▌')).toContain('10.20.0.14:8080');

    const [first] = await api.nodes(7001);
    await api.balancers('PUT', `/loadbalancers/7001/nodes/${first?.id}`, { node: { condition: 'DRAINING' } });
    (await app.sandbox()).control.advance(2_000);
    await api.balancers('POST', '/loadbalancers/7001/nodes', { nodes: [newNode('10.20.0.9')] });
    await app.advance(5_000);
    const rows = app
      .screen()
      .split('\n')
      .filter((line) => /10\.20\.0\.\d+:/.test(line));
    expect(rows.map((line) => /10\.20\.0\.\d+:\d+/.exec(line)?.[0])).toEqual([
      '10.20.0.13:8080',
      '10.20.0.11:8080',
      '10.20.0.9:80',
      '10.20.0.12:8080',
      '10.20.0.14:8080',
    ]);
    expect(app.row('▌')).toContain('10.20.0.14:8080');
    expect(rows.map((line) => line.includes('✓'))).toEqual([false, true, false, false, true]);
    expect(app.screen()).toContain('2 marked   5/5');
  });

  it('leaves no key on a neighbour when the row under the cursor has gone', async () => {
    const app = await startSluice();
    await app.open('shop-front');
    const api = await engineApi(await app.sandbox());
    await app.press('j');
    expect(app.row('▌')).toContain('web-2');
    const nodes = await api.nodes(7001);
    await api.balancers('DELETE', `/loadbalancers/7001/nodes/${nodes[1]?.id}`);
    await app.advance(6_000);
    app.requests();
    expect(app.screen()).not.toContain('10.20.0.12:8080');
    expect(app.screen()).not.toContain('▌');
    for (const key of ['X', 'D', 'E', 't', 'w', 'p', 'ctrl-d', 'c', 'y']) {
      await app.press(key);
      expect(app.message(), key).toBe('Not now: the node the cursor was on has gone: choose one');
    }
    await app.press('space');
    expect(app.screen()).not.toContain('marked');
    expect(app.requests().filter((request) => !request.startsWith('GET'))).toEqual([]);
    await app.press('j');
    expect(app.row('▌')).toContain('web-3');
  });

  it('drops the mark of a row that has gone, and a bulk change leaves it out', async () => {
    const app = await startSluice();
    await app.open('shop-front');
    const api = await engineApi(await app.sandbox());
    await app.press('space', 'space');
    const [first] = await api.nodes(7001);
    await api.balancers('DELETE', `/loadbalancers/7001/nodes/${first?.id}`);
    await app.advance(6_000);
    expect(app.screen()).toContain('1 marked');
    await app.press('D');
    await app.advance(3_000);
    expect(app.message()).toBe('web-2 is DRAINING. z undoes it');
  });

  it('says that the balancer itself has gone', async () => {
    const app = await startSluice();
    await app.open('media');
    const api = await engineApi(await app.sandbox());
    await api.balancers('DELETE', '/loadbalancers/7009');
    await app.advance(10_000);
    expect(app.screen()).toContain('✗ 10s old: gone');
    expect(app.message()).toBe('Could not read media (7009): it has been deleted. Refresh the list');
    expect(app.row('10.20.0.101:8080')).toContain('media-1');
    await app.press('esc', 'r');
    expect(app.screen()).toContain('No balancer matches "media". esc shows all');
  });
});

const HOSTILE = [
  '\u001b[2J\u001b]0;owned\u0007',
  'a\u202Eevil\u202C \u2066x\u2069 \u200Bzero\u200Dwidth\uFEFF',
  '日本語ロードバランサー',
  '👩‍👩‍👧‍👦 family 🏳️‍🌈 e\u0301',
  'tab\tand\nnewline\r\u0085\u2028',
] as const;

describe('names from outside', () => {
  it.each([
    [80, 30],
    [120, 30],
  ])('are drawn harmlessly and keep the columns straight at %d columns', async (columns, rows) => {
    const app = await startSluice({ columns, rows });
    const sandbox = await app.sandbox();
    const api = await engineApi(sandbox);
    for (const [at, name] of HOSTILE.entries()) {
      await api.servers('POST', '/servers', {
        server: { name, imageRef: '0a1b3c5d-2222-4b7a-9c01-3f6f0d6a1201', flavorRef: 'general1-1' },
      });
      await api.balancers('POST', '/loadbalancers', {
        loadBalancer: { name, protocol: 'HTTP', port: 80 + at, virtualIps: [{ type: 'PUBLIC' }], nodes: [] },
      });
    }
    sandbox.control.advance(60_000);
    const { servers } = (await api.servers('GET', '/servers/detail')) as {
      servers: { name: string; addresses: { private: { addr: string; version: number }[] } }[];
    };
    const nodes = servers
      .filter(({ name }) => HOSTILE.some((hostile) => hostile.trim() === name))
      .flatMap(({ addresses }) => addresses.private.slice(0, 1).map(({ addr }) => newNode(addr)));
    expect(nodes).toHaveLength(HOSTILE.length);
    await api.balancers('POST', `/loadbalancers/${MEDIA}/nodes`, { nodes });

    await app.press('enter');
    await app.advance(1_000);
    expect(app.row('日本語')).toContain('● ACTIVE');
    expectStraight(app, 'STATUS', /[●◌✗] [A-Z]/);
    await app.press('/');
    await app.type('media');
    await app.press('enter', 'enter');
    expect(app.row('日本語')).toContain('10.20.100.');
    expectStraight(app, 'ADDRESS', /10\.20\./);
    await app.press('G', 'X');
    expect(app.screen()).toMatch(/Disable tab and newline of media\?|tab and newl/);
    await app.press('esc', 'd', 'esc', 'c');

    // Cursor positions, colours, erasing and switches: nothing else was ever sent, and the screen was cleared once.
    const { written } = app.terminal;
    const sequences = written.match(/\u001b(?:\[[0-9;?]*[A-Za-z]|.?)/g) ?? [];
    expect(sequences.filter((sequence) => !/^\u001b\[[0-9;?]*[HKJmhl]$/.test(sequence))).toEqual([]);
    expect(sequences.filter((sequence) => sequence.endsWith('J'))).toEqual(['\u001b[2J']);
    expect(written).not.toMatch(/[\u0000-\u001a\u007f-\u009f\u2028\u202a-\u202e\u2066-\u2069\u200b\ufeff]/);
    expect(written).not.toContain('owned');
  });
});

/** Every cell of a column begins where its heading does, in cells of the terminal. */
function expectStraight(app: SluiceUnderTest, title: string, start: RegExp): void {
  const lines = app.screen().split('\n');
  const heading = lines.find((line) => line.includes(title)) ?? '';
  const from = stringWidth(heading.slice(0, heading.indexOf(title)));
  const rows = lines.slice(lines.indexOf(heading) + 1, -2).filter((line) => start.test(line));
  expect(rows.length).toBeGreaterThan(4);
  const starts = rows.map((line) => stringWidth(line.slice(0, line.search(start))));
  expect(new Set(starts), title).toEqual(new Set([from]));
}
