import type { Genesis } from '../commands.ts';
import { type AwsKeys, awsKeys } from './credentials.ts';
import { isGone } from './instanceStates.ts';
import { loadAws } from './load.ts';
import { type Network, networkOf } from './network.ts';
import { AWS_REGIONS, type AwsRegionName } from './places.ts';
import type { ElbRecord, InstanceRecord } from './records.ts';
import { sampleAws } from './sample.ts';

/** What a token was used for: the request as it was, and what came of it. */
interface Launch {
  readonly request: string;
  readonly instances: readonly string[];
}

/** What is in one region. */
export class AwsRegion {
  readonly network: Network;
  readonly elbs = new Map<string, ElbRecord>();
  /** In order of launching. */
  readonly instances = new Map<string, InstanceRecord>();
  /** By client token. */
  readonly launches = new Map<string, Launch>();
  readonly #addresses = new Map<string, number>();

  constructor(
    readonly name: AwsRegionName,
    readonly account: string,
    /** Balancers an account may have here. */
    readonly quota: number,
  ) {
    this.network = networkOf(name);
  }

  /** Takes the next address of a subnet: its place from 0. */
  takeAddress(subnet: string): number {
    const count = this.#addresses.get(subnet) ?? 0;
    this.#addresses.set(subnet, count + 1);
    return count;
  }

  /** The instances that EC2 still tells of. */
  visible(at: number): readonly InstanceRecord[] {
    return [...this.instances.values()].filter((instance) => !isGone(instance, at));
  }
}

/** All of AWS in a world. */
export class AwsState {
  readonly keys: AwsKeys;
  readonly regions: Readonly<Record<AwsRegionName, AwsRegion>>;
  /** The last one-time code that was taken, as `deviceStep` counts them. */
  lastCode = 0;

  /** Begins as the first line says: the sample data, or the load asked for. */
  constructor(genesis: Genesis) {
    this.keys = awsKeys(genesis);
    const { load, createdAt } = genesis;
    const region = (name: AwsRegionName) =>
      new AwsRegion(name, this.keys.accountId, 20 + (load?.balancers ?? 0));
    this.regions = {
      'us-east-1': region('us-east-1'),
      'us-west-2': region('us-west-2'),
      'eu-west-1': region('eu-west-1'),
    };
    if (load) loadAws(this.regions['us-east-1'], load, createdAt);
    else for (const name of AWS_REGIONS) sampleAws(this.regions[name], createdAt);
  }
}
