import { type AwsRegionName, hexId, zonesOf } from './places.ts';

/** A private network. Without a gateway nothing in it faces the internet. */
export interface Vpc {
  readonly id: string;
  readonly name: string;
  readonly cidr: string;
  readonly isDefault: boolean;
  readonly gateway: boolean;
}

/** A part of a VPC in one zone. */
export interface Subnet {
  readonly id: string;
  readonly name: string;
  readonly vpc: string;
  readonly zone: string;
  readonly cidr: string;
  /** Gives its instances public addresses; in the default VPC the default one of its zone. */
  readonly isPublic: boolean;
}

/** TCP ports that a security group lets in, from an address range or from members of a group. */
export interface IngressRule {
  /** All protocols and ports. */
  readonly all: boolean;
  readonly from: number;
  readonly to: number;
  readonly cidr: string | null;
  readonly group: string | null;
}

/** A firewall around instances and balancers. */
export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vpc: string;
  readonly ingress: readonly IngressRule[];
}

/** An SSH key; the sandbox logs in nowhere, so it opens nothing. */
export interface KeyPair {
  readonly id: string;
  readonly name: string;
  readonly fingerprint: string;
}

/** What every region begins with and nothing changes. */
export interface Network {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly groups: readonly SecurityGroup[];
  readonly keys: readonly KeyPair[];
}

const ANYWHERE = '0.0.0.0/0';
/** The name of the group that balancers get in a default VPC when none is named. */
const DEFAULT_ELB_GROUP = 'default_elb_5a0c1d0e-4d2b-3f11-9c41-7f7d0e1c2b3a';

/**
 * Without a default VPC, as an account that grew up before there were VPCs: a balancer that is made by zones is in none there.
 */
const WITHOUT_DEFAULT_VPC: AwsRegionName = 'eu-west-1';

/** The main VPC, which is the default one nearly everywhere, with a public subnet in each zone, and one without a way to the internet. */
export function networkOf(region: AwsRegionName): Network {
  const id = (prefix: string, name: string) => hexId(prefix, `${region} ${prefix} ${name}`);
  const isDefault = region !== WITHOUT_DEFAULT_VPC;
  const main: Vpc = {
    id: id('vpc', 'default'),
    name: isDefault ? '' : 'main',
    cidr: '172.31.0.0/16',
    isDefault,
    gateway: true,
  };
  const office: Vpc = {
    id: id('vpc', 'backoffice'),
    name: 'backoffice',
    cidr: '10.40.0.0/16',
    isDefault: false,
    gateway: false,
  };
  const subnets = zonesOf(region).flatMap((zone, place): Subnet[] => [
    {
      id: id('subnet', `public ${zone}`),
      name: `public-${zone.slice(-1)}`,
      vpc: main.id,
      zone,
      cidr: `172.31.${place * 16}.0/20`,
      isPublic: true,
    },
    ...(place < 2
      ? [
          {
            id: id('subnet', `backoffice ${zone}`),
            name: `backoffice-${zone.slice(-1)}`,
            vpc: office.id,
            zone,
            cidr: `10.40.${place}.0/24`,
            isPublic: false,
          },
        ]
      : []),
  ]);
  return { vpcs: [main, office], subnets, groups: groupsOf(main, office, id), keys: keysOf(id) };
}

function groupsOf(
  main: Vpc,
  office: Vpc,
  id: (prefix: string, name: string) => string,
): readonly SecurityGroup[] {
  const front = id('sg', 'elb-front');
  const group = (
    vpc: Vpc,
    name: string,
    description: string,
    ingress: readonly IngressRule[],
    at = id('sg', vpc.isDefault ? name : `${vpc.name} ${name}`),
  ): SecurityGroup => ({ id: at, name, description, vpc: vpc.id, ingress });
  const own = (vpc: Vpc) => id('sg', vpc.isDefault ? 'default' : `${vpc.name} default`);
  return [
    group(main, 'default', main.isDefault ? 'default VPC security group' : 'VPC security group', [
      everything(own(main)),
    ]),
    group(main, 'elb-front', 'What balancers let in', [
      port(80, ANYWHERE),
      port(443, ANYWHERE),
      port(5140, ANYWHERE),
      port(6514, ANYWHERE),
    ]),
    group(main, 'app', 'Instances behind balancers', [
      { all: false, from: 80, to: 80, cidr: null, group: front },
      { all: false, from: 5140, to: 9999, cidr: null, group: front },
      port(22, main.cidr),
      { all: false, from: 1, to: 65_535, cidr: main.cidr, group: null },
    ]),
    ...(main.isDefault
      ? [
          group(
            main,
            DEFAULT_ELB_GROUP,
            'ELB created security group used when no security group is specified',
            [{ all: false, from: 1, to: 65_535, cidr: ANYWHERE, group: null }],
          ),
        ]
      : []),
    group(main, 'locked-down', 'SSH from the office and nothing else', [port(22, '203.0.113.0/24')]),
    group(office, 'default', 'default VPC security group', [everything(own(office))]),
    group(office, 'office-web', 'Back office pages', [port(80, office.cidr), port(8080, office.cidr)]),
  ];
}

function port(number: number, cidr: string): IngressRule {
  return { all: false, from: number, to: number, cidr, group: null };
}

function everything(group: string): IngressRule {
  return { all: true, from: 0, to: 65_535, cidr: null, group };
}

function keysOf(id: (prefix: string, name: string) => string): readonly KeyPair[] {
  return [
    {
      id: id('key', 'deploy'),
      name: 'deploy',
      fingerprint: '9a:01:fe:62:c8:3b:d4:75:10:ee:4f:29:b6:07:d3:5c:11:80:4e:a2',
    },
    {
      id: id('key', 'laptop'),
      name: 'laptop',
      fingerprint: '3e:8c:51:0d:77:aa:19:40:9b:e2:60:f4:1c:d5:88:27:c0:5f:33:b9',
    },
  ];
}

/** The group a balancer gets when none is named: one of ELB's own in a default VPC, elsewhere the VPC's default. */
export function defaultElbGroup(network: Network, vpc: Vpc): string {
  const name = vpc.isDefault ? DEFAULT_ELB_GROUP : 'default';
  return network.groups.find((group) => group.vpc === vpc.id && group.name === name)?.id ?? '';
}

/** Whether these groups around an instance let a balancer of those groups in on a port. */
export function admits(
  network: Network,
  instanceGroups: readonly string[],
  balancerGroups: readonly string[],
  port: number,
): boolean {
  return network.groups
    .filter((group) => instanceGroups.includes(group.id))
    .some(({ vpc, ingress }) => {
      const range = network.vpcs.find((candidate) => candidate.id === vpc)?.cidr;
      return ingress.some(
        (rule) =>
          (rule.all || (rule.from <= port && port <= rule.to)) &&
          // A balancer's own address is one of its VPC.
          (rule.cidr === ANYWHERE ||
            rule.cidr === range ||
            (rule.group !== null && balancerGroups.includes(rule.group))),
      );
    });
}

/** The n-th address of a subnet that an instance can have; the first four belong to AWS. */
export function addressIn(subnet: Subnet, count: number): string {
  const [a, b, c = '0'] = subnet.cidr.split('.');
  const host = 10 + count;
  return `${a}.${b}.${Number(c) + (host >> 8)}.${host & 0xff}`;
}

/** Addresses that a subnet has left. */
export function freeAddresses(subnet: Subnet, used: number): number {
  return 2 ** (32 - Number(subnet.cidr.split('/')[1])) - 5 - used;
}
