import { type Clock, sleep } from '../../../src/model/clock.ts';
import { Failure, type Problem } from '../../../src/model/problem.ts';
import type { RunStep, Spec, StepIo } from '../../../src/providers/create.ts';
import type { RunFlow } from '../../../src/state/runs/activeRun.ts';

export interface Thing {
  readonly id: string;
  readonly runId: string;
  readonly step: string;
}

/** What an engine has been asked for, and what stands there. It outlives the programs that ask it. */
export class FakeEngine {
  readonly things = new Map<string, Thing>();
  readonly calls: string[] = [];
  /** Problems to answer with, by call (`create server web-1`), each once. `lost` makes it and loses the answer. */
  readonly trouble = new Map<string, (Problem | 'lost')[]>();
  #count = 0;

  of(runId: string): string[] {
    return [...this.things.values()].filter((thing) => thing.runId === runId).map((thing) => thing.step);
  }

  create(runId: string, step: string): Thing {
    const lost = this.#answer(`create ${step}`) === 'lost';
    const thing = { id: `${++this.#count}`, runId, step };
    this.things.set(thing.id, thing);
    if (lost) {
      throw new Failure({ kind: 'network', message: 'The answer was lost', maybeApplied: true });
    }
    return thing;
  }

  find(runId: string, step: string): Thing | null {
    this.#answer(`find ${step}`);
    return [...this.things.values()].find((thing) => thing.runId === runId && thing.step === step) ?? null;
  }

  remove(id: string): void {
    this.#answer(`remove ${this.things.get(id)?.step ?? id}`);
    this.things.delete(id);
  }

  wait(step: string): void {
    this.#answer(`wait ${step}`);
  }

  #answer(call: string): 'lost' | null {
    this.calls.push(call);
    const next = this.trouble.get(call)?.shift();
    if (next && next !== 'lost') throw new Failure(next);
    return next ?? null;
  }
}

/** A program that asks the engine; once it is dead, nothing it began goes on. */
export class FakeProcess {
  dead = false;

  die(): void {
    this.dead = true;
  }

  /** Between any two things that a program does. Never comes back in a dead one. */
  async alive(): Promise<void> {
    await Promise.resolve();
    if (this.dead) await new Promise(() => {});
  }
}

export interface FlowOptions {
  readonly engine: FakeEngine;
  readonly clock: Clock;
  readonly process?: FakeProcess;
  /** Called before and after each request that changes something. */
  readonly onRequest?: () => void;
  readonly buildMs?: number;
}

export function step(id: string, after: readonly string[] = [], optional = false): RunStep {
  const wait = id.startsWith('wait');
  const calls = [{ method: wait ? 'GET' : 'POST', path: `/${id}`, body: null }];
  return { id, title: wait ? `Await ${id}` : `Create ${id}`, after, calls, optional };
}

/** Two servers at once, then the balancer with them, then its access rule. */
export const SHOP: Spec = { name: 'shop', servers: ['web-1', 'web-2'] };
const SHOP_STEPS = [
  step('server web-1', [], true),
  step('server web-2', [], true),
  step('wait network', ['server web-1', 'server web-2']),
  step('balancer', ['wait network']),
  step('access', ['balancer']),
];

/** A flow that looks for what may exist before it creates, and takes `buildMs` for each thing. */
export function fakeFlow(options: FlowOptions, steps: readonly RunStep[] = SHOP_STEPS): RunFlow {
  const { engine, clock, process = new FakeProcess(), onRequest = () => {}, buildMs = 1_000 } = options;
  const ask = async <T>(request: () => T): Promise<T> => {
    await process.alive();
    onRequest();
    await process.alive();
    try {
      return request();
    } finally {
      onRequest();
      await process.alive();
    }
  };
  const idOf = async (stepId: string, io: StepIo): Promise<string | null> => {
    if (io.facts['id']) return io.facts['id'];
    if (!io.begun) return null;
    return (await ask(() => engine.find(io.runId, stepId)))?.id ?? null;
  };
  return {
    plan: () => ({ title: 'Create balancer shop in DFW', balancer: 'shop', words: [], steps }),
    async run(stepId, _, io) {
      if (!stepId.startsWith('wait')) {
        const id = (await idOf(stepId, io)) ?? (await ask(() => engine.create(io.runId, stepId))).id;
        if (!io.facts['id']) io.remember({ id });
      }
      io.progress({ percent: 50, text: 'building' });
      await process.alive();
      await sleep(clock, buildMs, io.signal);
      await process.alive();
      engine.wait(stepId);
    },
    async undo(stepId, _, io) {
      if (stepId.startsWith('wait')) return;
      const id = await idOf(stepId, io);
      if (id) await ask(() => engine.remove(id));
    },
  };
}
