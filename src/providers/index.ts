import type { EngineName } from '../model/engine.ts';
import { elbEngine } from './elb/engine.ts';
import { haproxyEngine } from './haproxy/engine.ts';
import type { Engine } from './provider.ts';
import { rackspaceEngine } from './rackspace/engine.ts';

/** The engines of this build, in the order in which they are offered. */
export const ENGINES: readonly Engine[] = [rackspaceEngine, elbEngine, haproxyEngine];

/** The engine of that name, or null when this build has none. */
export function engineNamed(name: EngineName | string): Engine | null {
  return ENGINES.find((engine) => engine.name === name) ?? null;
}
