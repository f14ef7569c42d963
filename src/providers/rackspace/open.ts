import { Failure } from '../../model/problem.ts';
import { HTTP_LIMITS, type HttpLimits } from '../http/dispatchers.ts';
import { Lifetime } from '../http/lifetime.ts';
import { Secrets } from '../http/secrets.ts';
import { Transport } from '../http/transport.ts';
import type { Login, Provider, ProviderContext } from '../provider.ts';
import { Balancers, pathId } from './balancers.ts';
import { CONNECTIONS, choosePlace, type Endpoint, endpointOf, type Place, SERVERS } from './catalogue.ts';
import { Changes } from './changes.ts';
import { readConnections } from './connections.ts';
import { createFlow } from './create/flow.ts';
import { Offers } from './create/offers.ts';
import { Identity } from './identity.ts';
import { Labels } from './labels.ts';
import { nodeEditing } from './nodeEditing.ts';
import { NodePlans } from './nodePlans.ts';
import { removalRoom } from './removal.ts';
import { balancerSections, nodeSections } from './sections/index.ts';
import { CloudServers } from './servers.ts';
import { Session } from './session.ts';
import { Settling } from './settling.ts';
import { counterRoom } from './usage/counters.ts';
import { usageRoom } from './usage/usageRoom.ts';

/** Signs in with one request and chooses the region. Throws Failure and leaves nothing open then. */
export async function openRackspace(
  login: Login,
  context: ProviderContext,
  options: { readonly signal: AbortSignal },
  limits: HttpLimits = HTTP_LIMITS,
): Promise<Provider> {
  const lifetime = new Lifetime();
  return lifetime.run(options.signal, async (signal) => {
    const transport = new Transport(context.env, limits);
    try {
      const secrets = new Secrets();
      const identity = new Identity(login, context, transport, secrets);
      const session = new Session(identity, context, transport, secrets);
      const { catalogue, defaultRegion } = await session.access(signal);
      const place = choosePlace(catalogue, login.region, defaultRegion, login.account);
      return provider({ context, lifetime, transport, session, catalogue, place });
    } catch (thrown) {
      await transport.close();
      throw thrown;
    }
  });
}

interface Parts {
  readonly context: ProviderContext;
  readonly lifetime: Lifetime;
  readonly transport: Transport;
  readonly session: Session;
  readonly catalogue: readonly Endpoint[];
  readonly place: Place;
}

function provider({ context, lifetime, transport, session, catalogue, place }: Parts): Provider {
  const { region, regions } = place;
  const labels = new Labels();
  const balancers = new Balancers(session, place.balancers.base, labels, region);
  const settling = new Settling(balancers, labels, context);
  const plans = new NodePlans(balancers, labels);
  const changes = new Changes(session, balancers, settling, context);
  const serversAt = endpointOf(catalogue, SERVERS, region);
  const bases = { balancers: place.balancers.base, servers: serversAt?.base ?? null };
  const offers = new Offers(session, context.clock, bases);
  const connectionsAt = endpointOf(catalogue, CONNECTIONS, region);
  const parts = {
    clock: context.clock,
    lifetime,
    session,
    balancers,
    labels,
    changes,
    offers,
    base: bases.balancers,
  };
  return {
    engine: 'rackspace',
    label: 'Rackspace',
    region,
    regions,
    oneChangeAtATime: true,
    // Our three conditions are Rackspace's own: they mean here exactly what they mean to us.
    conditions: { ENABLED: {}, DRAINING: {}, DISABLED: {} },
    missing: {
      ...(serversAt === null
        ? { servers: `The account has no Cloud Servers in ${region ?? 'this region'}` }
        : {}),
      ...(connectionsAt === null
        ? { connections: 'Rackspace does not count the connections of a node' }
        : {}),
    },
    listBalancers: ({ signal, onPage }) =>
      lifetime.run(signal, (inner) => balancers.list(inner, onPage ?? (() => {}))),
    getBalancer: (id, { signal }) => lifetime.run(signal, (inner) => balancers.get(id, inner)),
    changeNode: (balancerId, nodeId, change, options) =>
      lifetime.change(options, async (inner) => {
        if (Object.values(change).every((value) => value === undefined))
          throw new Failure({ kind: 'invalid', message: 'There is nothing to change', hint: 'Name a field' });
        return changes.carryOut(plans.change(balancerId, nodeId, change), inner);
      }),
    nodes: nodeEditing(lifetime, plans, changes),
    sections: (balancer) => balancerSections(parts, balancer),
    nodeSections: (balancer, node) => nodeSections(parts, balancer, node),
    usage: usageRoom({ ...parts, region }),
    counters: counterRoom(parts),
    removal: removalRoom(lifetime, balancers, labels, changes),
    create: createFlow({
      context,
      lifetime,
      session,
      balancers,
      settling,
      labels,
      offers,
      balancersBase: bases.balancers,
      serversBase: bases.servers,
      region,
    }),
    ...(serversAt === null
      ? {}
      : {
          servers: {
            list: ({ signal }) => {
              const servers = new CloudServers(session, serversAt.base, region);
              return lifetime.run(signal, (inner) => servers.list(inner));
            },
          },
        }),
    ...(connectionsAt === null
      ? {}
      : {
          connections: {
            read: (id, { signal }) =>
              lifetime.run(signal, (inner) => {
                const what = `count the connections of ${labels.balancer(id)}`;
                const url = `${connectionsAt.base}/loadbalancers/${pathId(id, 'balancer')}`;
                return readConnections(session, url, what, inner);
              }),
          },
        }),
    async close() {
      lifetime.end();
      await transport.close();
    },
  };
}
