import { chance, seedOf } from './chance.ts';
import { REGIONS, type RegionName } from './commands.ts';
import { FLAVORS, flavorNamed, IMAGES } from './images.ts';
import type { ServerRecord } from './records.ts';
import { type Plan, refuse } from './refusal.ts';
import { DOOMED, type ServerSpec } from './specs.ts';
import type { RegionState, WorldState } from './state.ts';
import { serverStatus } from './status.ts';
import { TIMINGS } from './timings.ts';

/** The servers that can be seen, oldest first. */
export function liveServers(region: RegionState, at: number): ServerRecord[] {
  return [...region.servers.values()].filter((server) => serverStatus(server, at) !== null);
}

/** A new server: refused where image and flavor do not fit or the quota is used up. */
export function createServer(world: WorldState, region: RegionState, spec: ServerSpec, at: number): Plan {
  const image = IMAGES.find((candidate) => candidate.id === spec.image);
  if (!image) return refuse({ kind: 'bad', message: `Cannot find requested image ${spec.image}` });
  const flavor = flavorNamed(spec.flavor);
  if (!flavor) return refuse({ kind: 'bad', message: 'Invalid flavorRef provided.' });
  if (flavor.ram < image.minRam)
    return refuse({ kind: 'bad', message: "Flavor's memory is too small for requested image." });
  if (flavor.disk < image.minDisk)
    return refuse({ kind: 'bad', message: "Flavor's disk is too small for requested image." });
  const servers = liveServers(region, at);
  const ram = servers.reduce((sum, server) => sum + (flavorNamed(server.flavor)?.ram ?? 0), 0);
  const { limits } = world;
  if (servers.length >= limits.servers)
    return refuse({
      kind: 'quota',
      message: `Quota exceeded for instances: Requested 1, but already used ${servers.length} of ${limits.servers} instances`,
    });
  if (ram + flavor.ram > limits.ram)
    return refuse({
      kind: 'quota',
      message: `Quota exceeded for ram: Requested ${flavor.ram}, but already used ${ram} of ${limits.ram} ram`,
    });
  return {
    apply() {
      region.servers.set(spec.id, newServer(region, spec, at));
      return [];
    },
  };
}

function newServer(region: RegionState, spec: ServerSpec, at: number): ServerRecord {
  const seed = seedOf(spec.id);
  const count = region.serversMade;
  region.serversMade += 1;
  const building = TIMINGS.serverLeast + chance(seed, 1) * (TIMINGS.serverMost - TIMINGS.serverLeast);
  const addressing = TIMINGS.addressLeast + chance(seed, 2) * (TIMINGS.addressMost - TIMINGS.addressLeast);
  const activeAt = at + Math.floor(building);
  const { networks, ...rest } = spec;
  return {
    ...rest,
    createdAt: at,
    activeAt,
    addressedAt: activeAt + Math.floor(addressing),
    addresses: {
      ...(networks.includes('private')
        ? {
            private: [
              { version: 4 as const, addr: privateAddress(region.name, 100 + (count >> 8), count & 0xff) },
            ],
          }
        : {}),
      ...(networks.includes('public') ? { public: publicAddresses(region.name, count) } : {}),
    },
    settled: spec.name.startsWith(DOOMED) ? 'ERROR' : 'ACTIVE',
    deletedAt: null,
  };
}

/** ServiceNet addresses of a region. */
export function privateAddress(region: RegionName, third: number, fourth: number): string {
  return `10.${20 + 10 * REGIONS.indexOf(region)}.${third}.${fourth}`;
}

/** PublicNet addresses of the n-th server of a region. */
export function publicAddresses(region: RegionName, count: number) {
  const place = REGIONS.indexOf(region);
  return [
    { version: 4 as const, addr: `198.19.${(place << 6) + (count >> 8)}.${count & 0xff}` },
    { version: 6 as const, addr: `2001:db8:${(0xb1 + place).toString(16)}::${(count + 0x77).toString(16)}` },
  ];
}

/** Removes a server; it can be seen for some seconds more. */
export function deleteServer(region: RegionState, id: string, at: number): Plan {
  const server = region.servers.get(id);
  if (!server || !serverStatus(server, at)) return refuse({ kind: 'missing', what: 'Instance' });
  return {
    apply() {
      server.deletedAt ??= at;
      return [];
    },
  };
}

/** Megabytes of memory in use. */
export function ramUsed(region: RegionState, at: number): number {
  return liveServers(region, at).reduce(
    (sum, server) => sum + (FLAVORS.find((flavor) => flavor.id === server.flavor)?.ram ?? 0),
    0,
  );
}
