import { Failure } from '../../model/problem.ts';
import type { HttpLimits } from '../http/dispatchers.ts';
import { Lifetime } from '../http/lifetime.ts';
import { Secrets } from '../http/secrets.ts';
import { Transport } from '../http/transport.ts';
import type { Login, Provider, ProviderContext } from '../provider.ts';
import { Balancers } from './balancers.ts';
import { CONDITION_SUPPORT, conditionRefusal, conditionWarnings, disablingCuts } from './conditionRules.ts';
import { elbCreateFlow } from './create/index.ts';
import { Leavers } from './leavers.ts';
import { Machines } from './machines.ts';
import { Membership } from './membership.ts';
import { NodeChanges } from './nodeChanges.ts';
import { nodeEditing } from './nodeEditing.ts';
import { AWS_LIMITS, type OpenedAws, openAws } from './openAws.ts';
import { OwnMemory } from './ownMemory.ts';
import { Parking } from './parking.ts';
import { type Endpoints, endpointsOf, labelOf, regionOf, regionsBeside } from './place.ts';
import { namedProfile, type Profile, type Profiles, readProfiles } from './profiles.ts';
import { removal } from './removal.ts';
import { elbSections } from './sections/index.ts';
import { readServers } from './servers.ts';
import { Settling } from './settling.ts';
import { type SignIn, signInOf } from './signIn.ts';
import { elbUsage } from './usage/index.ts';

/**
 * Finds the keys and the region, and asks for one balancer: keys that are refused show here and not in the midst of work.
 * Throws Failure and leaves nothing open then.
 */
export async function openElb(
  login: Login,
  context: ProviderContext,
  options: { readonly signal: AbortSignal },
  limits: HttpLimits = AWS_LIMITS,
): Promise<Provider> {
  const lifetime = new Lifetime();
  return lifetime.run(options.signal, async (signal) => {
    const { env } = context;
    const profiles = await readProfiles(env);
    const signIn = await signInOf(login, env, profiles);
    const profile = settingsProfile(signIn, login, profiles);
    const region = regionOf(login, env, profile);
    const endpoints = endpointsOf(login, env, profile);
    const transport = new Transport(env, limits);
    const secrets = new Secrets();
    const aws = openAws({ account: login.account, region, signIn, endpoints, transport, secrets, context });
    try {
      await aws.signIn?.run({ signal });
      await aws.elb(
        'DescribeLoadBalancers',
        { PageSize: 1 },
        { what: `open ${login.account}`, signal, repeatable: true },
      );
      return provider({ login, context, lifetime, transport, aws, endpoints });
    } catch (thrown) {
      aws.close();
      await transport.close();
      throw thrown;
    }
  });
}

/** The profile whose region and endpoints count: that of the keys; for keys from elsewhere the one that is set. */
function settingsProfile(signIn: SignIn, login: Login, profiles: Profiles): Profile | null {
  if (signIn.kind === 'profile') return signIn.profile;
  const named = login.settings['profile'];
  return named ? namedProfile(profiles, named) : profiles.of('default');
}

interface Parts {
  readonly login: Login;
  readonly context: ProviderContext;
  readonly lifetime: Lifetime;
  readonly transport: Transport;
  readonly aws: OpenedAws;
  readonly endpoints: Endpoints;
}

function provider({ login, context, lifetime, transport, aws, endpoints }: Parts): Provider {
  const { region, signIn } = aws;
  const { clock } = context;
  const machines = new Machines(aws, clock);
  // Without the port, which is another at every start of the sandbox: balancers are told apart by more than that.
  const place = `${endpoints.elb === null ? 'aws' : new URL(endpoints.elb).hostname}|${region}`;
  const memory = new OwnMemory(context, place);
  const balancers = new Balancers({ aws, machines, memory, leavers: new Leavers(clock), clock });
  const settling = new Settling(balancers, clock);
  const membership = new Membership(aws, balancers, settling, context);
  const parking = new Parking(aws, balancers, memory, context);
  const changes = new NodeChanges({ balancers, machines, membership, parking });
  return {
    engine: 'elb',
    label: labelOf(login.account, endpoints.elb),
    region,
    regions: regionsBeside(region, endpoints.elb !== null, login.settings),
    oneChangeAtATime: false,
    conditions: CONDITION_SUPPORT,
    missing: {
      weight: 'Classic load balancers have no weights: each instance gets its share',
      type: 'Classic load balancers have no secondary nodes',
      connections: 'AWS does not count the connections of an instance',
      counters: 'AWS counts by the minute, in CloudWatch',
    },
    listBalancers: ({ signal, onPage }) =>
      lifetime.run(signal, (inner) => balancers.list(inner, onPage ?? (() => {}))),
    getBalancer: (id, { signal }) => lifetime.run(signal, (inner) => balancers.get(id, inner)),
    changeNode: (balancerId, nodeId, change, options) =>
      lifetime.change(options, async (inner) => {
        if (change.condition === undefined)
          throw new Failure({
            kind: 'invalid',
            message: 'A node of a Classic load balancer has a condition and nothing else to change',
          });
        return changes.set(balancerId, nodeId, change.condition, inner);
      }),
    conditionRefusal,
    conditionWarnings,
    disablingCuts,
    nodes: nodeEditing({ lifetime, balancers, machines, membership, parking }),
    sections: elbSections({ aws, clock, lifetime, balancers }),
    usage: elbUsage({ aws, clock, lifetime, balancers }),
    create: elbCreateFlow({ aws, balancers, machines, context, lifetime }),
    removal: removal(aws, balancers, lifetime),
    servers: { list: ({ signal }) => lifetime.run(signal, (inner) => readServers(machines, inner)) },
    ...(signIn
      ? {
          signIn: {
            needed: () => signIn.needed(),
            run: ({ signal }) => lifetime.run(signal, (inner) => signIn.run({ signal: inner })),
          },
        }
      : {}),
    async close() {
      lifetime.end();
      aws.close();
      await transport.close();
    },
  };
}
