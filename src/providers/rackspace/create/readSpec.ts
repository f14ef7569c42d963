import { specReader } from '../../specReader.ts';
import { ruleFaults } from './rules.ts';
import { SPEC_SCHEMA } from './schema.ts';
import type { BalancerSpec, SoundSpec } from './spec.ts';

const reader = specReader<BalancerSpec, SoundSpec>(SPEC_SCHEMA, ruleFaults);

/** Every fault that can be seen without asking the engine; empty for a spec. */
export const specFaults = reader.faults;

/** The spec, typed. Throws Failure `invalid` with its first fault. */
export const readSpec = reader.read;
