import type { Flavor, Image } from '../../world/images.ts';
import type { ServerRecord } from '../../world/records.ts';
import { serverStatus } from '../../world/status.ts';
import type { ServiceCall } from '../service.ts';
import { isoSeconds } from '../times.ts';

/** A link to itself, as everything of this service carries. */
export function link(base: string, path: string) {
  return { rel: 'self', href: `${base}/${path}` };
}

const VM_STATES = { BUILD: 'building', ACTIVE: 'active', SHUTOFF: 'stopped', ERROR: 'error' } as const;

/** A server as it is now; its addresses come some seconds after ACTIVE. */
export function serverBody(server: ServerRecord, { base, world, now }: ServiceCall) {
  const is = serverStatus(server, now) ?? { status: 'ACTIVE' as const, progress: 100, task: 'deleting' };
  const addressed = now >= server.addressedAt && server.settled !== 'ERROR';
  const addresses = addressed ? server.addresses : {};
  const ip = (version: number) =>
    addresses['public']?.find((address) => address.version === version)?.addr ?? '';
  return {
    id: server.id,
    name: server.name,
    status: is.status,
    progress: is.progress,
    addresses,
    accessIPv4: ip(4),
    accessIPv6: ip(6),
    'OS-EXT-STS:task_state': is.task,
    'OS-EXT-STS:vm_state': VM_STATES[is.status],
    'OS-EXT-STS:power_state': is.status === 'ACTIVE' ? 1 : is.status === 'BUILD' ? 0 : 4,
    'OS-DCF:diskConfig': server.diskConfig,
    created: isoSeconds(server.createdAt),
    updated: isoSeconds(Math.min(now, server.deletedAt ?? server.addressedAt)),
    tenant_id: String(world.genesis.account),
    user_id: '9911',
    key_name: server.keyName,
    config_drive: '',
    hostId: '',
    metadata: server.metadata,
    image: { id: server.image, links: [link(base, `images/${server.image}`)] },
    flavor: { id: server.flavor, links: [link(base, `flavors/${server.flavor}`)] },
    links: [link(base, `servers/${server.id}`)],
    ...(is.status === 'ERROR'
      ? { fault: { code: 500, created: isoSeconds(server.activeAt), message: 'No valid host was found.' } }
      : {}),
  };
}

/** An image; without details its name alone. */
export function imageBody(image: Image, { base, world }: ServiceCall, detailed: boolean) {
  const links = [link(base, `images/${image.id}`)];
  if (!detailed) return { id: image.id, name: image.name, links };
  const created = isoSeconds(world.genesis.createdAt - 40 * 86_400_000);
  return {
    id: image.id,
    name: image.name,
    status: 'ACTIVE',
    progress: 100,
    minDisk: image.minDisk,
    minRam: image.minRam,
    'OS-DCF:diskConfig': 'AUTO',
    created,
    updated: created,
    metadata: {
      os_type: image.os,
      os_distro: image.distro,
      image_type: image.snapshotOf ? 'snapshot' : 'base',
      flavor_classes: image.flavorClasses,
    },
    ...(image.snapshotOf
      ? { server: { id: image.snapshotOf, links: [link(base, `servers/${image.snapshotOf}`)] } }
      : {}),
    links,
  };
}

/** A flavor; without details its name alone. */
export function flavorBody(flavor: Flavor, { base }: ServiceCall, detailed: boolean) {
  const links = [link(base, `flavors/${flavor.id}`)];
  if (!detailed) return { id: flavor.id, name: flavor.name, links };
  return {
    id: flavor.id,
    name: flavor.name,
    ram: flavor.ram,
    disk: flavor.disk,
    vcpus: flavor.vcpus,
    swap: '',
    rxtx_factor: 200,
    'OS-FLV-EXT-DATA:ephemeral': 0,
    'OS-FLV-WITH-EXT-SPECS:extra_specs': { class: flavor.class },
    links,
  };
}
