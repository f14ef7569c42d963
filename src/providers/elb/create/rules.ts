import { cleanText } from '../../../model/text.ts';
import type { SpecFault } from '../../create.ts';
import { specReader } from '../../specReader.ts';
import { pointer } from '../../specSchema.ts';
import { HEALTH_LIMITS, pathFault, timeoutFault } from '../sections/healthCheckRules.ts';
import {
  isHttp,
  type ListenerSpec,
  listenersFaults,
  usualInstanceProtocol,
} from '../sections/listenerRules.ts';
import { keyFault, tagFault } from '../sections/tags.ts';
import { SPEC_SCHEMA } from './schema.ts';
import type { CheckPart, ElbSpec, InstanceSpec, ListenerPart, SoundSpec } from './spec.ts';

// What AWS refuses although each field is right by itself (spec §4). The wizard's forms and the check of a file both ask
// here.

/** What is wrong with a balancer's name; null when it may be one. */
export function balancerNameFault(name: string): string | null {
  if (name.length > 32) return `The name has ${name.length} characters: at most 32`;
  if (!/^[A-Za-z0-9-]+$/.test(name)) return 'A name has letters, digits and hyphens only';
  if (/^-|-$/.test(name)) return 'A name neither begins nor ends with a hyphen';
  return /^internal-/i.test(name)
    ? 'AWS puts internal- in front of names itself: choose one that begins differently'
    : null;
}

/** What is wrong with the name of an instance; null when it may be one. */
export function instanceNameFault(name: string): string | null {
  if (name.trim() === '' || cleanText(name) !== name)
    return 'The name is blank or cannot be drawn: type it again';
  return tagFault(name, 'value', 255);
}

/** What is wrong with how an image is named; null when it may be one. */
export function imageFault(image: string): string | null {
  return /^ami-[0-9a-z]+$/.test(image) || /^\/[\w.\-/]+$/.test(image)
    ? null
    : 'An image is an id (ami-…), or the name of a public parameter (/aws/service/…)';
}

/** What is wrong with the id of an instance; null when it may be one. */
function instanceIdFault(id: string): string | null {
  return /^i-[0-9a-z]+$/.test(id) ? null : 'An instance is named by its id: i-…';
}

const reader = specReader<ElbSpec, SoundSpec>(SPEC_SCHEMA, ruleFaults);

/** Every fault that can be seen without asking AWS; empty for a spec. */
export const specFaults = reader.faults;

/** The spec, typed. Throws Failure `invalid` with its first fault. */
export const readSpec = reader.read;

function ruleFaults(spec: SoundSpec): SpecFault[] {
  const name = spec.name === undefined ? null : balancerNameFault(spec.name);
  return [
    ...(name === null ? [] : [{ path: '/name', message: name }]),
    ...listenerRuleFaults(spec.listeners ?? []),
    ...twiceFaults('/subnets', spec.subnets),
    ...twiceFaults('/zones', spec.zones),
    ...twiceFaults('/securityGroups', spec.securityGroups),
    ...twiceFaults('/instances/existing', spec.instances?.existing),
    ...(spec.instances?.existing ?? []).flatMap((id, index) =>
      faultAt(`/instances/existing/${index}`, id === undefined ? null : instanceIdFault(id)),
    ),
    ...instanceFaults(spec),
    ...(spec.healthCheck ? checkFaults(spec.healthCheck) : []),
    ...Object.entries(spec.tags ?? {}).flatMap(([key, value]) =>
      faultAt(pointer('/tags', key), keyFault(key) ?? tagFault(value, 'value', 255)),
    ),
  ];
}

function faultAt(path: string, message: string | null): SpecFault[] {
  return message === null ? [] : [{ path, message }];
}

function listenerRuleFaults(parts: readonly (Partial<ListenerPart> | undefined)[]): SpecFault[] {
  const filled = parts.map((part): Partial<ListenerSpec> | undefined => {
    if (part?.protocol === undefined) return part;
    const { protocol, port } = part;
    const instancePort = part.instancePort ?? port;
    return {
      ...part,
      instanceProtocol: part.instanceProtocol ?? usualInstanceProtocol(protocol),
      ...(instancePort === undefined ? {} : { instancePort }),
    };
  });
  return [...listenersFaults(filled)].map(([index, { key, message }]) => ({
    path: `/listeners/${index}/${key}`,
    message,
  }));
}

function twiceFaults(path: string, ids: readonly (string | undefined)[] = []): SpecFault[] {
  return ids.flatMap((id, index) =>
    id !== undefined && ids.indexOf(id) < index
      ? [{ path: `${path}/${index}`, message: `${cleanText(id)} is there twice: leave one out` }]
      : [],
  );
}

function instanceFaults({ instances, zones }: SoundSpec): SpecFault[] {
  const create = instances?.create ?? [];
  return create.flatMap((instance, index) => {
    if (instance === undefined) return [];
    const path = `/instances/create/${index}`;
    const { name, image } = instance;
    const twice = name !== undefined && create.findIndex((one) => one?.name === name) < index;
    return [
      ...faultAt(
        `${path}/name`,
        name === undefined
          ? null
          : twice
            ? `"${cleanText(name)}" is there twice: names tell instances apart here`
            : instanceNameFault(name),
      ),
      ...faultAt(`${path}/image`, image === undefined ? null : imageFault(image)),
      ...placeFaults(path, instance, zones),
    ];
  });
}

function placeFaults(
  path: string,
  { subnet, zone }: Partial<InstanceSpec>,
  zones: SoundSpec['zones'],
): SpecFault[] {
  if (zone === undefined) return [];
  if (subnet !== undefined) return faultAt(`${path}/zone`, 'A subnet is in a zone already: leave this out');
  if (zones === undefined)
    return faultAt(`${path}/zone`, 'The balancer is made in subnets: give "subnet" instead');
  return faultAt(
    `${path}/zone`,
    zones.includes(zone) ? null : 'The balancer is not in this zone: add it to "zones", or choose another',
  );
}

function checkFaults(check: Partial<CheckPart>): SpecFault[] {
  const { protocol, path, interval = HEALTH_LIMITS.interval.initial } = check;
  const timeout = check.timeout ?? HEALTH_LIMITS.timeout.initial;
  const pathWrong =
    path === undefined
      ? null
      : protocol !== undefined && !isHttp(protocol)
        ? `A check by ${protocol} asks for no page: leave path out`
        : pathFault(path);
  return [
    ...faultAt('/healthCheck/path', pathWrong),
    ...faultAt('/healthCheck/timeout', timeoutFault(timeout, interval)),
  ];
}
