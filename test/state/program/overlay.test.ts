import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/state/pages/pageHost.ts';
import { type Asked, answer, asked } from '../../../src/state/program/overlay.ts';

const question = (typed: string | null): Question => ({
  title: 'Remove web-1?',
  lines: [],
  names: [],
  yes: 'Remove',
  typed,
  onYes: () => {},
});

/** The last answer to these keys; a single character is typed too. */
function answered(typed: string | null, ...keys: readonly string[]): string {
  let now: Asked = asked(question(typed));
  for (const name of keys) {
    const reply = answer(now, [...name].length === 1 ? { name, text: name } : { name });
    if (reply.kind !== 'open') return reply.kind;
    now = reply.asked;
  }
  return now.fault ?? 'open';
}

describe('a question with buttons', () => {
  it.each([
    [['enter'], 'cancel'],
    [['tab', 'enter'], 'yes'],
    [['tab', 'tab', 'enter'], 'cancel'],
    [['right', 'enter'], 'yes'],
    [['y'], 'yes'],
    [['n'], 'cancel'],
    [['q'], 'cancel'],
    [['esc'], 'cancel'],
    [['ctrl-c'], 'cancel'],
    [['X', 'D', 'j', 'space'], 'open'],
  ])('%j: %s', (keys, outcome) => {
    expect(answered(null, ...keys)).toBe(outcome);
  });
});

describe('a question that wants a name typed', () => {
  it.each([
    [['y'], 'open'],
    [['enter'], 'Type web-1 to confirm, or esc'],
    [[...'web', 'enter'], 'That is not web-1'],
    [[...'web-1', 'enter'], 'yes'],
    [[...'web-2', 'backspace', '1', 'enter'], 'yes'],
    [[...'web-1', 'esc'], 'cancel'],
  ])('%j: %s', (keys, outcome) => {
    expect(answered('web-1', ...keys)).toBe(outcome);
  });
});

it('ctrl-c in a question that ctrl-c has asked is yes, in any other it cancels', () => {
  const quit: Question = { title: 'Quit?', lines: [], names: [], yes: 'Quit', typed: null, onYes: () => {} };
  expect(answer(asked(quit), { name: 'ctrl-c' }).kind).toBe('cancel');
  expect(answer(asked({ ...quit, insists: true }), { name: 'ctrl-c' }).kind).toBe('yes');
});
