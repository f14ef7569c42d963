import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { type AwsUser, awsUser } from './elbKit.ts';

/** A spec of two new instances behind a balancer in the subnets of another. */
async function shop(user: AwsUser): Promise<unknown> {
  const { Subnets = [] } = await user.at('web-classic').description();
  const image = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
  return {
    name: 'shop',
    listeners: [{ protocol: 'HTTP', port: 80, instancePort: 8080 }],
    subnets: [...Subnets].sort(),
    instances: { create: ['shop-1', 'shop-2'].map((name) => ({ name, image, type: 't3.micro' })) },
    healthCheck: { protocol: 'TCP', port: 8080 },
    tags: { team: 'storefront' },
  };
}

/** The states of all instances that were ever launched by these names. */
async function launched(user: AwsUser): Promise<readonly (string | undefined)[]> {
  const { Reservations = [] } = await user
    .at('shop')
    .clients.ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: 'tag:Name', Values: ['shop-*'] }] }));
  return Reservations.flatMap(({ Instances = [] }) => Instances).map(({ State }) => State?.Name);
}

describe('sluice create at AWS', () => {
  it('makes what the file says', async () => {
    const user = await awsUser();
    user.save('shop.json', JSON.stringify(await shop(user)));
    expect(await user.does('create --file shop.json --dry-run')).toContain(
      '2 new instances of type t3.micro',
    );
    expect(await launched(user)).toEqual([]);
    await user.does('create --file shop.json');
    expect(await launched(user)).toEqual(['running', 'running']);
    const at = user.at('shop');
    expect(await at.registered()).toEqual(['shop-1', 'shop-2']);
    expect(await at.description()).toMatchObject({
      HealthCheck: { Target: 'TCP:8080' },
      ListenerDescriptions: [{ Listener: { LoadBalancerPort: 80, InstancePort: 8080 } }],
    });
    expect(await at.tags()).toMatchObject({ team: 'storefront' });
  });

  it('goes on after a failure, and makes nothing twice', async () => {
    const user = await awsUser();
    user.save('shop.json', JSON.stringify(await shop(user)));
    user.sandbox.control.fault({ kind: 'denied', path: 'CreateLoadBalancer' });
    const failed = await user.machine.run('create --file shop.json');
    expect(failed.code).toBe(1);
    expect(failed.err).toContain('elasticloadbalancing:CreateLoadBalancer is not allowed (AccessDenied)');
    expect(await launched(user)).toHaveLength(2);
    user.sandbox.control.clearFaults();
    const { value } = await user.machine.json('runs');
    const [run] = value as { id: string }[];
    await user.does(`runs resume ${run?.id}`);
    expect(await launched(user)).toEqual(['running', 'running']);
    expect(await user.at('shop').registered()).toEqual(['shop-1', 'shop-2']);
  });

  it('names every fault of the file, and refuses a name that is taken', async () => {
    const user = await awsUser();
    const spec = (await shop(user)) as Record<string, unknown>;
    user.save('shop.json', JSON.stringify({ ...spec, name: 'no_underscore', listeners: [] }));
    const wrong = await user.machine.run('create --file shop.json');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('name');
    expect(wrong.err).toContain('listeners');
    user.save('shop.json', JSON.stringify({ ...spec, name: 'web-classic' }));
    const taken = await user.machine.run('create --file shop.json');
    expect(taken.code).toBeGreaterThan(0);
    expect(taken.err).toContain('web-classic');
    expect(await launched(user)).toEqual([]);
  });
});
