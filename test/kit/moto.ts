import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  type Instance,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingClient,
  ModifyLoadBalancerAttributesCommand,
  RegisterInstancesWithLoadBalancerCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import { isThere } from './isThere.ts';

/** Another one than that of the PATH can be used: its path. */
const PROGRAM = process.env['SLUICE_TEST_MOTO'] ?? 'moto_server';

export const hasMoto = isThere(PROGRAM, '--help');
if (!hasMoto)
  console.warn(
    `moto is not tested: there is no ${PROGRAM} to run (pip install "moto[server]"; Debian has none)`,
  );

// Else the SDK writes five lines to the terminal on Node 20.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const REGION = 'us-east-1';
const KEYS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

/** moto, an emulator of AWS that others have written, as a process of its own. */
export class Moto {
  readonly #child: ChildProcess;
  readonly #cleared = new Set<string>();
  #image: string | null = null;
  readonly url: string;
  readonly elb: ElasticLoadBalancingClient;
  readonly ec2: EC2Client;
  readonly cloudwatch: CloudWatchClient;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
    const config = { endpoint: url, region: REGION, maxAttempts: 1, credentials: KEYS };
    this.elb = new ElasticLoadBalancingClient(config);
    this.ec2 = new EC2Client(config);
    this.cloudwatch = new CloudWatchClient(config);
  }

  /** Starts one on a free port and resolves when it answers. Who starts it ends it. */
  static async start(): Promise<Moto> {
    const child = spawn(PROGRAM, ['-H', '127.0.0.1', '-p', '0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    const url = await new Promise<string>((resolve, reject) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-4_000);
        const [, found] = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said) ?? [];
        if (found !== undefined) resolve(found);
      });
      child.on('error', reject);
      child.on('exit', () => reject(new Error(`moto ended: ${said}`)));
    });
    // A machine under test lets no time pass while a program of the user's runs, which this is none of.
    child.unref();
    return new Moto(child, url);
  }

  /** What a user sets to work with it. */
  get env(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.url,
      AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
      AWS_REGION: REGION,
    };
  }

  /** Takes away what was made: quicker than to start anew, which reads thousands of images. */
  async clear(): Promise<void> {
    const { LoadBalancerDescriptions = [] } = await this.elb.send(new DescribeLoadBalancersCommand({}));
    for (const { LoadBalancerName } of LoadBalancerDescriptions)
      await this.elb.send(new DeleteLoadBalancerCommand({ LoadBalancerName }));
    const { Reservations = [] } = await this.ec2.send(new DescribeInstancesCommand({}));
    const ids = Reservations.flatMap(({ Instances = [] }) => Instances).map(
      ({ InstanceId = '' }) => InstanceId,
    );
    const left = ids.filter((id) => !this.#cleared.has(id));
    if (left.length > 0) await this.ec2.send(new TerminateInstancesCommand({ InstanceIds: left }));
    for (const id of left) this.#cleared.add(id);
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const over = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await over;
  }

  /** The id of an image for x86_64. */
  async image(): Promise<string> {
    if (this.#image !== null) return this.#image;
    const { Images = [] } = await this.ec2.send(
      new DescribeImagesCommand({ Filters: [{ Name: 'architecture', Values: ['x86_64'] }] }),
    );
    this.#image = Images[0]?.ImageId ?? '';
    return this.#image;
  }

  /** The ids of the subnets, by zone. */
  async subnets(): Promise<readonly string[]> {
    const { Subnets = [] } = await this.ec2.send(new DescribeSubnetsCommand({}));
    return Subnets.sort((a, b) => (a.AvailabilityZone ?? '').localeCompare(b.AvailabilityZone ?? '')).map(
      ({ SubnetId = '' }) => SubnetId,
    );
  }

  /** The id of the group of that name. */
  async group(name: string): Promise<string> {
    const { SecurityGroups = [] } = await this.ec2.send(new DescribeSecurityGroupsCommand({}));
    return SecurityGroups.find(({ GroupName }) => GroupName === name)?.GroupId ?? '';
  }

  /** Every instance that was made with such a name since the last `clear`, by name. */
  async instances(name = 'shop-*'): Promise<readonly Instance[]> {
    const { Reservations = [] } = await this.ec2.send(
      new DescribeInstancesCommand({ Filters: [{ Name: 'tag:Name', Values: [name] }] }),
    );
    return Reservations.flatMap(({ Instances = [] }) => Instances)
      .filter(({ InstanceId = '' }) => !this.#cleared.has(InstanceId))
      .sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  }

  /** What it tells of a balancer; null where there is none. */
  async balancer(name = 'shop') {
    const { LoadBalancerDescriptions = [] } = await this.elb.send(new DescribeLoadBalancersCommand({}));
    return LoadBalancerDescriptions.find(({ LoadBalancerName }) => LoadBalancerName === name) ?? null;
  }

  /** The ids of its registered instances, in order. */
  async registered(name = 'shop'): Promise<readonly string[]> {
    const { Instances = [] } = (await this.balancer(name)) ?? {};
    return Instances.map(({ InstanceId = '' }) => InstanceId).sort();
  }

  async attributes(LoadBalancerName = 'shop') {
    const command = new DescribeLoadBalancerAttributesCommand({ LoadBalancerName });
    return (await this.elb.send(command)).LoadBalancerAttributes ?? {};
  }

  async tags(name = 'shop'): Promise<Readonly<Record<string, string>>> {
    const { TagDescriptions = [] } = await this.elb.send(
      new DescribeTagsCommand({ LoadBalancerNames: [name] }),
    );
    return Object.fromEntries(
      (TagDescriptions[0]?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]),
    );
  }

  /** Makes the balancer shop with draining in two zones, and shop-1 and shop-2 behind it; their ids. */
  async shop(): Promise<readonly [string, string]> {
    const [ImageId, subnets] = [await this.image(), await this.subnets()];
    const ids: string[] = [];
    for (const [index, SubnetId] of subnets.slice(0, 2).entries()) {
      const Tags = [{ Key: 'Name', Value: `shop-${index + 1}` }];
      const { Instances = [] } = await this.ec2.send(
        new RunInstancesCommand({
          ImageId,
          InstanceType: 't3.micro',
          MinCount: 1,
          MaxCount: 1,
          SubnetId,
          TagSpecifications: [{ ResourceType: 'instance', Tags }],
        }),
      );
      ids.push(Instances[0]?.InstanceId ?? '');
    }
    const LoadBalancerName = 'shop';
    await this.elb.send(
      new CreateLoadBalancerCommand({
        LoadBalancerName,
        Subnets: subnets.slice(0, 2),
        Listeners: [
          { Protocol: 'HTTP', LoadBalancerPort: 80, InstanceProtocol: 'HTTP', InstancePort: 8080 },
          { Protocol: 'TCP', LoadBalancerPort: 25, InstanceProtocol: 'TCP', InstancePort: 2525 },
        ],
      }),
    );
    await this.elb.send(
      new ModifyLoadBalancerAttributesCommand({
        LoadBalancerName,
        LoadBalancerAttributes: { ConnectionDraining: { Enabled: true, Timeout: 60 } },
      }),
    );
    await this.elb.send(
      new RegisterInstancesWithLoadBalancerCommand({
        LoadBalancerName,
        Instances: ids.map((InstanceId) => ({ InstanceId })),
      }),
    );
    const [one = '', two = ''] = ids;
    return [one, two];
  }

  /** Writes one point of a metric of shop. */
  async measured(MetricName: string, Value: number, at: number): Promise<void> {
    await this.cloudwatch.send(
      new PutMetricDataCommand({
        Namespace: 'AWS/ELB',
        MetricData: [
          {
            MetricName,
            Value,
            Timestamp: new Date(at),
            Dimensions: [{ Name: 'LoadBalancerName', Value: 'shop' }],
          },
        ],
      }),
    );
  }
}

function nameOf({ Tags = [] }: Instance): string {
  return Tags.find(({ Key }) => Key === 'Name')?.Value ?? '';
}
