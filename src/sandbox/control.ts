import { Answered, type Call, empty, findRoute, json, type Protocol, type Route } from './exchange.ts';
import type { AwsRegionName } from './world/aws/places.ts';
import { type FaultSpec, type RegionName, TROUBLE_KINDS } from './world/commands.ts';
import { liveServers } from './world/serverRules.ts';
import { liveBalancers } from './world/state.ts';
import { isSame } from './world/token.ts';
import { World, type WorldOptions } from './world/world.ts';

/** A fault, or `expire-tokens`, which ends all tokens at once and leaves nothing behind. */
export type Trouble = FaultSpec | { readonly kind: 'expire-tokens' };

/** What the world holds, in a few numbers. */
export interface WorldSummary {
  /** ISO 8601, by the sandbox's clock. */
  readonly now: string;
  /** How far the sandbox's clock has been put forward, milliseconds. */
  readonly advancedMs: number;
  readonly commands: number;
  readonly faults: readonly FaultSpec[];
  readonly regions: Readonly<
    Record<RegionName, { readonly balancers: number; readonly nodes: number; readonly servers: number }>
  >;
  /** Classic balancers and instances of AWS's regions; a terminated instance counts while EC2 tells of it. */
  readonly aws: Readonly<Record<AwsRegionName, { readonly balancers: number; readonly instances: number }>>;
}

/** Hands on the world from outside its protocols: time, trouble and a fresh start, for every process that shares it. */
export interface WorldControl {
  /** Puts the sandbox's clock forward. */
  advance(ms: number): void;
  fault(trouble: Trouble): void;
  clearFaults(): void;
  /** The sample data again (or the load), with the same credentials. */
  reset(): void;
  summary(): WorldSummary;
}

/** Control over the world of a log, with no server needed. */
export function controlWorld(options: WorldOptions): WorldControl {
  return controlOf(new World(options));
}

/** Control over a world that is open already. */
export function controlOf(world: World): WorldControl {
  return {
    advance(ms) {
      world.submit({ type: 'clock', advanceMs: Math.max(0, ms) });
    },
    fault(trouble) {
      world.submit(
        trouble.kind === 'expire-tokens' ? { type: 'expire-tokens' } : { type: 'fault', fault: trouble },
      );
    },
    clearFaults() {
      world.submit({ type: 'clear-faults' });
    },
    reset() {
      world.reset();
    },
    summary() {
      const { state } = world;
      const now = world.now();
      const count = (name: RegionName) => {
        const region = state.regions[name];
        const balancers = liveBalancers(region, now);
        return {
          balancers: balancers.length,
          nodes: balancers.reduce((sum, balancer) => sum + balancer.nodeCount, 0),
          servers: liveServers(region, now).length,
        };
      };
      const countAws = (name: AwsRegionName) => {
        const region = state.aws.regions[name];
        return { balancers: region.elbs.size, instances: region.visible(now).length };
      };
      return {
        now: new Date(now).toISOString(),
        advancedMs: state.clockOffset,
        commands: state.commands,
        faults: state.faults
          .filter((fault) => fault.until > now)
          .map(({ id: _id, until: _until, ...fault }) => fault),
        aws: {
          'us-east-1': countAws('us-east-1'),
          'us-west-2': countAws('us-west-2'),
          'eu-west-1': countAws('eu-west-1'),
        },
        regions: { DFW: count('DFW'), ORD: count('ORD'), SYD: count('SYD') },
      };
    },
  };
}

/** The same over HTTP under `/sandbox`. The key in a header of our own keeps web pages of a browser nearby out. */
export function controlProtocol(world: World): Protocol {
  const control = controlOf(world);
  return {
    prefix: 'sandbox',
    answer(call) {
      if (!isSame(call.header('x-sandbox-key') ?? '', world.genesis.apiKey))
        return json(401, {
          message: 'The X-Sandbox-Key header must hold the API key of the sandbox account',
        });
      const found = findRoute(ROUTES, call.segments.slice(1), call.method);
      if (found.kind === 'unknown') return json(404, { message: 'The sandbox has no such control' });
      if (found.kind === 'not-allowed')
        return json(
          405,
          { message: `Use ${found.allowed.join(' or ')}` },
          { Allow: found.allowed.join(', ') },
        );
      return found.run({ control, call });
    },
  };
}

interface ControlContext {
  readonly control: WorldControl;
  readonly call: Call;
}

const ROUTES: readonly Route<ControlContext>[] = [
  { path: 'state', handlers: { GET: ({ control }) => json(200, control.summary()) } },
  {
    path: 'clock',
    handlers: {
      POST: ({ control, call }) => {
        const { advanceMs } = members(call);
        if (typeof advanceMs !== 'number' || !(advanceMs >= 0))
          throw bad('advanceMs must be a number, 0 or more');
        control.advance(advanceMs);
        return json(200, { now: control.summary().now });
      },
    },
  },
  {
    path: 'faults',
    handlers: {
      POST: ({ control, call }) => {
        control.fault(troubleOf(members(call)));
        return empty(204);
      },
      DELETE: ({ control }) => {
        control.clearFaults();
        return empty(204);
      },
    },
  },
  {
    path: 'reset',
    handlers: {
      POST: ({ control }) => {
        control.reset();
        return empty(204);
      },
    },
  },
];

function members(call: Call): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(call.body);
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // Said below.
  }
  throw bad('The body must be a JSON object');
}

function bad(message: string): Answered {
  return new Answered(json(400, { message }));
}

function troubleOf(given: Readonly<Record<string, unknown>>): Trouble {
  const kind = TROUBLE_KINDS.find((candidate) => candidate === given['kind']);
  if (!kind) throw bad(`kind must be one of ${TROUBLE_KINDS.join(', ')}`);
  if (kind === 'expire-tokens') return { kind };
  const number = (name: string) => {
    const value = given[name];
    if (value === undefined) return {};
    if (typeof value !== 'number' || !(value >= 0)) throw bad(`${name} must be a number, 0 or more`);
    return { [name]: value };
  };
  const text = (name: string) => {
    const value = given[name];
    if (value === undefined) return {};
    if (typeof value !== 'string') throw bad(`${name} must be a text`);
    return { [name]: value };
  };
  const fault: FaultSpec = {
    kind,
    ...number('ms'),
    ...number('status'),
    ...number('count'),
    ...number('forMs'),
    ...text('method'),
    ...text('path'),
  };
  if (fault.status !== undefined && !(fault.status >= 200 && fault.status <= 599))
    throw bad('status must be from 200 to 599');
  return fault;
}
