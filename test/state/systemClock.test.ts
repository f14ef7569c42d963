import { afterEach, expect, test, vi } from 'vitest';
import { backgroundClock, systemClock } from '../../src/state/systemClock.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test('a wait holds the process, what is done on the side does not', () => {
  const made = vi.spyOn(globalThis, 'setTimeout');
  const cancels = [systemClock.after(1_000, () => {}), backgroundClock.after(1_000, () => {})];
  expect(made.mock.results.map(({ value }) => value.hasRef())).toEqual([true, false]);
  for (const cancel of cancels) cancel();
});

test('a delay of months does not run at once, and can be cancelled on the way', () => {
  vi.useFakeTimers();
  const days = 24 * 60 * 60 * 1_000;
  const ran: string[] = [];
  systemClock.after(60 * days, () => ran.push('sixty'));
  const cancel = systemClock.after(60 * days, () => ran.push('never'));
  vi.advanceTimersByTime(59 * days);
  cancel();
  expect(ran).toEqual([]);
  vi.advanceTimersByTime(days);
  expect(ran).toEqual(['sixty']);
});
