import { StopInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import {
  DeregisterInstancesFromLoadBalancerCommand,
  DescribeInstanceHealthCommand,
  DescribeLoadBalancersCommand,
  DetachLoadBalancerFromSubnetsCommand,
  type ElasticLoadBalancingClient,
  ModifyLoadBalancerAttributesCommand,
  RegisterInstancesWithLoadBalancerCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import { expect, it } from 'vitest';
import { expectRefusal, idOf, openAws } from './clients.ts';

const IN_SERVICE = ['InService', 'N/A', 'N/A'];
const JOINING = ['OutOfService', 'ELB', 'Instance registration is still in progress.'];
const LEAVING = ['InService', 'N/A', 'Instance deregistration currently in progress.'];
const PARKED = ['OutOfService', 'Instance', 'Instance is not currently registered with the LoadBalancer.'];
const STOPPED = ['OutOfService', 'Instance', 'Instance is in stopped state.'];

function membersOf(elb: ElasticLoadBalancingClient, LoadBalancerName: string) {
  const list = (ids: readonly string[]) => ids.map((InstanceId) => ({ InstanceId }));
  const idsOf = (instances: readonly { InstanceId?: string | undefined }[] = []) =>
    instances.map(({ InstanceId }) => InstanceId);
  return {
    register: async (...ids: string[]) =>
      idsOf(
        (
          await elb.send(
            new RegisterInstancesWithLoadBalancerCommand({ LoadBalancerName, Instances: list(ids) }),
          )
        ).Instances,
      ),
    deregister: async (...ids: string[]) =>
      idsOf(
        (
          await elb.send(
            new DeregisterInstancesFromLoadBalancerCommand({ LoadBalancerName, Instances: list(ids) }),
          )
        ).Instances,
      ),
    /** Rows of health by id; of these instances, or of those that are registered. */
    health: async (...ids: string[]) => {
      const { InstanceStates = [] } = await elb.send(
        new DescribeInstanceHealthCommand({
          LoadBalancerName,
          ...(ids.length > 0 ? { Instances: list(ids) } : {}),
        }),
      );
      return Object.fromEntries(
        InstanceStates.map((row) => [row.InstanceId, [row.State, row.ReasonCode, row.Description]]),
      );
    },
    draining: (Enabled: boolean, Timeout: number) =>
      elb.send(
        new ModifyLoadBalancerAttributesCommand({
          LoadBalancerName,
          LoadBalancerAttributes: { ConnectionDraining: { Enabled, Timeout } },
        }),
      ),
    registered: async () => {
      const { LoadBalancerDescriptions } = await elb.send(
        new DescribeLoadBalancersCommand({ LoadBalancerNames: [LoadBalancerName] }),
      );
      return idsOf(LoadBalancerDescriptions?.[0]?.Instances);
    },
  };
}

it('a node that is taken out drains while its connections run out, then it is parked', async () => {
  const { elb, ec2, sandbox } = await openAws();
  const web = membersOf(elb, 'web-classic');
  const [first = '', ...others] = (await web.registered()).map((id) => id ?? '');
  expect(await web.deregister(first)).toEqual(others);
  expect(await web.registered()).toEqual(others);
  expect(await web.health(first)).toEqual({ [first]: LEAVING });
  // Asked without a list it is not told of any more.
  expect(Object.keys(await web.health()).sort()).toEqual([...others].sort());
  sandbox.control.advance(24_000);
  expect(await web.health(first)).toEqual({ [first]: LEAVING });
  sandbox.control.advance(17_000);
  expect(await web.health(first)).toEqual({ [first]: PARKED });
  expect(await web.register(first)).toEqual([...others, first]);
  expect(await web.health(first)).toEqual({ [first]: JOINING });
  sandbox.control.advance(9_000);
  expect(await web.health(first)).toEqual({ [first]: IN_SERVICE });
  expect(await idOf(ec2, 'classic-web-1')).toBe(first);
});

it('the timeout ends draining, and without draining it is over at once', async () => {
  const { elb, sandbox } = await openAws();
  const web = membersOf(elb, 'web-classic');
  const [one = '', other = ''] = (await web.registered()).map((id) => id ?? '');
  await web.draining(true, 3);
  await web.deregister(one);
  sandbox.control.advance(2_999);
  expect(await web.health(one)).toEqual({ [one]: LEAVING });
  sandbox.control.advance(1);
  expect(await web.health(one)).toEqual({ [one]: PARKED });
  await web.draining(false, 300);
  await web.deregister(other);
  expect(await web.health(other)).toEqual({ [other]: PARKED });
});

it('back in while it drains: it joins again', async () => {
  const { elb } = await openAws();
  const web = membersOf(elb, 'web-classic');
  const [one = ''] = (await web.registered()).map((id) => id ?? '');
  await web.deregister(one);
  await web.register(one);
  expect(await web.health(one)).toEqual({ [one]: JOINING });
  expect(await web.registered()).toContain(one);
});

it('says why a node is out of service', async () => {
  const { elb, ec2, sandbox } = await openAws();
  const checkout = membersOf(elb, 'checkout-elb');
  const sick = await idOf(ec2, 'checkout-2');
  expect((await checkout.health())[sick]).toEqual([
    'OutOfService',
    'Instance',
    'Instance has failed at least the UnhealthyThreshold number of health checks consecutively.',
  ]);
  // One that took no traffic has no connections to wait for.
  await checkout.deregister(sick);
  expect(await checkout.health(sick)).toEqual({ [sick]: PARKED });
  const stopped = await idOf(ec2, 'legacy-2');
  expect((await membersOf(elb, 'legacy-blue').health())[stopped]).toEqual(STOPPED);

  const web = membersOf(elb, 'web-classic');
  const c = await idOf(ec2, 'classic-web-3');
  const { LoadBalancerDescriptions } = await elb.send(
    new DescribeLoadBalancersCommand({ LoadBalancerNames: ['web-classic'] }),
  );
  const subnet = LoadBalancerDescriptions?.[0]?.Subnets?.[2] ?? '';
  await elb.send(
    new DetachLoadBalancerFromSubnetsCommand({ LoadBalancerName: 'web-classic', Subnets: [subnet] }),
  );
  expect((await web.health())[c]?.[2]).toBe('Disable Availability Zone is currently in progress.');
  sandbox.control.advance(15_000);
  expect((await web.health())[c]?.[2]).toBe(
    'Instance is in the EC2 Availability Zone for which LoadBalancer is not configured to route traffic to.',
  );
  const gone = await idOf(ec2, 'classic-web-1');
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [gone] }));
  expect((await web.health())[gone]?.[2]).toBe('Instance is in terminated state.');
  sandbox.control.advance(10_000);
  expect(Object.keys(await web.health())).not.toContain(gone);
  expect(await web.registered()).not.toContain(gone);
  // EC2 tells of it for a while; the balancer does not, even where it is asked for it.
  const asked = new DescribeInstanceHealthCommand({
    LoadBalancerName: 'web-classic',
    Instances: [{ InstanceId: gone }, { InstanceId: c }],
  });
  expect((await elb.send(asked)).InstanceStates?.map(({ InstanceId }) => InstanceId)).toEqual([c]);
});

it('refuses strangers, and one bad id spoils the whole call', async () => {
  const { elb, ec2 } = await openAws();
  const web = membersOf(elb, 'web-classic');
  const before = await web.registered();
  const [first = ''] = before;
  const spare = await idOf(ec2, 'spare-1');
  const office = await idOf(ec2, 'office-wiki');
  const never = 'i-00000000000000000';
  const notFound = (id: string) => `Could not find EC2 instance ${id}.`;
  await expectRefusal(web.register(spare, never), 'InvalidInstance', notFound(never));
  await expectRefusal(web.deregister(first, spare), 'InvalidInstance', notFound(spare));
  await expectRefusal(web.health(never), 'InvalidInstance', notFound(never));
  await expectRefusal(
    web.register(office),
    'InvalidInstance',
    `EC2 instance ${office} is not in the same VPC as ELB.`,
  );
  await expectRefusal(web.register(await idOf(ec2, 'legacy-2')), 'InvalidInstance', /running/);
  expect(await web.registered()).toEqual(before);
  expect(await web.health(spare)).toEqual({ [spare]: PARKED });
  // Once it was there, it is no stranger.
  await web.deregister(first);
  expect(await web.deregister(first)).toEqual(before.slice(1));
});

it('a stopped node stays registered and comes back with its instance', async () => {
  const { elb, ec2, sandbox } = await openAws();
  const web = membersOf(elb, 'web-classic');
  const id = await idOf(ec2, 'classic-web-2');
  await ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
  sandbox.control.advance(10_000);
  expect((await web.health())[id]).toEqual(STOPPED);
  expect(await web.registered()).toContain(id);
});
