import { type Answer, json, type Route } from '../../exchange.ts';
import { FLAVORS, IMAGES, KEYPAIRS } from '../../world/images.ts';
import { liveServers, ramUsed } from '../../world/serverRules.ts';
import { rateList } from '../loadBalancers/lists.ts';
import type { ServiceCall } from '../service.ts';
import { flavorBody, imageBody } from './bodies.ts';
import { nextLink, one, pageOf } from './queries.ts';

function images(service: ServiceCall, detailed: boolean): Answer {
  const { call } = service;
  const kind = call.query.get('type')?.toUpperCase();
  const matching = IMAGES.filter(
    (image) =>
      (!kind || (kind === 'SNAPSHOT') === (image.snapshotOf !== undefined)) &&
      (call.query.get('status') ?? 'ACTIVE').toUpperCase() === 'ACTIVE' &&
      (call.query.get('name') ?? image.name) === image.name,
  );
  const { page, next } = pageOf(call, matching);
  return json(200, {
    images: page.map((image) => imageBody(image, service, detailed)),
    ...nextLink('images_links', service, next),
  });
}

function flavors(service: ServiceCall, detailed: boolean): Answer {
  const { query } = service.call;
  const least = (name: string) => Number(query.get(name) ?? 0) || 0;
  const matching = FLAVORS.filter(
    (flavor) => flavor.ram >= least('minRam') && flavor.disk >= least('minDisk'),
  );
  const { page, next } = pageOf(service.call, matching);
  return json(200, {
    flavors: page.map((flavor) => flavorBody(flavor, service, detailed)),
    ...nextLink('flavors_links', service, next),
  });
}

function limits(service: ServiceCall): Answer {
  const { world, region, now } = service;
  const state = world.state.regions[region];
  return json(200, {
    limits: {
      rate: rateList(service, 'v2'),
      absolute: {
        maxTotalRAMSize: world.state.limits.ram,
        totalRAMUsed: ramUsed(state, now),
        maxTotalInstances: world.state.limits.servers,
        totalInstancesUsed: liveServers(state, now).length,
        maxTotalCores: -1,
        totalCoresUsed: 0,
        maxServerMeta: 40,
        maxPersonality: 5,
      },
    },
  });
}

/** What a server can be made of, and how many. */
export const CATALOGUE_ROUTES: readonly Route<ServiceCall>[] = [
  { path: 'images', handlers: { GET: (service) => images(service, false) } },
  { path: 'images/detail', handlers: { GET: (service) => images(service, true) } },
  {
    path: 'images/*',
    handlers: {
      GET: (service, matched) => {
        const image = one(
          IMAGES.find((candidate) => candidate.id === matched.text(0)),
          'Image',
        );
        return json(200, { image: imageBody(image, service, true) });
      },
    },
  },
  { path: 'flavors', handlers: { GET: (service) => flavors(service, false) } },
  { path: 'flavors/detail', handlers: { GET: (service) => flavors(service, true) } },
  {
    path: 'flavors/*',
    handlers: {
      GET: (service, matched) => {
        const flavor = one(
          FLAVORS.find((candidate) => candidate.id === matched.text(0)),
          'Flavor',
        );
        return json(200, { flavor: flavorBody(flavor, service, true) });
      },
    },
  },
  {
    path: 'os-keypairs',
    handlers: { GET: () => json(200, { keypairs: KEYPAIRS.map((keypair) => ({ keypair })) }) },
  },
  {
    path: 'os-networksv2',
    handlers: {
      GET: () =>
        json(200, {
          networks: [
            { id: '00000000-0000-0000-0000-000000000000', label: 'public' },
            { id: '11111111-1111-1111-1111-111111111111', label: 'private' },
          ],
        }),
    },
  },
  { path: 'limits', handlers: { GET: limits } },
];
