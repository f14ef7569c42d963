import { type AwsRegionName, hexId, zonesOf } from './places.ts';

/** What an instance can be made from. */
export interface AmiRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** 12 digits of its owner, and the alias of an owner that has one. */
  readonly owner: string;
  readonly alias: string | null;
  readonly architecture: Architecture;
  readonly createdAt: string;
  readonly rootDevice: string;
}

/** What a processor runs. */
export type Architecture = 'x86_64' | 'arm64';

const AMAZON = { owner: '137112412989', alias: 'amazon', rootDevice: '/dev/xvda' } as const;
const CANONICAL = { owner: '099720109477', alias: null, rootDevice: '/dev/sda1' } as const;
const DEBIAN = { owner: '136693071363', alias: null, rootDevice: '/dev/xvda' } as const;

interface Source {
  readonly from: { readonly owner: string; readonly alias: string | null; readonly rootDevice: string };
  readonly name: string;
  readonly architecture: Architecture;
  readonly createdAt: string;
  readonly description: string;
  /** The public parameter that names it; null for one that has been overtaken. */
  readonly parameter: string | null;
}

const AL2023 = '/aws/service/ami-amazon-linux-latest';
const UBUNTU = '/aws/service/canonical/ubuntu/server';

const SOURCES: readonly Source[] = [
  ...(['x86_64', 'arm64'] as const).flatMap((architecture): Source[] => [
    {
      from: AMAZON,
      name: `al2023-ami-2023.9.20260210.0-kernel-6.1-${architecture}`,
      architecture,
      createdAt: '2026-02-12T02:11:40.000Z',
      description: `Amazon Linux 2023 AMI 2023.9.20260210.0 ${architecture} HVM kernel-6.1`,
      parameter: `${AL2023}/al2023-ami-kernel-default-${architecture}`,
    },
    {
      from: AMAZON,
      name: `al2023-ami-minimal-2023.9.20260210.0-kernel-6.1-${architecture}`,
      architecture,
      createdAt: '2026-02-12T02:15:02.000Z',
      description: `Amazon Linux 2023 AMI 2023.9.20260210.0 ${architecture} Minimal HVM kernel-6.1`,
      parameter: `${AL2023}/al2023-ami-minimal-kernel-default-${architecture}`,
    },
  ]),
  {
    from: AMAZON,
    name: 'amzn2-ami-hvm-2.0.20260105.0-x86_64-gp2',
    architecture: 'x86_64',
    createdAt: '2026-01-07T19:40:12.000Z',
    description: 'Amazon Linux 2 AMI 2.0.20260105.0 x86_64 HVM gp2',
    parameter: `${AL2023}/amzn2-ami-hvm-x86_64-gp2`,
  },
  ...(['24.04', '22.04'] as const).flatMap((release) =>
    (['amd64', 'arm64'] as const).map((arch): Source => {
      const code = release === '24.04' ? 'noble' : 'jammy';
      const disk = release === '24.04' ? 'ebs-gp3' : 'ebs-gp2';
      return {
        from: CANONICAL,
        name: `ubuntu/images/hvm-ssd${release === '24.04' ? '-gp3' : ''}/ubuntu-${code}-${release}-${arch}-server-20260205`,
        architecture: arch === 'amd64' ? 'x86_64' : 'arm64',
        createdAt: '2026-02-05T08:30:51.000Z',
        description: `Canonical, Ubuntu, ${release}, ${arch} ${code} image`,
        parameter: `${UBUNTU}/${release}/stable/current/${arch}/hvm/${disk}/ami-id`,
      };
    }),
  ),
  {
    from: CANONICAL,
    name: 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20251102',
    architecture: 'x86_64',
    createdAt: '2025-11-02T08:30:51.000Z',
    description: 'Canonical, Ubuntu, 24.04, amd64 noble image',
    parameter: null,
  },
  ...(['amd64', 'arm64'] as const).map(
    (arch): Source => ({
      from: DEBIAN,
      name: `debian-12-${arch}-20260112-1990`,
      architecture: arch === 'amd64' ? 'x86_64' : 'arm64',
      createdAt: '2026-01-12T01:02:03.000Z',
      description: `Debian 12 (20260112-1990) ${arch}`,
      parameter: `/aws/service/debian/release/12/latest/${arch}`,
    }),
  ),
];

/** The public images of a region. */
export function imagesOf(region: AwsRegionName): readonly AmiRecord[] {
  return SOURCES.map(({ from, name, architecture, createdAt, description }) => ({
    ...from,
    id: hexId('ami', `${region} ${name}`),
    name,
    architecture,
    createdAt,
    description,
  }));
}

/** A public parameter of Systems Manager: the newest image of a kind. */
export interface PublicParameter {
  readonly name: string;
  readonly value: string;
  readonly changedAt: number;
}

/** The public parameters of a region, by name. */
export function parametersOf(region: AwsRegionName): readonly PublicParameter[] {
  return SOURCES.flatMap(({ parameter, name, createdAt }) =>
    parameter === null
      ? []
      : [{ name: parameter, value: hexId('ami', `${region} ${name}`), changedAt: Date.parse(createdAt) }],
  ).sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** How large an instance can be. */
export interface InstanceType {
  readonly name: string;
  readonly vcpus: number;
  /** Mebibytes. */
  readonly memory: number;
  readonly architecture: Architecture;
  readonly burstable: boolean;
}

const SIZES: readonly (readonly [name: string, vcpus: number, gibibytes: number])[] = [
  ['t3.nano', 2, 0.5],
  ['t3.micro', 2, 1],
  ['t3.small', 2, 2],
  ['t3.medium', 2, 4],
  ['t3.large', 2, 8],
  ['t3a.small', 2, 2],
  ['t3a.medium', 2, 4],
  ['t4g.micro', 2, 1],
  ['t4g.small', 2, 2],
  ['t4g.medium', 2, 4],
  ['m5.large', 2, 8],
  ['m6i.large', 2, 8],
  ['m6i.xlarge', 4, 16],
  ['m7g.large', 2, 8],
  ['m7g.xlarge', 4, 16],
  ['c5.large', 2, 4],
  ['c6i.large', 2, 4],
  ['c6i.xlarge', 4, 8],
  ['c7g.large', 2, 4],
  ['r5.large', 2, 16],
  ['r6i.large', 2, 16],
  ['r7g.large', 2, 16],
];

/** The instance types of every region. */
export const INSTANCE_TYPES: readonly InstanceType[] = SIZES.map(([name, vcpus, gibibytes]) => ({
  name,
  vcpus,
  memory: gibibytes * 1024,
  architecture: /^\w+g\./.test(name) ? 'arm64' : 'x86_64',
  burstable: name.startsWith('t'),
}));

/** The zones in which a type can be had: the newest are not in every one. */
export function zonesWith(type: InstanceType, region: AwsRegionName): readonly string[] {
  const zones = zonesOf(region);
  return /^[cmr]7g\./.test(type.name) ? zones.slice(0, 2) : zones;
}
