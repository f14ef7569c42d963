import { expect, test } from 'vitest';
import { withDeadline } from '../../src/cli/deadline.ts';
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
