import { Failure } from '../../../model/problem.ts';
import type { Spec, SpecFault } from '../../create.ts';
import { ruleFaults } from './rules.ts';
import { SPEC_SCHEMA } from './schema.ts';
import type { BalancerSpec, SoundSpec } from './spec.ts';
import { soundPart, structureFaults } from './structure.ts';

/** Every fault that can be seen without asking the engine; empty for a spec. */
export function specFaults(value: unknown): readonly SpecFault[] {
  const structure = structureFaults(SPEC_SCHEMA, value);
  const part = soundPart(SPEC_SCHEMA, value);
  // The rules see only what the schema has let by, which is what the type says.
  return part === undefined ? structure : [...structure, ...ruleFaults(part as SoundSpec)];
}

function isSpec(value: unknown): value is BalancerSpec {
  return specFaults(value).length === 0;
}

/** The spec, typed. Throws Failure `invalid` with its first fault. */
export function readSpec(spec: Spec): BalancerSpec {
  if (isSpec(spec)) return spec;
  const [fault] = specFaults(spec);
  throw new Failure({
    kind: 'invalid',
    message: `The spec is wrong at ${fault?.path || 'its top'}: ${fault?.message}`,
    hint: 'Mend it and begin anew',
  });
}
