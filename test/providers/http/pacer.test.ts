import { describe, expect, it } from 'vitest';
import { Pacer } from '../../../src/providers/http/pacer.ts';
import { backoff, readRetryAfter, tryAgain } from '../../../src/providers/http/retry.ts';
import { SharedCall } from '../../../src/providers/http/sharedCall.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { drive, never } from '../kit/rackspaceDouble.ts';

const PACES = { read: { perSecond: 10, burst: 20 }, write: { perSecond: 5, burst: 10 } };
const turns = async () => {
  for (let n = 0; n < 20; n++) await Promise.resolve();
};

describe('the pacer', () => {
  it('lets a burst go at once and then keeps the pace', async () => {
    const clock = new VirtualClock();
    const pacer = new Pacer(clock, PACES);
    let gone = 0;
    const all = Array.from({ length: 35 }, () =>
      pacer.turn('read', new AbortController().signal).then(() => gone++),
    );
    await turns();
    expect(gone).toBe(20);
    await clock.advance(500, turns);
    expect(gone).toBe(25);
    await clock.advance(1_000, turns);
    await Promise.all(all);
    expect(gone).toBe(35);
  });

  it('counts writes apart', async () => {
    const clock = new VirtualClock();
    const pacer = new Pacer(clock, PACES);
    for (let n = 0; n < 20; n++) await pacer.turn('read', never);
    await pacer.turn('write', never);
    expect(clock.waiting).toBe(0);
  });

  it('lets a waiting call be stopped', async () => {
    const clock = new VirtualClock();
    const pacer = new Pacer(clock, PACES);
    pacer.hold(5_000);
    const controller = new AbortController();
    const turn = pacer.turn('write', controller.signal);
    controller.abort(new Error('enough'));
    await expect(turn).rejects.toThrow('enough');
    expect(clock.waiting).toBe(0);
  });
});

describe('trying again', () => {
  it('waits longer each time, with full jitter', () => {
    expect([1, 2, 3, 9].map((failures) => backoff(failures, () => 0.5))).toEqual([250, 500, 1_000, 2_500]);
    expect(backoff(3, () => 0)).toBe(0);
  });

  it('answers the last result when the tries are used up', async () => {
    const clock = new VirtualClock();
    let tries = 0;
    const result = await drive(
      clock,
      tryAgain(async () => ({ result: ++tries, againAfter: 1_000 }), {
        clock,
        random: () => 0,
        signal: never,
      }),
    );
    expect(result).toBe(3);
    expect(clock.now() - new VirtualClock().now()).toBe(2_000);
  });

  it.each([
    ['0', 0],
    [' 2.5 ', 2_500],
    ['-1', null],
    ['', null],
    ['2026', 2_026_000],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['2026-03-01T11:00:00Z', 0],
  ])('reads Retry-After %j as %j', (text, ms) => {
    expect(readRetryAfter(text, new VirtualClock().now())).toBe(ms);
  });
});

describe('a shared call', () => {
  it('is made once for all who ask, and again afterwards', async () => {
    let made = 0;
    const shared = new SharedCall<number>();
    const task = async () => ++made;
    const { signal } = new AbortController();
    expect(await Promise.all([shared.join(task, signal), shared.join(task, signal)])).toEqual([1, 1]);
    expect(await shared.join(task, signal)).toBe(2);
  });

  it('goes on while somebody waits, and stops when nobody does', async () => {
    const shared = new SharedCall<number>();
    let stopped = false;
    const task = (signal: AbortSignal) =>
      new Promise<number>((_, reject) => {
        signal.addEventListener('abort', () => {
          stopped = true;
          reject(signal.reason);
        });
      });
    const [one, two] = [new AbortController(), new AbortController()];
    const calls = [shared.join(task, one.signal), shared.join(task, two.signal)];
    one.abort();
    await expect(calls[0]).rejects.toThrow();
    expect(stopped).toBe(false);
    two.abort();
    await expect(calls[1]).rejects.toThrow();
    expect(stopped).toBe(true);
  });
});
