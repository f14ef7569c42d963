import { describe, expect, it } from 'vitest';
import { engineApi } from '../kit/engineApi.ts';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';

const sent = (app: SluiceUnderTest) =>
  app.requests().filter((one) => !one.startsWith('GET') && !one.includes('/tokens'));

/** Types over what the field under the cursor holds. */
async function fill(app: SluiceUnderTest, text: string): Promise<void> {
  await app.burst('ctrl-e', 'ctrl-u');
  await app.type(text);
}

describe('adding a node', () => {
  it('says beside each field what is wrong and how to mend it, and loses nothing that was typed', async () => {
    const app = await startSluice();
    await app.open('shop-front');
    await app.press('a', 'ctrl-s');
    expect(app.screen()).toContain('Address is empty: it is needed');
    for (const [address, fault] of [
      ['127.0.0.1', 'The balancer cannot reach 127.x: give the address the server has'],
      ['10.20.0.999', 'An IPv4 address has four numbers from 0 to 255'],
      ['10.20.0.15:8080', 'Leave out the port, it has a field of its own'],
      ['http://web-9/', 'One address, without a path or a /network'],
    ] as const) {
      await fill(app, address);
      await app.press('tab');
      expect(app.screen().replace(/\s+/g, ' ')).toContain(`${address} ${fault}`);
      await app.press('shift-tab');
    }
    await fill(app, '10.20.0.15');
    expect(app.screen()).not.toContain('Leave out');
    await app.press('tab');
    for (const port of ['0', '65536', 'http', '80.5', '-1']) {
      await fill(app, port);
      await app.press('ctrl-s');
      expect(app.screen().replace(/\s+/g, ' ')).toContain(
        `Port is "${port}": a whole number from 1 to 65535 is needed`,
      );
    }
    expect(app.screen()).toContain('10.20.0.15');
    expect(sent(app)).toEqual([]);
  });

  it('adds it, enabled, and undo takes it away again', async () => {
    const app = await startSluice();
    await app.open('shop-front');
    await app.press('a');
    await app.type('10.20.0.15');
    await app.press('tab');
    await fill(app, '8080');
    app.requests();
    await app.press('ctrl-s');
    await app.advance(4_000);
    expect(app.message()).toBe('10.20.0.15:8080 is added to shop-front. z undoes it');
    expect(app.row('10.20.0.15:8080')).toContain('● ENABLED');
    expect(sent(app)).toHaveLength(1);

    await app.press('z');
    expect(app.screen()).toContain('Remove 10.20.0.15:8080 from shop-front?');
    await app.type('10.20.0.15:8080');
    await app.press('enter');
    await app.advance(4_000);
    expect(app.screen()).not.toContain('10.20.0.15:8080  ');
    const api = await engineApi(await app.sandbox());
    expect(await api.nodes(7001)).toHaveLength(4);
  });

  it('refuses an address that is there already, before and after the engine is asked', async () => {
    const app = await startSluice();
    await app.open('shop-front');
    await app.press('a');
    await app.type('10.20.0.11');
    await app.press('tab');
    await fill(app, '8080');
    await app.press('ctrl-s');
    expect(app.screen().replace(/\s+/g, ' ')).toContain(
      '10.20.0.11:8080: the balancer has a node with this address and port already',
    );
    expect(app.row('Address')).toContain('10.20.0.11');
    expect(sent(app)).toEqual([]);
  });
});

describe('changing a node', () => {
  it('sets a weight, and undo puts the old one back', async () => {
    const app = await startSluice();
    await app.open('api-gateway');
    expect(app.row('api-3')).toMatch(/ 5 /);
    await app.press('j', 'j', 'w');
    expect(app.screen()).toContain('Weight of api-3');
    for (const weight of ['0', '101', 'x', '']) {
      await fill(app, weight);
      await app.press('enter');
      expect(app.screen()).toMatch(
        weight === '' ? /Weight is empty: it is needed/ : /a whole number from 1 to 100 is needed/,
      );
    }
    await fill(app, '42');
    await app.press('enter');
    await app.advance(3_000);
    expect(app.message()).toBe('api-3 has weight 42. z undoes it');
    expect(app.row('api-3')).toMatch(/ 42 /);
    await app.press('z');
    await app.advance(3_000);
    expect(app.row('api-3')).toMatch(/ 5 /);
  });

  it('flips the type, and says why the engine refuses it', async () => {
    const app = await startSluice({ columns: 120 });
    await app.open('orders-db');
    await app.press('j', 'p');
    await app.advance(3_000);
    expect(app.row('orders-db-2')).toContain('SECONDARY');
    await app.press('p');
    await app.advance(3_000);
    expect(app.row('orders-db-2')).toContain('PRIMARY');
    await app.press('esc', 'esc', '/');
    await app.type('shop-front');
    await app.press('enter', 'enter', 'p');
    await app.advance(3_000);
    expect(app.message()).toContain('needs a health monitor');
    expect(app.row('web-1')).toContain('PRIMARY');
  });
});

describe('removing a node', () => {
  it('wants its name typed, nothing shorter, and undo adds it again as it was', async () => {
    const app = await startSluice();
    await app.open('api-gateway');
    await app.press('j');
    app.requests();
    await app.press('ctrl-d');
    expect(app.screen()).toContain('Remove api-2 from api-gateway?');
    expect(app.screen()).toMatch(/\d+ open connections? would be cut at once/);
    await app.press('y');
    await app.press('enter');
    expect(app.screen()).toContain('That is not api-2');
    await app.burst('ctrl-u');
    await app.press('enter');
    expect(app.screen()).toContain('Type api-2 to confirm, or esc');
    await app.press('esc');
    expect(app.message()).toBe('Nothing was changed');
    expect(sent(app)).toEqual([]);

    await app.press('ctrl-d');
    await app.type('api-2');
    await app.press('enter');
    await app.advance(3_000);
    expect(app.message()).toBe('api-2 is removed from api-gateway. z undoes it');
    expect(app.screen()).not.toContain('10.20.0.32:9000');
    expect(sent(app)).toHaveLength(1);
    await app.press('z');
    await app.advance(4_000);
    expect(app.row('10.20.0.32:9000')).toMatch(/● ENABLED .* 10 +api-2/);
    await app.press('@');
    expect(app.row('added')).toMatch(/10\.20\.0\.32:9000 +added +● done/);
    expect(app.row('removed')).toMatch(/api-2 +removed/);
  });

  it('removes several in as few requests as the engine takes', async () => {
    const app = await startSluice();
    await app.open('edge-fleet');
    await app.burst('v', ...Array.from({ length: 11 }, () => 'j'), 'v');
    app.requests();
    await app.press('ctrl-d');
    await app.type('remove 12');
    await app.press('enter');
    await app.advance(6_000);
    expect(app.message()).toBe('12 nodes are removed from edge-fleet. z undoes it');
    expect(sent(app)).toHaveLength(2);
    expect(app.screen()).toContain('12 nodes');
  });
});
