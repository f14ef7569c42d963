import { describe, expect, it } from 'vitest';
import { durationText, readDuration } from '../../src/cli/duration.ts';

describe('a length of time on the command line', () => {
  it.each([
    ['90s', 90_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['1h30m', 5_400_000],
    ['500ms', 500],
    ['2d', 172_800_000],
    ['1.5s', 1_500],
  ])('%s', (text, ms) => {
    expect(readDuration(text)).toBe(ms);
  });

  it.each(['', '5', 'm', '5 m', '-5m', '5x', '5m!', '1e3s', '9999999999d'])('refuses %j', (text) => {
    expect(readDuration(text)).toBeNull();
  });

  it('is written in the units a person would use', () => {
    expect([300_000, 5_400_000, 90_000, 250, 86_400_000].map(durationText)).toEqual([
      '5m',
      '1h 30m',
      '1m 30s',
      '250ms',
      '1d',
    ]);
  });
});
