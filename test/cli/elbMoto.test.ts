import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasMoto, Moto } from '../kit/moto.ts';
import { Machine } from './kit/cli.ts';
// Loaded here so that the clock never jumps while a module is being read.
import '../flows/elbAt.ts';

describe.skipIf(!hasMoto)('at an AWS that others have written', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await Moto.start();
  });
  afterAll(() => moto?.end());
  beforeEach(() => moto.clear());

  /** Somebody whose shell is set up for it. */
  function user(before?: Machine) {
    const machine = new Machine(before);
    machine.env = moto.env;
    const run = (line: string) => machine.run(`-a aws-env ${line}`);
    return {
      machine,
      run,
      /** What a command prints that goes well. */
      async does(line: string): Promise<string> {
        const { code, out, err } = await run(line);
        expect({ line, code, err: code === 0 ? '' : err }).toEqual({ line, code: 0, err: '' });
        return out;
      },
      /** What a command says that does not. */
      async fails(line: string): Promise<string> {
        const { code, err } = await run(line);
        expect({ line, failed: code > 0 }).toEqual({ line, failed: true });
        expect(err).not.toMatch(/<|Traceback|bug/);
        return err;
      },
    };
  }

  /** Saves shop.json: two new instances in two zones. */
  async function saveShop({ home }: Machine): Promise<void> {
    const [image, subnets] = [await moto.image(), await moto.subnets()];
    const spec = {
      name: 'shop',
      listeners: [{ protocol: 'HTTP', port: 80, instancePort: 8080 }],
      subnets: subnets.slice(0, 2),
      securityGroups: [await moto.group('default')],
      instances: { create: ['shop-1', 'shop-2'].map((name) => ({ name, image, type: 't3.micro' })) },
      healthCheck: { protocol: 'HTTP', path: '/healthz' },
      tags: { team: 'storefront' },
    };
    fs.writeFileSync(path.join(home, 'shop.json'), JSON.stringify(spec));
  }

  it('the account of the environment is there, empty at first', async () => {
    const { machine, does } = user();
    expect((await machine.run('accounts')).out).toMatch(/aws-env +elb +us-east-1 +AWS_ACCESS_KEY_ID/);
    expect((await does('balancers')).trim().split('\n')).toHaveLength(1);
    expect(await user().fails('nodes shop')).toContain('There is no balancer "shop"');
  });

  it('a balancer with two new instances is made from a file, and deleted', async () => {
    const { machine, run, does, fails } = user();
    await saveShop(machine);
    const made = await run('create --file shop.json');
    expect(made.code).toBe(0);
    // Its default group has no rules at all.
    expect(made.err).toContain('security group default admits clients on port 80');
    expect(made.err).toContain('security groups of shop-1 admits the balancer on port 8080');
    const instances = await moto.instances();
    expect(instances.map(({ State }) => State?.Name)).toEqual(['running', 'running']);
    expect(await moto.registered()).toEqual(instances.map(({ InstanceId = '' }) => InstanceId).sort());
    expect(await moto.balancer()).toMatchObject({
      HealthCheck: { Target: 'HTTP:8080/healthz', Interval: 30 },
      ListenerDescriptions: [{ Listener: { Protocol: 'HTTP', LoadBalancerPort: 80, InstancePort: 8080 } }],
    });
    expect(await moto.attributes()).toMatchObject({
      ConnectionDraining: { Enabled: true, Timeout: 300 },
      CrossZoneLoadBalancing: { Enabled: true },
    });
    expect(await moto.tags()).toMatchObject({ team: 'storefront' });
    expect(await fails('create --file shop.json')).toContain('There is a balancer shop already');

    await does('delete shop --yes');
    expect(await moto.balancer()).toBeNull();
    expect((await moto.instances()).map(({ State }) => State?.Name)).toEqual(['running', 'running']);
  });

  it('a run that was killed while its instances start goes on, and nothing is made twice', async () => {
    const { machine } = user();
    await saveShop(machine);
    // The clock of the killed one never moves again, and it looks at its instances every other second.
    await machine.runUntil('-a aws-env create --file shop.json', ({ err }) =>
      err.includes('begun     Create server shop-2'),
    );
    const after = user(machine);
    const { value } = await after.machine.json('runs');
    const [run] = value as { id: string }[];
    await after.does(`runs resume ${run?.id}`);
    const instances = await moto.instances();
    expect(instances.map(({ State }) => State?.Name)).toEqual(['running', 'running']);
    expect(await moto.registered()).toEqual(instances.map(({ InstanceId = '' }) => InstanceId).sort());
  });

  it('a list does not tell whether nodes answer, and a look into each does', async () => {
    await moto.shop();
    const { does } = user();
    expect(await does('balancers')).toMatch(/shop +shop +- +HTTP\/TCP +- +–\/2 +shop\.us-east-1/);
    expect(await does('balancers --nodes')).toMatch(/shop +shop +UP +HTTP\/TCP +- +2\/2 /);
  });

  it('nodes are taken out, brought back, removed and added', async () => {
    const [one, two] = await moto.shop();
    const { does, fails } = user();
    expect(await does('nodes shop')).toMatch(/ENABLED +ONLINE .*shop-1[\s\S]*ENABLED +ONLINE .*shop-2/);
    await does('disable shop shop-1 --yes');
    expect(await moto.registered()).toEqual([two]);
    expect(Object.values(await moto.tags()).join()).toContain(one.replace('i-', ''));
    // Another machine sees it too.
    expect(await user().does('nodes shop')).toMatch(/DISABLED .*shop-1 .*taken out, to come back/);
    await does('enable shop shop-1');
    expect(await moto.registered()).toEqual([one, two].sort());

    expect(await does('drain shop shop-2 --wait')).toContain('shop-2 is drained: it is DISABLED now');
    expect(await fails('drain shop shop-2')).toContain('there is nothing to drain');
    await does('enable shop shop-2');
    await does('set shop draining enabled=no --yes');
    expect(await fails('drain shop shop-2')).toContain('connection draining is off on this balancer');
    expect(await moto.registered()).toEqual([one, two].sort());

    await does('node remove shop shop-1 --yes');
    expect(await does('nodes shop')).not.toContain(one);
    await does(`node add shop ${one}`);
    await does('node remove shop shop-1 --yes');
    const address = (await moto.instances())[0]?.PrivateIpAddress;
    await does(`node add shop ${address}`);
    expect(await moto.registered()).toEqual([one, two].sort());
    expect(await fails('node add shop i-0123456789abcdef0')).toContain('i-0123456789abcdef0');
  });

  it('listeners and policies of all types', async () => {
    await moto.shop();
    const { does, fails } = user();
    await does('listeners shop add protocol=TCP port=9000 instance-port=9001');
    expect(await does('listeners shop')).toMatch(/9000 +TCP +9001 +TCP/);
    const arn = 'arn:aws:acm:us-east-1:123456789012:certificate/none';
    expect(
      await fails(`listeners shop add protocol=HTTPS port=443 instance-port=80 certificate=${arn} --yes`),
    ).toContain('certificate was not found');

    // It lists no types: those that are documented are offered.
    expect((await does('policies shop types')).trim().split('\n')).toHaveLength(7);
    for (const policy of [
      'type=LBCookieStickiness name=half-hour cookie-expiration-period=1800',
      'type=AppCookieStickiness name=app cookie-name=SID',
      'type=SSLNegotiation name=tls12 reference-security-policy=ELBSecurityPolicy-TLS-1-2-2017-01',
      'type=ProxyProtocol name=proxy proxy-protocol=yes',
    ])
      await does(`policies shop add ${policy} --yes`);
    await does('policies shop set half-hour enable on=listener-80 --yes');
    await does('policies shop set proxy enable on=instance-2525 --yes');
    expect(await does('policies shop')).toMatch(
      /half-hour .* listener 80\n[\s\S]*proxy .* instance port 2525/,
    );
    // It takes this for a port that came later, and does nothing.
    expect(await fails('policies shop set proxy enable on=instance-9001 --yes')).toContain(
      'accepted to set the policies of instance port 9001 of shop, but does not show it',
    );
    await does('listeners shop set 80 policies policies=app --yes');
    expect((await moto.balancer())?.ListenerDescriptions?.[0]?.PolicyNames).toEqual(['app']);
    expect(await fails('policies shop remove app --yes')).toContain('it is enabled on listener 80');
    await does('policies shop set app detach --yes');
    await does('policies shop remove tls12 --yes');
    expect(await does('policies shop')).not.toMatch(/app|tls12/);
    await does('listeners shop remove 9000 --yes');
    expect((await moto.balancer())?.ListenerDescriptions).toHaveLength(2);
  });

  it('attributes, health check, tags, subnets and security groups', async () => {
    await moto.shop();
    const { does } = user();
    const [, , third] = await moto.subnets();
    const group = await moto.group('default');
    for (const change of [
      'draining timeout=90',
      'idle-timeout seconds=45',
      'cross-zone enabled=yes',
      'access-log enabled=yes bucket=shop-logs prefix=elb interval=5',
      'desync mode=strictest --yes',
      'health-check protocol=HTTP port=9000 path=/healthz interval=20 timeout=4 healthy=2 --yes',
      `security-groups groups=${group} --yes`,
    ])
      await does(`set shop ${change}`);
    expect(await moto.attributes()).toMatchObject({
      ConnectionDraining: { Enabled: true, Timeout: 90 },
      ConnectionSettings: { IdleTimeout: 45 },
      CrossZoneLoadBalancing: { Enabled: true },
      AccessLog: { Enabled: true, S3BucketName: 'shop-logs', S3BucketPrefix: 'elb', EmitInterval: 5 },
    });
    expect(await does('get shop desync')).toContain('strictest');
    expect(await moto.balancer()).toMatchObject({
      HealthCheck: { Target: 'HTTP:9000/healthz', Interval: 20, Timeout: 4, HealthyThreshold: 2 },
      SecurityGroups: [group],
    });
    await does('add shop tags key=team value=web');
    expect(await moto.tags()).toMatchObject({ team: 'web' });
    await does('unset shop tags team --yes');
    expect(await moto.tags()).toEqual({});
    await does(`add shop subnets subnet=${third} --yes`);
    expect((await moto.balancer())?.Subnets).toContain(third);
    await does(`unset shop subnets ${third} --yes`);
    expect((await moto.balancer())?.Subnets).toHaveLength(2);
    const all = await does('get shop');
    expect(all).toMatch(/health-check .*HTTP:9000\/healthz every 20 s/);
    expect(all).toMatch(/address .*shop\.us-east-1\.elb\.amazonaws\.com/);
  });

  it('usage is what its CloudWatch knows, and nothing more', async () => {
    await moto.shop();
    const { machine, does } = user();
    expect(await does('usage shop')).toContain('no records');
    const at = machine.clock.now() - 30 * 60_000;
    await moto.measured('RequestCount', 120, at);
    await moto.measured('EstimatedProcessedBytes', 5_000, at);
    const { value } = await machine.json('-a aws-env usage shop');
    expect(JSON.stringify(value)).toContain('120');
    expect(await does('usage shop')).toMatch(/shop +shop +- +- +5 kB +- +- +- +120 +1\n/);
  });

  it('that has gone away is told so', async () => {
    const gone = await Moto.start();
    const { env } = gone;
    await gone.end();
    const machine = new Machine();
    machine.env = env;
    const { code, err } = await machine.run('-a aws-env nodes shop');
    expect(code).toBeGreaterThan(0);
    expect(err).toMatch(/Could not .*(?:refused|connect)/i);
  });
});
