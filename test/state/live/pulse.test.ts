import { expect, it } from 'vitest';
import { Pulse } from '../../../src/state/live/pulse.ts';
import { VirtualClock } from '../../kit/clock.ts';

const broken = () => Promise.reject(new Error('no answer'));

it('reads at its pace in good times, and more rarely the longer it fails', async () => {
  const pulse = new Pulse(new VirtualClock());
  expect(pulse.interval('list', 5_000)).toBe(5_000);
  await pulse.beat('list', async () => 1);
  expect(pulse.interval('list', 5_000)).toBe(5_000);
  const waits: number[] = [];
  for (let failure = 0; failure < 6; failure += 1) {
    await pulse.beat('list', broken).catch(() => {});
    waits.push(pulse.interval('list', 5_000));
  }
  expect(waits).toEqual([5_000, 10_000, 20_000, 30_000, 30_000, 30_000]);
  expect(pulse.interval('other', 5_000)).toBe(5_000);
  await pulse.beat('list', async () => 1);
  expect(pulse.interval('list', 5_000)).toBe(5_000);
});

it('rests four times as long as a slow reading takes', async () => {
  const clock = new VirtualClock();
  const pulse = new Pulse(clock);
  await pulse.beat('list', () => clock.advance(3_000));
  expect(pulse.interval('list', 5_000)).toBe(12_000);
});
