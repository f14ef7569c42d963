import { Failure } from '../model/problem.ts';
import type { Spec, SpecFault } from './create.ts';
import { type SchemaNode, soundPart, structureFaults } from './specSchema.ts';

/** Reads what claims to be a spec of one engine. */
export interface SpecReader<Read> {
  /** Every fault that can be seen without asking the engine; empty for a spec. */
  faults(value: unknown): readonly SpecFault[];
  /** The spec, typed. Throws Failure `invalid` with its first fault. */
  read(spec: Spec): Read;
}

/**
 * A reader by a schema, which must say what `Read` says, and by rules between members. `ruleFaults` gets what is right by
 * itself of a value, lists with holes where an entry is not.
 */
export function specReader<Read, Sound>(
  schema: SchemaNode,
  ruleFaults: (part: Sound) => readonly SpecFault[],
): SpecReader<Read> {
  const faults = (value: unknown): readonly SpecFault[] => {
    const structure = structureFaults(schema, value);
    const part = soundPart(schema, value);
    // The rules see only what the schema has let by, which is what the type says.
    return part === undefined ? structure : [...structure, ...ruleFaults(part as Sound)];
  };
  const isRead = (spec: unknown): spec is Read => faults(spec).length === 0;
  return {
    faults,
    read: (spec) => {
      if (isRead(spec)) return spec;
      const [fault] = faults(spec);
      throw new Failure({
        kind: 'invalid',
        message: `The spec is wrong at ${fault?.path || 'its top'}: ${fault?.message}`,
        hint: 'Mend it and begin anew',
      });
    },
  };
}
