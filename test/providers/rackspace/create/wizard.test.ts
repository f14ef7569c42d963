import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsText } from '../../../../src/model/form.ts';
import type { Answers } from '../../../../src/providers/create.ts';
import { acceptedValues, faultsOf, initialValues } from '../../../../src/state/form/checkForm.ts';
import { filled } from '../../kit/filledForm.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { balancersNamed, sandboxWorld, TestRun } from './kit.ts';
import { answer, faults, options } from './wizardPages.ts';

describe('the wizard', () => {
  it('makes two servers and a PUBLIC address of a name and enter', async () => {
    const world = await sandboxWorld();
    const answers = await answer(world, { balancer: { name: 'Shop Two' } });
    const spec = world.flow.specOf(answers);
    expect(spec).toEqual({
      name: 'Shop Two',
      protocol: 'HTTP',
      port: 80,
      algorithm: 'LEAST_CONNECTIONS',
      virtualIp: { type: 'PUBLIC' },
      servers: {
        create: [1, 2].map((n) => ({
          name: `shop-two-${n}`,
          image: 'Ubuntu 24.04 LTS (Noble Numbat) (PVHVM)',
          flavor: '512MB Standard Instance',
        })),
      },
      nodes: [1, 2].map((n) => ({ server: `shop-two-${n}`, port: 80, condition: 'ENABLED' })),
    });
    expect(world.flow.faultsOf(spec)).toEqual([]);
    expect(await world.drive(world.flow.check(spec, { signal: never }))).toEqual([]);
    await world.drive(new TestRun(spec).all(world.flow));
    const [made] = await balancersNamed(world, 'Shop Two');
    expect(made?.nodes.total).toBe(2);
    expect(made?.virtualIps.map(({ type, ipVersion }) => `${type} ${ipVersion}`)).toEqual([
      'PUBLIC IPV4',
      'PUBLIC IPV6',
    ]);
  });

  it('takes everything that can be said', async () => {
    const world = await sandboxWorld();
    const existing = await options(world, 'servers', 'existing');
    const [one] = existing;
    expect(one?.help).toMatch(/^10\.[\d.]+ ACTIVE$/);
    const share = await options(world, 'virtualIp', 'share');
    expect(share[0]).toMatchObject({
      label: expect.stringMatching(/ and .*:/),
      value: expect.stringMatching(/^\d+\+\d+$/),
    });
    expect(share.some(({ help }) => /shop-front :80/.test(help ?? ''))).toBe(true);
    const answers = await answer(world, {
      balancer: {
        name: 'everything',
        protocol: 'HTTPS',
        port: '8443',
        more: 'yes',
        timeout: '90',
        persistence: 'SSL_ID',
        monitor: 'HTTPS',
        path: '/up',
        metadata: 'team=checkout, stage = prod=1',
      },
      servers: { existing: one?.value ?? '', count: '1', pattern: 'solo', keyName: 'deploy' },
      nodes: {
        rows: rowsText([
          {
            server: 'solo',
            address: 'solo (new)',
            port: '81',
            condition: 'DRAINING',
            weight: '4',
            type: 'SECONDARY',
          },
          { address: '2001:db8::9', port: '82', condition: 'ENABLED', weight: '', type: 'PRIMARY' },
        ]),
      },
      virtualIp: { kind: 'SHARE', share: share[0]?.value ?? '' },
    });
    const spec = world.flow.specOf(answers);
    expect(spec).toEqual({
      name: 'everything',
      protocol: 'HTTPS',
      port: 8443,
      algorithm: 'LEAST_CONNECTIONS',
      timeout: 90,
      sessionPersistence: 'SSL_ID',
      healthMonitor: {
        type: 'HTTPS',
        delay: 10,
        timeout: 5,
        attempts: 3,
        path: '/up',
        statusRegex: '^[23][0-9][0-9]$',
      },
      metadata: { team: 'checkout', stage: 'prod=1' },
      virtualIp: { share: share[0]?.value.split('+').map((id) => ({ id: Number(id) })) },
      servers: {
        existing: [one?.label],
        create: [expect.objectContaining({ name: 'solo', keyName: 'deploy' })],
      },
      nodes: [
        { server: one?.label, port: 8443, condition: 'ENABLED' },
        { server: 'solo', port: 81, condition: 'DRAINING', weight: 4, type: 'SECONDARY' },
        { address: '2001:db8::9', port: 82, condition: 'ENABLED' },
      ],
    });
    expect(world.flow.faultsOf(spec)).toEqual([]);
    expect(await world.drive(world.flow.check(spec, { signal: never }))).toEqual([]);
    await world.drive(new TestRun(spec).all(world.flow));
    expect(await balancersNamed(world, 'everything')).toHaveLength(1);
  });

  it('lets the port follow the protocol, and the flavor the image', async () => {
    const world = await sandboxWorld();
    const [balancer, servers] = world.flow.steps;
    const https = await world.drive(
      filled(balancer?.form({}) ?? { title: '', fields: [] }, { name: 'x', protocol: 'HTTPS' }),
    );
    expect(https['port']).toBe('443');
    expect(await faults(world, 'balancer', {}, { name: 'x', protocol: 'TCP' })).toEqual({
      port: expect.stringMatching(/needed/),
    });
    const images = await options(world, 'servers', 'image');
    const windows = images.find(({ label }) => label.startsWith('Windows'))?.value ?? '';
    const grown = await world.drive(
      filled(servers?.form({}) ?? { title: '', fields: [] }, { image: windows }),
    );
    expect(grown['flavor']).toBe('general1-2');
    expect(await faults(world, 'servers', {}, { image: windows, flavor: 'general1-1' })).toEqual({
      flavor:
        '1 GB General Purpose v1 has 1 GB of memory, Windows Server 2022 needs 2 GB: 2 GB General Purpose v1 is enough',
    });
    const fitting = await options(world, 'servers', 'flavor', { servers: { image: windows } });
    expect(fitting.map(({ value }) => value)).toEqual(['general1-2', 'general1-4', 'general1-8', 'io1-15']);
  });

  it('makes a spec without faults of whatever the pages accept', async () => {
    const world = await sandboxWorld();
    await answer(world, { balancer: { name: 'x' } });
    const existing = (await options(world, 'servers', 'existing')).map(({ value }) => value);
    const share = (await options(world, 'virtualIp', 'share')).map(({ value }) => value);
    const images = (await options(world, 'servers', 'image')).map(({ value }) => value);
    const flavors = (await options(world, 'servers', 'flavor')).map(({ value }) => value);
    const text = (...words: string[]) => fc.constantFrom(...words);
    const row = fc.record({
      address: text('10.0.0.1', '10.0.0.2', '2001:db8::1', 'db.rackclouddb.com', '127.0.0.1', ''),
      port: text('80', '81', '0', ''),
      condition: text('ENABLED', 'DRAINING', 'DISABLED'),
      weight: text('', '1', '100', '101'),
      type: text('PRIMARY', 'SECONDARY'),
    });
    const given = fc.record({
      balancer: fc.record({
        name: text('x', ' y ', 'web-1', 'z'.repeat(129), ''),
        protocol: text('HTTP', 'HTTPS', 'TCP', 'UDP', 'DNS_UDP'),
        port: text('80', '443', '', '70000'),
        algorithm: text('RANDOM', 'ROUND_ROBIN'),
        more: text('yes', 'no'),
        timeout: text('30', '29', '120'),
        persistence: text('none', 'HTTP_COOKIE', 'SSL_ID', 'SOURCE_IP'),
        monitor: text('none', 'CONNECT', 'HTTP', 'HTTPS'),
        delay: text('10'),
        checkTimeout: text('5'),
        attempts: text('3'),
        path: text('/', 'up'),
        statusRegex: text('^2'),
        metadata: text('', 'a=b', 'a=b,a=c', ' a = b , c=d=e,'),
      }),
      servers: fc.record({
        existing: fc.subarray(existing.slice(0, 3)).map((ids) => ids.join('\n')),
        count: text('0', '1', '2', '25', '26'),
        pattern: text('web-{n}', 'solo', ' api-{n}', '{n}'),
        image: text(...images),
        flavor: text(...flavors),
        keyName: text('', 'laptop'),
      }),
      nodes: fc.record({ rows: fc.array(row, { maxLength: 3 }).map(rowsText) }),
      virtualIp: fc.record({
        kind: text('PUBLIC', 'PUBLIC_IPV4', 'SERVICENET', 'SHARE'),
        share: text(...share),
      }),
    });
    let accepted = 0;
    fc.assert(
      fc.property(given, (typed) => {
        let answers: Answers = {};
        for (const step of world.flow.steps) {
          const form = step.form(answers);
          const values = {
            ...initialValues(form),
            ...Object.entries(typed).find(([key]) => key === step.key)?.[1],
          };
          if (Object.keys(faultsOf(form, values)).length > 0) return;
          answers = { ...answers, [step.key]: acceptedValues(form, values) };
        }
        accepted++;
        expect(world.flow.faultsOf(world.flow.specOf(answers))).toEqual([]);
      }),
      { numRuns: 1_500, seed: 3 },
    );
    expect(accepted).toBeGreaterThan(20);
  });
});
