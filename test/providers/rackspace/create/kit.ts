import { onTestFinished } from 'vitest';
import type { CreateFlow, Facts, Spec, StepIo } from '../../../../src/providers/create.ts';
import type { Provider } from '../../../../src/providers/provider.ts';
import { rackspaceEngine } from '../../../../src/providers/rackspace/engine.ts';
import { memoryLog } from '../../../../src/sandbox/eventLog.ts';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/index.ts';
import { VirtualClock } from '../../../kit/clock.ts';
import { apiKeyAuth, send } from '../../../sandbox/client.ts';
import { seededRandom } from '../../../sandbox/sharedLog.ts';
import { testMemory } from '../../kit/memory.ts';
import { drive, never } from '../../kit/rackspaceDouble.ts';

export interface World {
  readonly clock: VirtualClock;
  readonly sandbox: Sandbox;
  readonly provider: Provider;
  readonly flow: CreateFlow;
  /** `GET /path`, as the sandbox was asked, without signing in. */
  readonly asked: string[];
  /** What the provider wrote to the debug log. */
  readonly log: string[];
  /** Runs a call on the one clock of both sides. */
  drive<T>(call: Promise<T>): Promise<T>;
  /** Opens the account once more, as a new process would. */
  open(): Promise<CreateFlow>;
}

/** The room of a provider that has it. */
export function flowOf(provider: Provider): CreateFlow {
  if (!provider.create) throw new Error('Rackspace can make balancers');
  return provider.create;
}

/** The provider on a sandbox of its own, over real HTTP, with one clock for both. */
export async function sandboxWorld(): Promise<World> {
  const clock = new VirtualClock();
  const asked: string[] = [];
  const log: string[] = [];
  const sandbox = await startSandbox({
    log: memoryLog(),
    clock,
    random: seededRandom(),
    onRequest: (phase, method, path) => {
      if (phase === 'begin' && !path.endsWith('/tokens')) asked.push(`${method} ${path}`);
    },
  });
  onTestFinished(() => sandbox.close());
  const { identityUrl, username, apiKey } = sandbox.rackspace;
  const login = {
    account: 'sandbox',
    region: 'DFW',
    settings: { identityUrl, username },
    secret: async (key: string) => (key === 'apiKey' ? apiKey : null),
  };
  const debug = (event: string, facts?: Readonly<Record<string, unknown>>) =>
    void log.push(`${event} ${JSON.stringify(facts)}`);
  // Half, so that no pause ends between two milliseconds: tokens of the sandbox take whole ones.
  const context = {
    clock,
    memory: testMemory(),
    random: () => 0.5,
    debug,
    env: {},
    userAgent: 'sluice-test/1',
  };
  const open = async () => {
    const provider = await drive(clock, rackspaceEngine.open(login, context, { signal: never }));
    onTestFinished(() => provider.close());
    return provider;
  };
  const provider = await open();
  return {
    clock,
    sandbox,
    provider,
    flow: flowOf(provider),
    asked,
    log,
    drive: (call) => driveQuietly(clock, sandbox, call),
    open: async () => flowOf(await open()),
  };
}

/** Turns of the event loop with nothing going on after which nothing will. */
const QUIET_TURNS = 12;
/** A request that is held for longer waits for the clock itself. */
const HELD_TURNS = 60;

/** Moves the clock on only when both sides have nothing left to do, so that what takes no time takes none. */
async function driveQuietly<T>(clock: VirtualClock, sandbox: Sandbox, call: Promise<T>): Promise<T> {
  let over = false;
  const done = () => {
    over = true;
  };
  call.then(done, done);
  let quiet = 0;
  let held = 0;
  while (!over) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = sandbox.inFlight() === 0 ? quiet + 1 : 0;
    held = sandbox.inFlight() === 0 ? 0 : held + 1;
    if (over || (quiet < QUIET_TURNS && held < HELD_TURNS) || clock.nextIn === null) continue;
    quiet = 0;
    held = 0;
    await clock.advance(clock.nextIn);
  }
  return call;
}

/** How long each server took from its creation to its addresses, milliseconds, as the sandbox tells a stranger. */
export async function buildTimes({ sandbox }: World, names: readonly string[]): Promise<readonly number[]> {
  const { body } = await send(`${sandbox.rackspace.identityUrl}/tokens`, 'POST', apiKeyAuth(sandbox));
  const { token, serviceCatalog } = body.access;
  const { endpoints } = serviceCatalog.find(({ name }: { name: string }) => name === 'cloudServersOpenStack');
  const { publicURL } = endpoints.find(({ region }: { region: string }) => region === 'DFW');
  const answer = await send(`${publicURL}/servers/detail`, 'GET', undefined, { 'X-Auth-Token': token.id });
  return answer.body.servers
    .filter(({ name }: { name: string }) => names.includes(name))
    .map(
      ({ created, updated }: Record<string, string>) => Date.parse(updated ?? '') - Date.parse(created ?? ''),
    );
}

/** A step's memory on a pretended disk, and what it told the screen. */
export interface StepMemory {
  facts: Facts;
  begun: boolean;
  readonly shown: { readonly percent?: number; readonly text?: string }[];
}

/** A run as the state keeps it: who begins a step anew gets what was remembered before. */
export class TestRun {
  readonly runId: string;
  readonly memory = new Map<string, StepMemory>();
  readonly #spec: Spec;

  constructor(spec: Spec, runId = 'run-1') {
    this.#spec = spec;
    this.runId = runId;
  }

  of(stepId: string): StepMemory {
    const known = this.memory.get(stepId);
    if (known) return known;
    const made: StepMemory = { facts: {}, begun: false, shown: [] };
    this.memory.set(stepId, made);
    return made;
  }

  #io(stepId: string, signal: AbortSignal): StepIo {
    const memory = this.of(stepId);
    const { begun, facts } = memory;
    memory.begun = true;
    return {
      signal,
      runId: this.runId,
      facts,
      begun,
      of: (id) => this.memory.get(id)?.facts ?? null,
      remember: (more) => {
        memory.facts = { ...memory.facts, ...more };
      },
      progress: (now) => memory.shown.push(now),
      hold: async () => {},
    };
  }

  run(flow: CreateFlow, stepId: string, signal = never): Promise<void> {
    return flow.run(stepId, this.#spec, this.#io(stepId, signal));
  }

  undo(flow: CreateFlow, stepId: string, signal = never): Promise<void> {
    return flow.undo(stepId, this.#spec, this.#io(stepId, signal));
  }

  /** All steps, those that depend on none at once. */
  async all(flow: CreateFlow): Promise<void> {
    const { steps } = flow.plan(this.#spec);
    await Promise.all(steps.filter(({ after }) => after.length === 0).map(({ id }) => this.run(flow, id)));
    for (const { id, after } of steps) if (after.length > 0) await this.run(flow, id);
  }
}

/** A spec of so many new servers. */
export function specOf(servers: readonly string[], more: Readonly<Record<string, unknown>> = {}): Spec {
  return {
    name: 'blog',
    protocol: 'HTTP',
    port: 80,
    algorithm: 'ROUND_ROBIN',
    virtualIp: { type: 'PUBLIC' },
    ...(servers.length === 0
      ? {}
      : {
          servers: {
            create: servers.map((name) => ({
              name,
              image: 'Debian 12 (Bookworm) (PVHVM)',
              flavor: 'general1-1',
            })),
          },
        }),
    nodes: servers.map((server) => ({ server, port: 8080 })),
    ...more,
  };
}

/** Names of the servers that there are. */
export async function serverNames({ provider, drive }: World): Promise<readonly string[]> {
  const servers = await drive(provider.servers?.list({ signal: never }) ?? Promise.resolve([]));
  return servers.map(({ name }) => name);
}

/** The balancers of that name. */
export async function balancersNamed({ provider, drive }: World, name: string) {
  const all = await drive(provider.listBalancers({ signal: never }));
  return all.filter((balancer) => balancer.name === name);
}

/** How often something is there. */
export function count<T>(all: readonly T[], one: T): number {
  return all.filter((each) => each === one).length;
}
