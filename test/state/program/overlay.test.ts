import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/state/pages/pageHost.ts';
import { answer, asked } from '../../../src/state/program/overlay.ts';

const question: Question = {
  title: 'Quit?',
  lines: [],
  names: [],
  yes: 'Quit',
  typed: null,
  onYes: () => {},
};

describe('ctrl-c in a question', () => {
  it('cancels it', () => {
    expect(answer(asked(question), { name: 'ctrl-c' }).kind).toBe('cancel');
  });

  it('is yes where ctrl-c asked it', () => {
    expect(answer(asked({ ...question, insists: true }), { name: 'ctrl-c' }).kind).toBe('yes');
  });
});
