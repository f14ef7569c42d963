import type { Balancer } from '../../../model/balancer.ts';
import { didYouMean } from '../../closest.ts';
import type { SpecFault } from '../../create.ts';
import type { Kept } from '../../http/kept.ts';
import { some } from '../../inWords.ts';
import { shortAddress } from '../address.ts';
import type { Balancers } from '../balancers.ts';
import type { Session } from '../session.ts';
import { fitFault, memory, named, smallestFlavor } from './choices.ts';
import { balancerLimits, serverRoom } from './limits.ts';
import { addressOf, type NovaServer } from './novaServers.ts';
import type { Flavor, Offers } from './offers.ts';
import { nodesFaults } from './rules.ts';
import { sharedFaults } from './sharedCheck.ts';
import { type BalancerSpec, existingServers, newServers } from './spec.ts';

/** What the account is asked through. */
export interface AccountSources {
  readonly session: Session;
  readonly balancersBase: string;
  /** null where the account has no Cloud Servers in this region. */
  readonly serversBase: string | null;
  /** In messages: `DFW`. */
  readonly region: string | null;
  readonly offers: Offers;
  readonly servers: Kept<readonly NovaServer[]>;
  readonly balancers: Kept<readonly Balancer[]>;
  readonly reader: Balancers;
}

/** Every fault that only the account knows. Throws Failure when it cannot be asked. */
export async function accountFaults(
  spec: BalancerSpec,
  sources: AccountSources,
  signal: AbortSignal,
): Promise<readonly SpecFault[]> {
  const groups = await Promise.all([
    wordFaults(spec, sources, signal),
    countFaults(spec, sources, signal),
    newServerFaults(spec, sources, signal),
    existingFaults(spec, sources, signal),
  ]);
  return groups.flat();
}

/** Protocol and algorithm are the account's own lists. */
async function wordFaults(
  spec: BalancerSpec,
  { offers }: AccountSources,
  signal: AbortSignal,
): Promise<SpecFault[]> {
  const [protocols, algorithms] = await Promise.all([
    offers.protocols.get(signal),
    offers.algorithms.get(signal),
  ]);
  const fault = (key: 'protocol' | 'algorithm', known: readonly string[]): SpecFault[] => {
    const given = spec[key];
    if (known.length === 0 || known.includes(given)) return [];
    const mend = didYouMean(given, known) || `: the account has ${some(known, 'and', 30)}`;
    return [{ path: `/${key}`, message: `There is no ${key} "${given}"${mend}` }];
  };
  return [
    ...fault(
      'protocol',
      protocols.map(({ name }) => name),
    ),
    ...fault('algorithm', algorithms),
  ];
}

async function countFaults(
  spec: BalancerSpec,
  sources: AccountSources,
  signal: AbortSignal,
): Promise<SpecFault[]> {
  const { session, balancersBase, balancers, reader } = sources;
  const [limits, all] = await Promise.all([
    balancerLimits(session, balancersBase, signal),
    balancers.fresh(signal),
  ]);
  const faults: SpecFault[] = [];
  if (limits.balancers !== null && all.length >= limits.balancers)
    faults.push({
      path: '',
      message: `The account has ${all.length} of ${limits.balancers} balancers: remove one, or ask Rackspace to raise the limit`,
      limit: true,
    });
  if (limits.nodes !== null && spec.nodes.length > limits.nodes)
    faults.push({
      path: '/nodes',
      message: `These are ${spec.nodes.length} nodes: a balancer of this account may have ${limits.nodes}`,
      limit: true,
    });
  return [...faults, ...(await sharedFaults(spec, all, reader, signal))];
}

async function newServerFaults(
  spec: BalancerSpec,
  { session, serversBase, region, offers }: AccountSources,
  signal: AbortSignal,
): Promise<SpecFault[]> {
  const wanted = newServers(spec);
  if (wanted.length === 0) return [];
  if (serversBase === null) return [noServers('/servers/create', region)];
  const [images, flavors, keyPairs, room] = await Promise.all([
    offers.images.get(signal),
    offers.flavors.get(signal),
    offers.keyPairs.get(signal),
    serverRoom(session, serversBase, signal),
  ]);
  const faults: SpecFault[] = [];
  const flavorsFound: Flavor[] = [];
  for (const [index, server] of wanted.entries()) {
    const path = `/servers/create/${index}`;
    const image = named('image', server.image, images);
    const flavor = named('flavor', server.flavor, flavors);
    if ('fault' in image) faults.push({ path: `${path}/image`, message: image.fault });
    else if (image.found.status !== null && image.found.status !== 'ACTIVE')
      faults.push({
        path: `${path}/image`,
        message: `The image ${image.found.name} is ${image.found.status}: choose one that is ACTIVE`,
      });
    if ('fault' in flavor) faults.push({ path: `${path}/flavor`, message: flavor.fault });
    else flavorsFound.push(flavor.found);
    if ('found' in image && 'found' in flavor) {
      const fault = fitFault(flavor.found, image.found);
      const enough = smallestFlavor(flavors, image.found);
      if (fault !== null)
        faults.push({
          path: `${path}/flavor`,
          message: enough ? `${fault}: ${enough.name} is enough` : fault,
        });
    }
    const { keyName } = server;
    // An empty list may also mean that key pairs cannot be listed; the engine decides then.
    if (keyName !== undefined && keyPairs.length > 0 && !keyPairs.includes(keyName))
      faults.push({
        path: `${path}/keyName`,
        message: `There is no key pair "${keyName}"${didYouMean(keyName, keyPairs) || `: there are ${some(keyPairs, 'and')}`}`,
      });
  }
  return [...faults, ...roomFaults(wanted.length, flavorsFound, room)];
}

function roomFaults(
  count: number,
  flavors: readonly Flavor[],
  room: { readonly servers: number | null; readonly ram: number | null },
): SpecFault[] {
  const path = '/servers/create';
  const mend = 'make fewer, or ask Rackspace to raise the limit';
  const ram = flavors.reduce((sum, flavor) => sum + flavor.ram, 0);
  const faults: SpecFault[] = [];
  if (room.servers !== null && count > room.servers)
    faults.push({
      path,
      message: `These are ${count} servers, and the account may have ${room.servers} more: ${mend}`,
      limit: true,
    });
  if (room.ram !== null && ram > room.ram)
    faults.push({
      path,
      message: `They need ${memory(ram)} of memory, and the account may use ${memory(room.ram)} more: ${mend} or a smaller flavor`,
      limit: true,
    });
  return faults;
}

async function existingFaults(
  spec: BalancerSpec,
  { serversBase, region, servers }: AccountSources,
  signal: AbortSignal,
): Promise<SpecFault[]> {
  const wanted = existingServers(spec);
  if (wanted.length === 0) return [];
  if (serversBase === null) return [noServers('/servers/existing', region)];
  const all = await servers.fresh(signal);
  const addresses = new Map<string, string>();
  const faults = wanted.flatMap((given, index): SpecFault[] => {
    const path = `/servers/existing/${index}`;
    const found = named('server', given, all);
    if ('fault' in found) return [{ path, message: found.fault }];
    const address = addressOf(found.found);
    if (address === null) {
      const { name, status } = found.found;
      return [{ path, message: `The server ${name} (${status}) has no IPv4 address: leave it out` }];
    }
    addresses.set(given, shortAddress(address));
    return [];
  });
  return [...faults, ...twiceFaults(spec, addresses)];
}

/** A server and its own address typed beside it are one place; what else is wrong with nodes has been said before. */
function twiceFaults(spec: BalancerSpec, addresses: ReadonlyMap<string, string>): SpecFault[] {
  const nodes = spec.nodes.map(({ server, ...node }) => {
    const address = server === undefined ? undefined : addresses.get(server);
    if (address !== undefined) return { ...node, address };
    return server === undefined ? node : { ...node, server };
  });
  return [...nodesFaults(nodes, true)].flatMap(([index, { key, message }]) =>
    key === 'port' ? [{ path: `/nodes/${index}/port`, message }] : [],
  );
}

function noServers(path: string, region: string | null): SpecFault {
  const where = region ?? 'this region';
  return { path, message: `The account has no Cloud Servers in ${where}: name addresses in "nodes" instead` };
}
