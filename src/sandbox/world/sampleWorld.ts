import { furnish } from './balancerRules.ts';
import { chance, chanceBetween, seedOf } from './chance.ts';
import { REGIONS, type RegionName } from './commands.ts';
import { IMAGES } from './images.ts';
import { noteHealth } from './nodeEvents.ts';
import type { BalancerRecord, ServerRecord } from './records.ts';
import { SAMPLE_CERTIFICATE } from './sampleCertificate.ts';
import { SAMPLES, type Sample, SPARE_SERVERS } from './sampleData.ts';
import { privateAddress, publicAddresses } from './serverRules.ts';
import { mark } from './stamps.ts';
import type { RegionState, WorldState } from './state.ts';
import { DAY, HOUR } from './timings.ts';
import { turn } from './traffic.ts';

/** How long after the beginning the sample balancer in BUILD comes up. */
const STILL_BUILDING = 180_000;
/** How long before the beginning the sample's draining nodes were turned. */
const DRAINED_SINCE = 4_000;

/** Fills a new world with balancers worth looking at. `at` is when the world begins; all that is older is derived. */
export function sampleWorld(world: WorldState, at: number): void {
  for (const name of REGIONS) {
    const region = world.regions[name];
    for (const sample of SAMPLES[name]) addSample(world, region, sample, at);
    addServers(region, name, at);
  }
}

function addSample(world: WorldState, region: RegionState, sample: Sample, at: number): void {
  const balancer = world.newBalancer(region);
  const building = sample.fate === 'BUILD';
  const createdAt = building ? at : at - chanceBetween(20 * 24, 380 * 24, balancer.id) * HOUR - 1_234_000;
  const sharer = [...region.balancers.values()].find((other) => other.name === sample.shares);
  furnish(
    world,
    region,
    balancer,
    {
      algorithm: 'RANDOM',
      timeout: 30,
      halfClosed: false,
      httpsRedirect: false,
      virtualIps: [{ type: 'PUBLIC', ipVersion: null }],
      connectionLogging: false,
      contentCaching: false,
      accessList: [],
      metadata: [],
      ...sample.spec,
      nodes: sample.nodes,
    },
    sharer?.virtualIps ?? [],
    createdAt,
  );
  if (building) balancer.activeAt = at + STILL_BUILDING;
  else balancer.updatedAt = createdAt + Math.floor(chance(balancer.id, 2) * (at - createdAt));
  if (sample.ssl) endSsl(balancer, sample.ssl, createdAt + DAY);
  settle(world, balancer, sample, at);
  if (sample.fate === 'ERROR' || sample.fate === 'SUSPENDED')
    balancer.failed = { status: sample.fate, at: at - 7 * HOUR };
}

function endSsl(
  balancer: BalancerRecord,
  ssl: { readonly port: number; readonly only: boolean },
  at: number,
): void {
  balancer.sslTermination = {
    certificate: SAMPLE_CERTIFICATE,
    enabled: true,
    securePort: ssl.port,
    secureTrafficOnly: ssl.only,
  };
  mark(balancer, at, ssl.only ? 'SSL_ONLY_ON' : 'SSL_MIXED_ON');
}

/** What has become of the nodes: some down, some that began to drain a moment ago. */
function settle(world: WorldState, balancer: BalancerRecord, sample: Sample, at: number): void {
  balancer.nodes.forEach((node, place) => {
    const wanted = sample.nodes[place];
    if (wanted?.condition === 'DRAINING') {
      node.condition = 'ENABLED';
      turn(balancer, node, 'DRAINING', at - DRAINED_SINCE);
    }
    if (!wanted?.down) return;
    node.down = true;
    const since = at - chanceBetween(2, 300, node.id) * 60_000;
    noteHealth(world, balancer, node, 'ONLINE', since - 3 * HOUR);
    noteHealth(world, balancer, node, 'OFFLINE', since);
  });
}

/** A server for each address of the region's nodes, and a few more. */
function addServers(region: RegionState, name: RegionName, at: number): void {
  const byAddress = new Map(
    SAMPLES[name].flatMap((sample) => sample.nodes.map((node) => [node.address, node.server] as const)),
  );
  for (const [address, server] of byAddress) addServer(region, name, server, address, at);
  SPARE_SERVERS[name].forEach((server, place) => {
    addServer(region, name, server, privateAddress(name, 9, 11 + place), at);
  });
}

function addServer(region: RegionState, name: RegionName, server: string, address: string, at: number): void {
  const count = region.serversMade;
  region.serversMade += 1;
  const seed = seedOf(`${name} ${server}`);
  const createdAt = at - chanceBetween(10 * 24, 400 * 24, seed) * HOUR;
  const record: ServerRecord = {
    id: `5a0c1d0e-${(0x1000 * REGIONS.indexOf(name)).toString(16).padStart(4, '0')}-4000-8000-${(count + 11).toString(16).padStart(12, '0')}`,
    name: server,
    image: IMAGES[Math.floor(chance(seed, 1) * 4)]?.id ?? '',
    flavor: server.includes('db') || server.startsWith('search') ? 'general1-4' : 'general1-1',
    keyName: 'deploy',
    metadata: {},
    diskConfig: 'AUTO',
    createdAt,
    activeAt: createdAt + 20_000,
    addressedAt: createdAt + 23_000,
    addresses: { private: [{ version: 4, addr: address }], public: publicAddresses(name, count) },
    settled: server.startsWith('staging') ? 'SHUTOFF' : 'ACTIVE',
    deletedAt: null,
  };
  region.servers.set(record.id, record);
}
