import { type Answer, type Call, findRoute, json, type Route } from '../exchange.ts';
import type { BalancerCommand, RegionName } from '../world/commands.ts';
import type { World } from '../world/world.ts';
import { accepted, flat } from './faults.ts';
import type { RateLimiter } from './rates.ts';

/** A call of one region's service, let in. */
export interface ServiceCall {
  readonly world: World;
  readonly region: RegionName;
  readonly call: Call;
  /** The time of the call, by the sandbox's clock. */
  readonly now: number;
  readonly limiter: RateLimiter;
  /** URL of the service with the account number, as the catalogue gives it. */
  readonly base: string;
}

/** Runs the handler of the path, or says that there is none. */
export function dispatch(
  routes: readonly Route<ServiceCall>[],
  service: ServiceCall,
  path: readonly string[],
): Answer {
  const found = findRoute(routes, path, service.call.method);
  if (found.kind === 'found') return found.run(service);
  if (found.kind === 'unknown') return flat(404, 'Not found');
  const { allowed } = found;
  return json(405, { code: 405, message: 'Method not allowed' }, { Allow: allowed.join(', ') });
}

type Change = BalancerCommand extends infer Each
  ? Each extends BalancerCommand
    ? Omit<Each, 'region' | 'balancer'>
    : never
  : never;

/** Puts a change of a balancer to the world: the ids of what it made, or its refusal thrown. */
export function change(service: ServiceCall, balancer: number, command: Change): readonly number[] {
  const { world, region } = service;
  const nodeCall = command.type.startsWith('nodes.');
  return accepted(world.submit({ ...command, region, balancer } as BalancerCommand), nodeCall);
}
