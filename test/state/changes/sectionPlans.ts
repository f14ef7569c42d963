import type { Form } from '../../../src/model/form.ts';
import type { Plan, Present } from '../../../src/state/changes/plan.ts';

/** An account in which nothing is under way and nothing is known yet. */
export const present: Present = { detail: null, nodes: null, isPending: () => false, readOnly: false };
export const nobody = new AbortController().signal;
/** What an engine answers that tells nothing. */
export const receipt = { requestId: null, detail: null };

/** A form with a field of each kind that a plan tells apart: text, a number, a secret. */
export const form: Form = {
  title: 'Monitor',
  fields: [
    { kind: 'text', key: 'path', label: 'Path' },
    { kind: 'number', key: 'delay', label: 'Delay', min: 1, max: 60 },
    { kind: 'long', key: 'key', label: 'Private key', secret: true, most: 9_000, optional: true },
  ],
};

/** Carries out the calls of a plan, one after the other. */
export async function carryOut(plan: Plan): Promise<void> {
  for (const { call } of plan.steps) {
    if (call.kind === 'section') await call.run({ signal: nobody });
  }
}
