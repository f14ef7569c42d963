import { expect, test } from 'vitest';
import { isAtEnd, overallOf, stepsInTurn } from '../../../src/state/runs/order.ts';
import type { StepRecord, StepState } from '../../../src/state/runs/record.ts';

function step(
  id: string,
  state: StepState,
  after: readonly string[] = [],
  begun = state !== 'waiting',
): StepRecord {
  return {
    id,
    title: id,
    after,
    optional: false,
    makes: true,
    state,
    facts: {},
    begun,
    uncertain: false,
    made: state === 'done',
    startedAt: null,
    endedAt: null,
    problem: null,
  };
}

const ids = (steps: readonly StepRecord[]) => steps.map(({ id }) => id);

test('forward, a step waits for every one before it; a skipped one holds nobody up, a failed one does', () => {
  const steps = [
    step('a', 'done'),
    step('b', 'skipped'),
    step('c', 'failed'),
    step('d', 'waiting', ['a', 'b']),
    step('e', 'waiting', ['a', 'c']),
    step('f', 'interrupted'),
  ];
  expect(ids(stepsInTurn(steps, 'do'))).toEqual(['c', 'd', 'f']);
  expect(isAtEnd(steps.slice(0, 2), 'do')).toBe(true);
});

test('back, a step waits for every one after it, also over one that made nothing', () => {
  const steps = [
    step('a', 'done'),
    step('b', 'skipped', ['a'], false),
    step('c', 'done', ['b']),
    step('d', 'done'),
  ];
  expect(ids(stepsInTurn(steps, 'undo'))).toEqual(['d', 'c']);
  const later = [...steps.slice(0, 2), step('c', 'undone', ['b']), step('d', 'running')];
  expect(ids(stepsInTurn(later, 'undo'))).toEqual(['a']);
});

test('how far it is counts what runs by its percent, and on the way back only what there is to undo', () => {
  const forth = [step('a', 'done'), step('b', 'running'), step('c', 'waiting'), step('d', 'skipped')];
  const overall = overallOf({ steps: forth, undoing: false }, () => 50);
  expect(overall).toEqual({ done: 2, total: 4, fraction: 0.625 });
  const back = [step('a', 'done'), step('b', 'undone'), step('c', 'waiting')];
  expect(overallOf({ steps: back, undoing: true })).toEqual({ done: 1, total: 2, fraction: 0.5 });
  expect(overallOf({ steps: [], undoing: false })).toEqual({ done: 0, total: 0, fraction: 1 });
});
