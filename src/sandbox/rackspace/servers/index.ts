import { type Answer, Answered, empty, findRoute, json, type Matched, type Route } from '../../exchange.ts';
import type { ServerRecord } from '../../world/records.ts';
import { liveServers } from '../../world/serverRules.ts';
import { derivedSecret } from '../../world/token.ts';
import { wrapped } from '../faults.ts';
import type { ServiceCall } from '../service.ts';
import { link, serverBody } from './bodies.ts';
import { CATALOGUE_ROUTES } from './catalogue.ts';
import { readServer } from './create.ts';
import { nextLink, one, pageOf, serversAsked } from './queries.ts';

/** Cloud Servers v2 (Nova); `path` is what follows the account number. Its faults are wrapped in their name. */
export function answerServers(service: ServiceCall, path: readonly string[]): Answer {
  const found = findRoute(ROUTES, path, service.call.method);
  const answer =
    found.kind === 'found'
      ? caught(() => found.run(service))
      : found.kind === 'unknown'
        ? wrapped(404, 'itemNotFound', 'The resource could not be found.')
        : wrapped(405, 'badMethod', 'The method is not allowed for this resource.');
  const id = { 'X-Compute-Request-Id': `req-${service.world.newId()}` };
  return { ...answer, headers: { ...answer.headers, ...id } };
}

function caught(run: () => Answer): Answer {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof Answered) return thrown.answer;
    throw thrown;
  }
}

function findServer({ world, region, now }: ServiceCall, id: string): ServerRecord {
  const server = liveServers(world.state.regions[region], now).find((candidate) => candidate.id === id);
  if (!server) throw new Answered(wrapped(404, 'itemNotFound', 'Instance could not be found'));
  return server;
}

function create(service: ServiceCall): Answer {
  const { world, region, call, base } = service;
  const spec = readServer(call, newUuid(world.newId() + world.newId()));
  const verdict = world.submit({ type: 'server.create', region, spec });
  if (!verdict.ok) {
    const { refusal } = verdict;
    const message = 'message' in refusal ? refusal.message : 'The server cannot be created';
    if (refusal.kind === 'quota') throw new Answered(wrapped(403, 'forbidden', message));
    throw new Answered(
      refusal.kind === 'bad' ? wrapped(400, 'badRequest', message) : wrapped(500, 'computeFault', message),
    );
  }
  return json(202, {
    server: {
      id: spec.id,
      // Shown here and never again.
      adminPass: derivedSecret(world.genesis, spec.id),
      'OS-DCF:diskConfig': spec.diskConfig,
      links: [link(base, `servers/${spec.id}`)],
    },
  });
}

function newUuid(hex: string): string {
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`];
  return `${parts.join('-')}-${hex.slice(20, 32)}`;
}

function remove({ world, region }: ServiceCall, matched: Matched): Answer {
  const verdict = world.submit({ type: 'server.delete', region, server: matched.text(0) });
  return verdict.ok ? empty(204) : wrapped(404, 'itemNotFound', 'Instance could not be found');
}

function list(service: ServiceCall, detailed: boolean): Answer {
  const { page, next } = pageOf(service.call, serversAsked(service));
  const servers = page.map((server) =>
    detailed
      ? serverBody(server, service)
      : { id: server.id, name: server.name, links: [link(service.base, `servers/${server.id}`)] },
  );
  return json(200, { servers, ...nextLink('servers_links', service, next) });
}

function addresses(service: ServiceCall, id: string): Readonly<Record<string, unknown>> {
  return serverBody(findServer(service, id), service).addresses;
}

const ROUTES: readonly Route<ServiceCall>[] = [
  { path: 'servers', handlers: { GET: (service) => list(service, false), POST: create } },
  { path: 'servers/detail', handlers: { GET: (service) => list(service, true) } },
  {
    path: 'servers/*',
    handlers: {
      GET: (service, matched) =>
        json(200, { server: serverBody(findServer(service, matched.text(0)), service) }),
      DELETE: remove,
    },
  },
  {
    path: 'servers/*/ips',
    handlers: {
      GET: (service, matched) => json(200, { addresses: addresses(service, matched.text(0)) }),
    },
  },
  {
    path: 'servers/*/ips/*',
    handlers: {
      GET: (service, matched) => {
        const network = matched.text(1);
        const found = one(addresses(service, matched.text(0))[network], 'Network');
        return json(200, { [network]: found });
      },
    },
  },
  ...CATALOGUE_ROUTES,
];
