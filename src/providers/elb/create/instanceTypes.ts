import type { InstanceTypeInfo } from '@aws-sdk/client-ec2';
import type { Aws } from '../aws.ts';
import { offered } from '../sections/offered.ts';
import { reading } from '../sections/subject.ts';
import type { Architecture } from './images.ts';

/** How large an instance is. Memory in megabytes; what is not known is null. */
export interface InstanceType {
  readonly name: string;
  readonly vcpus: number | null;
  readonly memory: number | null;
  /** Empty where it is not known. */
  readonly architectures: readonly string[];
}

const usual = (name: string, vcpus: number, gigabytes: number, architecture: Architecture): InstanceType => ({
  name,
  vcpus,
  memory: gigabytes * 1024,
  architectures: [architecture],
});

/** Of the hundreds that there are those that a web server begins with; any other can be typed. */
const USUAL: readonly InstanceType[] = [
  usual('t3.micro', 2, 1, 'x86_64'),
  usual('t3.small', 2, 2, 'x86_64'),
  usual('t3.medium', 2, 4, 'x86_64'),
  usual('t3.large', 2, 8, 'x86_64'),
  usual('m5.large', 2, 8, 'x86_64'),
  usual('c5.large', 2, 4, 'x86_64'),
  usual('t4g.micro', 2, 1, 'arm64'),
  usual('t4g.small', 2, 2, 'arm64'),
  usual('t4g.medium', 2, 4, 'arm64'),
  usual('m6g.large', 2, 8, 'arm64'),
];

/** The usual types that the region has; the documented ones where it does not tell. Throws Failure. */
export async function readUsualTypes(aws: Aws, signal: AbortSignal): Promise<readonly InstanceType[]> {
  const names = USUAL.map(({ name }) => name);
  const found = await offered(
    aws.ec2(
      'DescribeInstanceTypes',
      // By a filter: a type that the region lacks would fail the call that names it.
      { Filters: [{ Name: 'instance-type', Values: names }] },
      reading('list the instance types', signal),
    ),
  );
  const there = new Map((found?.InstanceTypes ?? []).flatMap(typeOf).map((type) => [type.name, type]));
  if (there.size === 0) return USUAL;
  return USUAL.flatMap(({ name }) => there.get(name) ?? []);
}

/** One type; null where there is none of that name, undefined where that cannot be found out. Throws Failure. */
export async function readType(
  aws: Aws,
  name: string,
  signal: AbortSignal,
): Promise<InstanceType | null | undefined> {
  const found = await offered(
    aws.ec2(
      'DescribeInstanceTypes',
      { Filters: [{ Name: 'instance-type', Values: [name] }] },
      reading(`read the instance type ${name}`, signal),
    ),
  );
  if (found === null) return undefined;
  return (found.InstanceTypes ?? []).flatMap(typeOf).find((type) => type.name === name) ?? null;
}

/** `2 vCPU, 1 GB` */
export function typeHelp({ vcpus, memory, architectures }: InstanceType): string {
  return [
    vcpus === null ? null : `${vcpus} vCPU`,
    memory === null ? null : memory < 1024 ? `${memory} MB` : `${Math.round(memory / 102.4) / 10} GB`,
    architectures.join(', ') || null,
  ]
    .filter(Boolean)
    .join(', ');
}

function typeOf({ InstanceType, VCpuInfo, MemoryInfo, ProcessorInfo }: InstanceTypeInfo): InstanceType[] {
  if (!InstanceType) return [];
  return [
    {
      name: InstanceType,
      vcpus: VCpuInfo?.DefaultVCpus ?? null,
      memory: MemoryInfo?.SizeInMiB ?? null,
      architectures: [...(ProcessorInfo?.SupportedArchitectures ?? [])],
    },
  ];
}
