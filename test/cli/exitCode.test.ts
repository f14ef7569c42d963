import { expect, it } from 'vitest';
import { exitCodeOf } from '../../src/cli/exitCode.ts';
import type { ProblemKind } from '../../src/model/problem.ts';

it.each<[ProblemKind, number]>([
  ['auth', 3],
  ['forbidden', 1],
  ['busy', 1],
  ['limit', 1],
  ['quota', 1],
  ['missing', 4],
  ['invalid', 2],
  ['conflict', 1],
  ['guard', 5],
  ['network', 1],
  ['timeout', 6],
  ['engine', 1],
  ['cancelled', 130],
  ['bug', 1],
])('%s ends with %i', (kind, code) => {
  expect(exitCodeOf({ kind, message: 'x' })).toBe(code);
});

it('tells a refusal of the engine from a typing error', () => {
  expect(exitCodeOf({ kind: 'invalid', message: 'x', status: 400 })).toBe(1);
});
