import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../../src/model/form.ts';
import { sandboxWorld } from './kit.ts';
import { faults, options, rowsField } from './wizardPages.ts';

describe('the wizard', () => {
  it('says what does not fit, where it is typed', async () => {
    const world = await sandboxWorld();
    expect(
      await faults(
        world,
        'balancer',
        {},
        {
          name: 'x',
          more: 'yes',
          persistence: 'SSL_ID',
          monitor: 'HTTPS',
          path: 'up',
          metadata: 'team',
          timeout: '10',
        },
      ),
    ).toEqual({
      persistence: 'SSL_ID works with the protocol HTTPS only: choose SOURCE_IP, or none',
      monitor: 'A monitor of type HTTPS works with the protocol HTTPS only: choose CONNECT',
      path: 'A path begins with /',
      metadata: '"team" has no value: write team=something',
      timeout: expect.stringMatching(/30 to 120/),
    });
    expect(await faults(world, 'servers', {}, { pattern: 'web' })).toEqual({
      pattern: 'Several servers need {n} in their name, as in web-{n}',
    });
    const balancer = { name: 'x', protocol: 'HTTP', port: '80' };
    const share = await options(world, 'virtualIp', 'share');
    const front = share.find(({ help }) => help?.includes('shop-front :80'))?.value ?? '';
    expect(await faults(world, 'virtualIp', { balancer }, { kind: 'SHARE', share: front })).toEqual({
      share: expect.stringMatching(/^Port 80 of .* is used by shop-front: choose another port/),
    });
    expect(
      await faults(
        world,
        'virtualIp',
        { balancer: { ...balancer, port: '81' } },
        { kind: 'SHARE', share: front },
      ),
    ).toEqual({});
  });

  it('gives each server a row that stays, and checks the rows together', async () => {
    const world = await sandboxWorld();
    const [one] = await options(world, 'servers', 'existing');
    const answers = {
      balancer: { name: 'x', protocol: 'HTTP', port: '81' },
      servers: { existing: one?.value ?? '', count: '1', pattern: 'web-{n}' },
    };
    const field = rowsField(world, answers);
    const rows = rowsOf(field.initial ?? '');
    expect(rows.map(({ address, port }) => [address, port])).toEqual([
      [expect.stringMatching(/^10\..* \(.*\)$/), '81'],
      ['web-1 (new)', '81'],
    ]);
    expect(rows.every((row) => field.isFixed?.(row))).toBe(true);
    const address = rows[0]?.['address']?.split(' ')[0] ?? '';
    const typed = field.parse(`${address}:81 secondary`);
    if (typeof typed === 'string') throw new Error(typed);
    expect(field.isFixed?.(typed)).toBe(false);
    expect(field.checkRows?.([...rows, typed])).toEqual({ 2: expect.stringMatching(/is there twice/) });
    expect(field.checkRows?.([...rows, { ...typed, port: '82' }])).toEqual({
      2: expect.stringMatching(/needs a health monitor/),
    });
  });

  it('falls back to what the guide lists where the server does not offer its lists', async () => {
    const world = await sandboxWorld();
    world.sandbox.control.fault({ kind: 'status', status: 404, path: '/loadbalancers/protocols' });
    world.sandbox.control.fault({ kind: 'status', status: 405, path: '/loadbalancers/algorithms' });
    expect((await options(world, 'balancer', 'protocol')).map(({ value }) => value)).toContain('HTTP');
    expect((await options(world, 'balancer', 'algorithm')).map(({ value }) => value)).toContain(
      'ROUND_ROBIN',
    );
  });

  it('works where key pairs cannot be listed', async () => {
    const world = await sandboxWorld();
    world.sandbox.control.fault({ kind: 'status', status: 404, path: '/os-keypairs' });
    expect(await options(world, 'servers', 'keyName')).toEqual([]);
  });
});
