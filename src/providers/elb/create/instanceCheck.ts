import { didYouMean } from '../../closest.ts';
import type { SpecFault } from '../../create.ts';
import { some } from '../../inWords.ts';
import type { Aws } from '../aws.ts';
import { offered } from '../sections/offered.ts';
import { reading } from '../sections/subject.ts';
import type { AccountSources } from './accountCheck.ts';
import { imageId } from './images.ts';
import { type InstanceType, readType } from './instanceTypes.ts';
import { groupFaults, vpcOf } from './networkCheck.ts';
import type { Offers } from './offers.ts';
import { type ElbSpec, type InstanceSpec, newInstances } from './spec.ts';

/** What is known of an image: undefined where that cannot be found out. */
type FoundImage = { readonly architecture: string | null; readonly state: string | null } | null | undefined;

/** What new instances are to be made of and is not there, or does not fit together. Throws Failure. */
export async function newInstanceFaults(
  spec: ElbSpec,
  { aws, offers }: Pick<AccountSources, 'aws' | 'offers'>,
  signal: AbortSignal,
): Promise<readonly SpecFault[]> {
  const wanted = newInstances(spec);
  if (wanted.length === 0) return [];
  const once = <T>(key: 'image' | 'type', read: (name: string) => Promise<T>) =>
    allOf(new Set(wanted.map((instance) => instance[key])), read);
  const [images, types, keyPairs, subnets, groups] = await Promise.all([
    once('image', (name) => readImage(aws, name, signal)),
    once('type', (name) => readType(aws, name, signal)),
    wanted.some(({ keyName }) => keyName !== undefined) ? offers.keyPairs.get(signal) : null,
    offers.subnets.get(signal),
    offers.groups.get(signal),
    offers.vpcs.get(signal),
  ]);
  const vpcId = vpcOf(spec, subnets, offers);
  return wanted.flatMap((instance, index) => {
    const path = `/instances/create/${index}`;
    const fault = (key: string, message: string | null): SpecFault[] =>
      message === null ? [] : [{ path: `${path}/${key}`, message }];
    const image = images.get(instance.image);
    const type = types.get(instance.type);
    return [
      ...fault('image', imageWords(instance.image, image)),
      ...fault('type', typeWords(instance.type, type, image)),
      ...fault('keyName', keyWords(instance, keyPairs)),
      ...fault('subnet', subnetWords(instance, spec, offers, vpcId)),
      ...groupFaults(`${path}/securityGroups`, instance.securityGroups, groups, vpcId),
    ];
  });
}

async function allOf<T>(
  names: ReadonlySet<string>,
  read: (name: string) => Promise<T>,
): Promise<ReadonlyMap<string, T>> {
  return new Map(await Promise.all([...names].map(async (name) => [name, await read(name)] as const)));
}

async function readImage(aws: Aws, image: string, signal: AbortSignal): Promise<FoundImage> {
  const id = await offered(imageId(aws, image, `find the image ${image}`, signal));
  if (id === null) return null;
  const answer = await offered(
    aws.ec2(
      'DescribeImages',
      // By a filter: an id that is not there would fail the call that names it.
      { Filters: [{ Name: 'image-id', Values: [id] }] },
      reading(`read the image ${id}`, signal),
    ),
  );
  if (answer === null) return undefined;
  const found = (answer.Images ?? []).find(({ ImageId }) => ImageId === id);
  return found ? { architecture: found.Architecture ?? null, state: found.State ?? null } : null;
}

function imageWords(name: string, image: FoundImage): string | null {
  if (image === null) return `There is no image ${name} here: images have another id in each region`;
  const state = image?.state ?? 'available';
  return state === 'available' ? null : `The image ${name} is ${state}: choose another`;
}

function typeWords(name: string, type: InstanceType | null | undefined, image: FoundImage): string | null {
  if (type === null) return `There is no instance type ${name} in this region`;
  const architecture = image?.architecture ?? null;
  if (architecture === null || !type || type.architectures.length === 0) return null;
  return type.architectures.includes(architecture)
    ? null
    : `${name} runs ${some(type.architectures, 'and')}, the image is for ${architecture}: choose another of the two`;
}

function keyWords({ keyName }: InstanceSpec, known: readonly string[] | null): string | null {
  if (keyName === undefined || known === null || known.includes(keyName)) return null;
  const mend = didYouMean(keyName, known) || (known.length === 0 ? '' : `: there are ${some(known, 'and')}`);
  return `There is no key pair "${keyName}"${mend}`;
}

/** An instance in a zone where the balancer is not gets no requests. */
function subnetWords(
  { subnet }: InstanceSpec,
  { subnets: own = [] }: ElbSpec,
  offers: Offers,
  vpcId: string | null,
): string | null {
  const all = offers.subnets.last ?? [];
  if (subnet === undefined || all.length === 0 || own.includes(subnet)) return null;
  const found = all.find(({ id }) => id === subnet);
  if (!found)
    return `There is no subnet ${subnet}${didYouMean(
      subnet,
      all.map(({ id }) => id),
    )}`;
  if (vpcId !== null && found.vpcId !== vpcId)
    return `${subnet} is in the VPC ${found.vpcId}, the balancer in ${vpcId}: one VPC only`;
  const zones = all.filter(({ id }) => own.includes(id)).map(({ zone }) => zone);
  return own.length === 0 || zones.includes(found.zone)
    ? null
    : `${subnet} is in ${found.zone}, where the balancer is not: add a subnet of that zone to "subnets"`;
}
