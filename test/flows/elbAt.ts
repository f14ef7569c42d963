import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import {
  DescribeInstanceHealthCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancerPoliciesCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  type ElasticLoadBalancingClient,
  type LoadBalancerAttributes,
  type LoadBalancerDescription,
  type PolicyDescription,
} from '@aws-sdk/client-elastic-load-balancing';
// Loaded here so that a clock never jumps while a module is being read.
import '../../src/providers/elb/create/schema.ts';
import '../../src/providers/elb/open.ts';
import '../../src/providers/elb/services/acm.ts';
import '../../src/providers/elb/services/cloudwatch.ts';
import '../../src/providers/elb/services/credentials.ts';
import '../../src/providers/elb/services/ec2.ts';
import '../../src/providers/elb/services/elb.ts';
import '../../src/providers/elb/services/iam.ts';
import '../../src/providers/elb/services/ssm.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { clientsOf } from '../sandbox/aws/clients.ts';

/** One Classic balancer, seen and changed by the SDK itself: behind the program's back. */
export interface ElbAt {
  readonly name: string;
  readonly sandbox: Sandbox;
  readonly clients: ReturnType<typeof clientsOf>;
  readonly send: ElasticLoadBalancingClient['send'];
  description(): Promise<LoadBalancerDescription>;
  attributes(): Promise<LoadBalancerAttributes>;
  tags(): Promise<Readonly<Record<string, string>>>;
  policies(): Promise<readonly PolicyDescription[]>;
  /** The names of the registered instances. */
  registered(): Promise<readonly string[]>;
  /** `State: Description` of an instance by its name, registered or not. */
  healthOf(instance: string): Promise<string>;
  /** The id of the instance with that name. */
  idOf(instance: string): Promise<string>;
  /** The names of the balancers in the region. */
  balancers(): Promise<readonly string[]>;
}

/** The balancer of that name of the sandbox's AWS account. */
export function elbAt(sandbox: Sandbox, name: string, region = sandbox.aws.region): ElbAt {
  const clients = clientsOf(sandbox, region);
  const { elb, ec2 } = clients;
  const byBalancer = { LoadBalancerName: name };
  const description = async () => {
    const { LoadBalancerDescriptions = [] } = await elb.send(
      new DescribeLoadBalancersCommand({ LoadBalancerNames: [name] }),
    );
    const [found] = LoadBalancerDescriptions;
    if (!found) throw new Error(`There is no ${name}`);
    return found;
  };
  const names = async (): Promise<ReadonlyMap<string, string>> => {
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
    return new Map(
      Reservations.flatMap(({ Instances = [] }) => Instances).map(({ InstanceId = '', Tags = [] }) => [
        InstanceId,
        Tags.find(({ Key }) => Key === 'Name')?.Value ?? InstanceId,
      ]),
    );
  };
  const idOf = async (instance: string) => {
    const found = [...(await names())].find(([, called]) => called === instance);
    if (!found) throw new Error(`There is no instance ${instance}`);
    return found[0];
  };
  return {
    name,
    sandbox,
    clients,
    send: elb.send.bind(elb) as ElasticLoadBalancingClient['send'],
    description,
    idOf,
    attributes: async () =>
      (await elb.send(new DescribeLoadBalancerAttributesCommand(byBalancer))).LoadBalancerAttributes ?? {},
    tags: async () => {
      const { TagDescriptions = [] } = await elb.send(new DescribeTagsCommand({ LoadBalancerNames: [name] }));
      const tags = TagDescriptions[0]?.Tags ?? [];
      return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
    },
    policies: async () =>
      (await elb.send(new DescribeLoadBalancerPoliciesCommand(byBalancer))).PolicyDescriptions ?? [],
    registered: async () => {
      const [{ Instances = [] }, called] = await Promise.all([description(), names()]);
      return Instances.map(({ InstanceId = '' }) => called.get(InstanceId) ?? InstanceId).sort();
    },
    healthOf: async (instance) => {
      const Instances = [{ InstanceId: await idOf(instance) }];
      const { InstanceStates = [] } = await elb.send(
        new DescribeInstanceHealthCommand({ ...byBalancer, Instances }),
      );
      return `${InstanceStates[0]?.State}: ${InstanceStates[0]?.Description}`;
    },
    balancers: async () => {
      const { LoadBalancerDescriptions = [] } = await elb.send(new DescribeLoadBalancersCommand({}));
      return LoadBalancerDescriptions.map(({ LoadBalancerName = '' }) => LoadBalancerName);
    },
  };
}
