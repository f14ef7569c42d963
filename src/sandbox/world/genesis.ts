import type { Genesis } from './commands.ts';
import { loadWorld } from './loadWorld.ts';
import { sampleWorld } from './sampleWorld.ts';
import type { WorldState } from './state.ts';

/** Begins the world: the sample data or the load asked for, all derived from the first line. */
export function foundWorld(world: WorldState, genesis: Genesis): void {
  world.genesis = genesis;
  world.lastAt = genesis.createdAt;
  if (genesis.load) loadWorld(world, genesis.load, genesis.createdAt);
  else sampleWorld(world, genesis.createdAt);
}

/** A first line with credentials of its own, or with those of the world that was there before a reset. */
export function newGenesis(
  createdAt: number,
  random: () => number,
  load: Genesis['load'],
  before: Genesis | null,
): Genesis {
  const digits = (count: number) =>
    Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join('');
  return {
    type: 'genesis',
    version: 1,
    createdAt,
    username: before?.username ?? 'sandbox',
    apiKey: before?.apiKey ?? digits(32),
    password: before?.password ?? digits(20),
    account: before?.account ?? 480_000 + Math.floor(random() * 10_000),
    secret: before?.secret ?? digits(48),
    ...(load ? { load } : {}),
  };
}
