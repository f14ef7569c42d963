import { expect } from 'vitest';
import type { FormValues, RowsField } from '../../../../src/model/form.ts';
import type { Answers } from '../../../../src/providers/create.ts';
import { acceptedValues, faultsOf } from '../../../../src/state/form/checkForm.ts';
import { filled } from '../../kit/filledForm.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import type { World } from './kit.ts';

/** Goes through the whole wizard; each page must accept what is typed. */
export async function answer(world: World, typed: Readonly<Record<string, FormValues>>): Promise<Answers> {
  let answers: Answers = {};
  for (const step of world.flow.steps) {
    const form = step.form(answers);
    const values = await world.drive(filled(form, typed[step.key] ?? {}));
    expect({ [step.key]: faultsOf(form, values) }).toEqual({ [step.key]: {} });
    answers = { ...answers, [step.key]: acceptedValues(form, values) };
  }
  return answers;
}

/** What a page says is wrong. */
export async function faults(world: World, key: string, answers: Answers, typed: FormValues) {
  const step = world.flow.steps.find((one) => one.key === key);
  if (!step) throw new Error(`there is no step ${key}`);
  const form = step.form(answers);
  return faultsOf(form, await world.drive(filled(form, typed)));
}

/** What a choice of a page offers. */
export async function options(world: World, step: string, key: string, answers: Answers = {}) {
  const field = world.flow.steps
    .find((one) => one.key === step)
    ?.form(answers)
    .fields.find((one) => one.key === key);
  if (field?.kind !== 'pick' && field?.kind !== 'many') throw new Error(`${key} is no choice`);
  return world.drive(field.load(never));
}

/** The table of the page of nodes. */
export function rowsField(world: World, answers: Answers): RowsField {
  const field = world.flow.steps.find(({ key }) => key === 'nodes')?.form(answers).fields[0];
  if (field?.kind !== 'rows') throw new Error('nodes are rows');
  return field;
}
