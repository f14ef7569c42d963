import { describe, expect, it } from 'vitest';
import { type FormValues, rowsOf, rowsText } from '../../../../src/model/form.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { TestRun } from '../../rackspace/create/kit.ts';
import { awsWorld, optionsOf } from '../sections/world.ts';
import { answer, instancesNamed, offers } from './kit.ts';

/** The group that ELB has made for balancers that name none. */
const OF_ELB = /^default_elb_/;

/** The row of a listener. */
const listener = (protocol: string, port: string, behind: string, instancePort: string): FormValues => ({
  protocol,
  port,
  'instance-protocol': behind,
  'instance-port': instancePort,
  certificate: '',
});

describe('the wizard', () => {
  it('makes a balancer with an instance in each of two zones of a name and enter', async () => {
    const world = await awsWorld();
    const { vpc, image, subnet, group } = await offers(world);
    const { answers, faults } = await answer(world, { balancer: { name: 'shop-two' } });
    expect(faults).toEqual({});
    const spec = world.flow.specOf(answers);
    expect(spec).toEqual({
      name: 'shop-two',
      scheme: 'internet-facing',
      listeners: [{ protocol: 'HTTP', port: 80, instanceProtocol: 'HTTP', instancePort: 80 }],
      subnets: ['a', 'b', 'c'].map((zone) => subnet(zone)),
      securityGroups: [group('default'), group(OF_ELB)],
      instances: {
        create: ['a', 'b'].map((zone, index) => ({
          name: `shop-two-${index + 1}`,
          image,
          type: 't3.micro',
          subnet: subnet(zone),
          securityGroups: [group('default')],
        })),
      },
      healthCheck: {
        protocol: 'HTTP',
        port: 80,
        path: '/',
        interval: 30,
        timeout: 5,
        healthy: 3,
        unhealthy: 2,
      },
      draining: 300,
      idleTimeout: 60,
      crossZone: true,
    });
    expect(answers['balancer']?.['network']).toBe(vpc);
    expect(world.flow.faultsOf(spec)).toEqual([]);
    expect(await world.flow.check(spec, { signal: never })).toEqual([]);
    expect(await world.flow.notes?.(spec, { signal: never })).toEqual([]);
    await world.drive(new TestRun(spec).all(world.flow));
    expect((await world.balancers.get('shop-two', never)).nodes.total).toBe(2);
  });

  it('takes everything that can be said', async () => {
    const world = await awsWorld();
    const { subnet, group } = await offers(world);
    const spare = (await instancesNamed(world, 'spare-1'))[0]?.id ?? '';
    const { flow } = world;
    await answer(world, {});
    const listeners = flow.steps.find(({ key }) => key === 'listeners')?.form({});
    const [arn = ''] = listeners ? await optionsOf(listeners, 'certificate') : [];
    const places = rowsText([{ place: subnet('b'), shown: 'us-east-1b', count: '1' }]);
    const { answers, faults } = await answer(world, {
      balancer: { name: 'everything', scheme: 'internal' },
      listeners: {
        rows: rowsText([listener('HTTPS', '443', 'HTTP', '8080'), listener('TCP', '25', 'TCP', '2525')]),
        certificate: arn,
      },
      network: { subnets: subnet('b'), groups: group('elb-front') },
      instances: {
        existing: spare,
        places,
        pattern: 'solo',
        image: 'typed',
        'typed-image': 'ami-0123',
        type: 'typed',
        'typed-type': 'c7i.xlarge',
        keyName: 'deploy',
        groups: group('app'),
      },
      health: { protocol: 'TCP', port: '8080', draining: '0', 'cross-zone': 'no', wait: 'yes' },
    });
    expect(faults).toEqual({});
    const spec = flow.specOf(answers);
    expect(spec).toEqual({
      name: 'everything',
      scheme: 'internal',
      listeners: [
        { protocol: 'HTTPS', port: 443, instanceProtocol: 'HTTP', instancePort: 8080, certificate: arn },
        { protocol: 'TCP', port: 25, instanceProtocol: 'TCP', instancePort: 2525 },
      ],
      subnets: [subnet('b')],
      securityGroups: [group('elb-front')],
      instances: {
        existing: [spare],
        create: [
          {
            name: 'solo',
            image: 'ami-0123',
            type: 'c7i.xlarge',
            subnet: subnet('b'),
            keyName: 'deploy',
            securityGroups: [group('app')],
          },
        ],
      },
      healthCheck: { protocol: 'TCP', port: 8080, interval: 30, timeout: 5, healthy: 3, unhealthy: 2 },
      draining: 0,
      idleTimeout: 60,
      crossZone: false,
      waitForService: true,
    });
    expect(flow.faultsOf(spec)).toEqual([]);
    const { words, steps } = flow.plan(spec);
    expect(words.join('\n')).toMatch(/reached from inside the VPC only/);
    expect(words.join('\n')).toMatch(/Connection draining is off/);
    expect(words.join('\n')).toMatch(/in one zone only/);
    expect(steps.map(({ id }) => id)).toEqual(['server solo', 'balancer', 'registration', 'service']);
    expect(steps[1]?.calls.map(({ path }) => path)).toEqual([
      'elasticloadbalancing:CreateLoadBalancer',
      'elasticloadbalancing:ModifyLoadBalancerAttributes',
      'elasticloadbalancing:ConfigureHealthCheck',
    ]);
  });

  it('proposes the default group alone where a VPC has none of ELB’s own, and says what groups open', async () => {
    const world = await awsWorld();
    const { aws, flow } = world;
    await answer(world, {});
    const { Vpcs = [] } = await aws.ec2(
      'DescribeVpcs',
      {},
      { what: 'VPCs', signal: never, repeatable: true },
    );
    const office = Vpcs.find(({ IsDefault }) => !IsDefault)?.VpcId ?? '';
    const answers = {
      balancer: { network: office, scheme: 'internal' },
      listeners: {
        rows: rowsText([listener('HTTP', '80', 'HTTP', '8080'), listener('TCP', '25', 'TCP', '25')]),
      },
    };
    const options = async (page: string) => {
      const field = flow.steps
        .find(({ key }) => key === page)
        ?.form(answers)
        .fields.find(({ key }) => key === 'groups');
      if (field?.kind !== 'many') throw new Error(`${page} has groups`);
      const all = await field.load(never);
      return all.map(({ value, label, help }) => [
        label,
        help?.replace(`, ${value}`, ''),
        (field.initial ?? '').split('\n').includes(value),
      ]);
    };
    expect(await options('network')).toEqual([
      ['default', 'opens 80 and 25', true],
      ['office-web', 'opens 80', false],
    ]);
    expect(await options('instances')).toEqual([
      ['default', 'does not admit the balancer', true],
      ['office-web', 'admits the balancer on 8080', false],
    ]);
  });

  it('makes one by zones where no VPC is chosen', async () => {
    const world = await awsWorld();
    const { answers, faults } = await answer(world, {
      balancer: { name: 'by-zones', network: 'zones' },
      network: { zones: 'us-east-1a\nus-east-1c' },
    });
    expect(faults).toEqual({});
    const spec = world.flow.specOf(answers);
    expect(spec).toMatchObject({ zones: ['us-east-1a', 'us-east-1c'] });
    expect(spec).toMatchObject({ instances: { create: [{ zone: 'us-east-1a' }, { zone: 'us-east-1c' }] } });
    expect(await world.flow.check(spec, { signal: never })).toEqual([]);
    await world.drive(new TestRun(spec).all(world.flow));
    expect((await world.balancers.get('by-zones', never)).nodes.total).toBe(2);
  });

  const REFUSED: readonly (readonly [page: string, typed: FormValues, key: string, words: string])[] = [
    ['balancer', { name: 'my_shop' }, 'name', 'letters, digits and hyphens'],
    ['balancer', { name: '-shop' }, 'name', 'hyphen'],
    ['balancer', { name: 'internal-shop' }, 'name', 'internal-'],
    ['balancer', { name: 'x'.repeat(33) }, 'name', 'at most 32'],
    [
      'listeners',
      { rows: rowsText([listener('HTTPS', '443', 'HTTP', '80')]) },
      'rows',
      'needs a certificate',
    ],
    [
      'listeners',
      { rows: rowsText([listener('HTTP', '80', 'HTTP', '80'), listener('TCP', '80', 'TCP', '81')]) },
      'rows',
      'Row 2: There is a listener on port 80 already',
    ],
    ['listeners', { rows: '' }, 'rows', 'empty'],
    ['network', { subnets: '' }, 'subnets', 'empty'],
    ['instances', { pattern: 'web' }, 'pattern', '{n}'],
    ['instances', { image: 'typed', 'typed-image': 'ubuntu' }, 'typed-image', 'ami-'],
    ['instances', { type: 't4g.micro' }, 'type', 'x86_64'],
    ['health', { interval: '5', timeout: '5' }, 'timeout', 'less than 5'],
  ];

  it('says beside each field what is wrong with it', async () => {
    const world = await awsWorld();
    for (const [page, typed, key, words] of REFUSED) {
      const { faults } = await answer(world, { [page]: typed });
      expect(faults[page]?.[key], `${page} ${JSON.stringify(typed)}`).toContain(words);
    }
  });

  it('proposes a type that fits the image, and reads pasted listeners', async () => {
    const world = await awsWorld();
    await answer(world, {});
    const { steps } = world.flow;
    const instances = steps.find(({ key }) => key === 'instances')?.form({});
    const images = instances ? await optionsOf(instances, 'image') : [];
    if (instances) await optionsOf(instances, 'type');
    const arm = images.find((image) => image.includes('arm64')) ?? '';
    expect(instances?.follow?.({ image: arm }, 'image')).toEqual({ type: 't4g.micro' });
    const rows = steps.find(({ key }) => key === 'listeners')?.form({}).fields[0];
    if (rows?.kind !== 'rows') throw new Error('listeners are rows');
    expect(rowsOf(rows.initial ?? '')).toHaveLength(1);
    expect(rows.parse('443 https 8443 https arn:aws:x')).toMatchObject({
      protocol: 'HTTPS',
      'instance-port': '8443',
      'instance-protocol': 'HTTPS',
    });
    expect(rows.parse('25 TCP')).toMatchObject({ 'instance-port': '25', 'instance-protocol': 'TCP' });
    expect(rows.parse('443 gopher')).toContain('There is no protocol');
    expect(rows.parse('http 80')).toContain('PORT PROTOCOL');
  });

  it('offers what can be typed where images, types and networks may not be listed', async () => {
    const world = await awsWorld();
    for (const path of ['GetParameters', 'DescribeInstanceTypes', 'DescribeVpcs', 'DescribeKeyPairs'])
      world.sandbox.control.fault({ kind: 'denied', path });
    const { answers, faults } = await answer(world, {
      network: { zones: 'us-east-1a' },
      instances: { 'typed-image': 'ami-0123', keyName: '' },
    });
    expect(faults).toEqual({});
    expect(world.flow.specOf(answers)).toMatchObject({
      zones: ['us-east-1a'],
      instances: { create: [{ image: 'ami-0123', type: 't3.micro', zone: 'us-east-1a' }] },
    });
  });
});
