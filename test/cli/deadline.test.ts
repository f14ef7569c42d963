import { expect, test } from 'vitest';
import { afterChange, limitOf, withDeadline } from '../../src/cli/deadline.ts';
import { isTimeUp } from '../../src/model/timeUp.ts';
import { VirtualClock } from '../kit/clock.ts';

function fiveSeconds() {
  const clock = new VirtualClock();
  return { clock, at: clock.now() + 5_000, timeoutMs: 5_000, signal: new AbortController().signal };
}

test('what never answers is given up in time, and told so', async () => {
  const deadline = fiveSeconds();
  let stopped = false;
  const waited = withDeadline(deadline, 'shop could not be read', (signal) => {
    signal.addEventListener('abort', () => {
      stopped = true;
    });
    return new Promise<never>(() => {});
  });
  const failed = expect(waited).rejects.toMatchObject({
    problem: { kind: 'timeout', message: 'Timed out after 5s: shop could not be read' },
  });
  await deadline.clock.advance(5_000);
  await failed;
  expect(stopped).toBe(true);
});

test('what answers in time leaves no timer behind', async () => {
  const deadline = fiveSeconds();
  expect(await withDeadline(deadline, '', async () => 'read')).toBe('read');
  expect(deadline.clock.waiting).toBe(0);
});

test('the limit of --timeout says that the time is up, and there is none without it', async () => {
  const deadline = fiveSeconds();
  expect(limitOf({ ...deadline, given: false })).toBeNull();
  const limit = limitOf({ ...deadline, given: true });
  await deadline.clock.advance(4_999);
  expect(limit?.signal.aborted).toBe(false);
  await deadline.clock.advance(1);
  expect(limit && isTimeUp(limit.signal)).toBe(true);
  expect(deadline.clock.waiting).toBe(0);
});

test('what a change has left is read for five seconds at least, and no longer than --timeout', async () => {
  const deadline = fiveSeconds();
  await deadline.clock.advance(4_000);
  const began = deadline.clock.now();
  const read = afterChange({ ...deadline, given: true }, () => new Promise<never>(() => {}));
  const failed = expect(read).rejects.toMatchObject({ problem: { kind: 'timeout' } });
  await deadline.clock.advance(deadline.clock.nextIn ?? 0);
  await failed;
  expect(deadline.clock.now() - began).toBe(5_000);
});
