import type { Clock } from '../../../model/clock.ts';
import { byName } from '../../../model/order.ts';
import { Kept } from '../../http/kept.ts';
import type { Aws } from '../aws.ts';
import type { Machine } from '../machine.ts';
import type { Machines } from '../machines.ts';
import {
  nameTag,
  pages,
  readSecurityGroups,
  readSubnets,
  readZones,
  type SecurityGroup,
  type Subnet,
} from '../sections/network.ts';
import { offered } from '../sections/offered.ts';
import { reading } from '../sections/subject.ts';
import { type Image, readImages } from './images.ts';
import { type InstanceType, readUsualTypes } from './instanceTypes.ts';

/** A network that a balancer can be made in. */
export interface Vpc {
  readonly id: string;
  readonly name: string | null;
  /** CIDR: `10.0.0.0/16`. */
  readonly range: string | null;
  readonly isDefault: boolean;
}

/** What the account can choose from in its region, kept for some minutes. All reads throw Failure. */
export class Offers {
  /** Empty where networks may not be listed, or an old account has none. */
  readonly vpcs: Kept<readonly Vpc[]>;
  readonly subnets: Kept<readonly Subnet[]>;
  readonly zones: Kept<readonly string[]>;
  readonly groups: Kept<readonly SecurityGroup[]>;
  /** Instances that are not gone. */
  readonly instances: Kept<readonly Machine[]>;
  /** Names; null where they may not be listed. */
  readonly keyPairs: Kept<readonly string[] | null>;
  /** Images that AWS and the makers of systems recommend now; empty where they may not be listed. */
  readonly images: Kept<readonly Image[]>;
  /** A short list of the usual ones. */
  readonly types: Kept<readonly InstanceType[]>;

  constructor(aws: Aws, machines: Machines, clock: Clock) {
    this.vpcs = new Kept(clock, async (signal) => (await offered(readVpcs(aws, signal))) ?? []);
    this.subnets = new Kept(clock, async (signal) => (await offered(readSubnets(aws, [], signal))) ?? []);
    this.zones = new Kept(clock, (signal) => readZones(aws, signal));
    this.groups = new Kept(
      clock,
      async (signal) => (await offered(readSecurityGroups(aws, [], signal))) ?? [],
    );
    this.instances = new Kept(clock, (signal) => machines.all(null, signal));
    this.keyPairs = new Kept(clock, (signal) => offered(readKeyPairs(aws, signal)));
    this.images = new Kept(clock, async (signal) => (await offered(readImages(aws, signal))) ?? []);
    this.types = new Kept(clock, (signal) => readUsualTypes(aws, signal));
  }
}

async function readVpcs(aws: Aws, signal: AbortSignal): Promise<readonly Vpc[]> {
  const rows = await pages(async (next) => {
    const answer = await aws.ec2('DescribeVpcs', next, reading('list the VPCs', signal));
    return { rows: answer.Vpcs ?? [], next: answer.NextToken };
  });
  return rows
    .flatMap(({ VpcId, Tags, CidrBlock, IsDefault }): Vpc[] =>
      VpcId
        ? [{ id: VpcId, name: nameTag(Tags), range: CidrBlock ?? null, isDefault: IsDefault ?? false }]
        : [],
    )
    .sort((a, b) => Number(b.isDefault) - Number(a.isDefault) || byName(a.id, b.id));
}

async function readKeyPairs(aws: Aws, signal: AbortSignal): Promise<readonly string[]> {
  const { KeyPairs = [] } = await aws.ec2('DescribeKeyPairs', {}, reading('list the key pairs', signal));
  return KeyPairs.flatMap(({ KeyName }) => KeyName ?? []).sort(byName);
}
