import {
  CreateLoadBalancerCommand,
  type CreateLoadBalancerCommandInput,
  DescribeLoadBalancersCommand,
  type ElasticLoadBalancingClient,
} from '@aws-sdk/client-elastic-load-balancing';

/** A listener that needs no certificate. */
export const PLAIN = { Protocol: 'HTTP', LoadBalancerPort: 80, InstanceProtocol: 'HTTP', InstancePort: 8080 };
export const ZONES = ['us-east-1a', 'us-east-1b'];
/** A balancer that any account can have. */
export const WANTED = {
  LoadBalancerName: 'made-here',
  Listeners: [PLAIN],
  AvailabilityZones: ZONES,
} satisfies CreateLoadBalancerCommandInput;

/** What is told of the balancer of that name. */
export async function get(elb: ElasticLoadBalancingClient, name: string) {
  const { LoadBalancerDescriptions } = await elb.send(
    new DescribeLoadBalancersCommand({ LoadBalancerNames: [name] }),
  );
  const [found] = LoadBalancerDescriptions ?? [];
  if (!found) throw new Error(`${name} is not there`);
  return found;
}

/** Makes `WANTED`, or what differs from it. */
export const create = (
  elb: ElasticLoadBalancingClient,
  change: Partial<CreateLoadBalancerCommandInput> = {},
) => elb.send(new CreateLoadBalancerCommand({ ...WANTED, ...change }));
