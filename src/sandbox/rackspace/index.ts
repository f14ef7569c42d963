import { type Answer, empty, type Protocol } from '../exchange.ts';
import { REGIONS } from '../world/commands.ts';
import { tokenExpiry } from '../world/token.ts';
import type { World } from '../world/world.ts';
import { connectionsOfBalancer } from './connections.ts';
import { flat, wrapped } from './faults.ts';
import { answerIdentity } from './identity.ts';
import { answerLoadBalancers } from './loadBalancers/index.ts';
import { BALANCER_RATES, RateLimiter, SERVER_RATES } from './rates.ts';
import { answerServers } from './servers/index.ts';
import type { ServiceCall } from './service.ts';
import { isoSeconds } from './times.ts';

/** Path of the identity service. */
export const RACKSPACE_IDENTITY = '/rackspace/identity/v2.0';
/** A world of more balancers than this belongs to an account whose rate limits have been raised. */
const LARGE_ACCOUNT = 1_000;

interface Service {
  readonly name: string;
  readonly version: string;
  readonly rates: RateLimiter | null;
  readonly answer: (call: ServiceCall, path: readonly string[]) => Answer;
}

/**
 * Rackspace's protocols under `/rackspace`: Identity v2.0, and for each region Cloud Load Balancers v1.0, Cloud Servers
 * v2 and the sandbox's own count of connections, which the real cloud does not have.
 */
export function rackspaceProtocol(world: World, options: { readonly rateLimits: boolean }): Protocol {
  const factor = (world.genesis.load?.balancers ?? 0) > LARGE_ACCOUNT ? 100 : 1;
  const services = new Map<string, Service>();
  for (const region of REGIONS) {
    const add = (name: string, version: string, rates: RateLimiter | null, answer: Service['answer']) =>
      services.set(`${region.toLowerCase()}/${name}`, { name, version, rates, answer });
    add('loadbalancers', 'v1.0', new RateLimiter(BALANCER_RATES, factor), answerLoadBalancers);
    add('servers', 'v2', new RateLimiter(SERVER_RATES, factor), answerServers);
    add('connections', 'v1', null, connectionsOfBalancer);
  }
  return {
    prefix: 'rackspace',
    answer(call) {
      const [, place = '', name = '', version, account, ...path] = call.segments;
      if (place === 'identity') return answerIdentity(world, call);
      const region = REGIONS.find((candidate) => candidate.toLowerCase() === place);
      const service = services.get(`${place}/${name}`);
      if (!region || !service || service.version !== version || account === undefined)
        return flat(404, 'Not found');
      const { genesis, state } = world;
      const now = world.now();
      const token = call.header('x-auth-token') ?? '';
      // The real front answers a bad token without a body.
      if (tokenExpiry(genesis, state.tokenEpoch, token, now) === null || account !== String(genesis.account))
        return empty(401, { 'WWW-Authenticate': 'Keystone uri=https://identity.api.rackspacecloud.com' });
      const wait = options.rateLimits ? (service.rates?.take(call.method, now) ?? null) : null;
      if (wait !== null) return overLimit(wait, now);
      const base = `${call.origin}/rackspace/${place}/${name}/${version}/${account}`;
      const limiter = service.rates ?? new RateLimiter({}, 1);
      return service.answer({ world, region, call, now, limiter, base }, path);
    },
  };
}

function overLimit(waitMs: number, now: number): Answer {
  const seconds = Math.ceil(waitMs / 1000);
  const retryAfter = isoSeconds(now + seconds * 1000);
  const fault = wrapped(413, 'overLimit', 'OverLimit Retry...', { details: 'Error Details...', retryAfter });
  return { ...fault, headers: { ...fault.headers, 'Retry-After': String(seconds) } };
}
