import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../../src/state/runs/record.ts';
import { firstFailure, standingOf, statusLine, whatExists } from '../../../src/state/runs/summary.ts';
import { house, step } from './house.ts';

/** The record of a run in which these calls go wrong. */
async function runWith(trouble: Readonly<Record<string, 'lost' | 'refused'>>): Promise<{
  readonly record: RunRecord;
  readonly at: ReturnType<typeof house>;
}> {
  const at = house();
  for (const [call, how] of Object.entries(trouble)) {
    at.engine.trouble.set(call, [
      how === 'lost' ? how : { kind: 'quota', message: 'No more of them', hint: 'Delete one' },
    ]);
  }
  const steps = [
    step('server web-1', [], true),
    step('server web-2', [], true),
    step('wait network', ['server web-1', 'server web-2']),
    step('balancer', ['wait network']),
    step('policy a', ['balancer']),
    step('policy b', ['balancer']),
  ];
  const run = at.program(1, { steps }).start();
  return { record: await at.drive(run), at };
}

describe('what exists', () => {
  test('all of it', async () => {
    const { record } = await runWith({});
    expect(whatExists(record)).toBe(
      '2 servers exist: web-1 (id 1), web-2 (id 2); 1 balancer exists: (id 3); 2 policies exist: a (id 4), b (id 5)',
    );
    expect(statusLine(record)).toBe('done');
  });

  test('some of it, with what is not ready, what may be there and what is not', async () => {
    const waiting = await runWith({ 'wait server web-2': 'refused' });
    expect(whatExists(waiting.record)).toBe(
      '2 servers exist: web-1 (id 1), web-2 (id 2, not ready); no balancer yet; no policy yet',
    );
    expect(statusLine(waiting.record)).toBe('failed: server web-2: No more of them. Delete one');
    const lost = await runWith({ 'create server web-2': 'lost' });
    expect(whatExists(lost.record)).toBe(
      '1 server exists: web-1 (id 1); server web-2 may exist; no balancer yet; no policy yet',
    );
    expect(standingOf(lost.record).maybe.map(({ id }) => id)).toEqual(['server web-2']);
    expect(firstFailure(lost.record)?.problem.kind).toBe('network');
    const half = await runWith({ 'create policy b': 'refused' });
    expect(whatExists(half.record)).toContain('1 policy exists: a (id 4); not yet: b');
  });

  test('nothing of it, yet or any more', async () => {
    const { record, at } = await runWith({ 'wait balancer': 'refused' });
    const none = record.steps.map((one) => ({
      ...one,
      state: 'waiting' as const,
      begun: false,
      made: false,
      facts: {},
    }));
    expect(whatExists({ ...record, steps: none })).toBe('Nothing of it exists yet');
    const [run] = at.program(2).runs.list();
    expect(statusLine({ ...record, state: 'interrupted' })).toBe('interrupted, 3 of 6 steps');
    expect(run?.state).toBe('failed');
    const taken = at.program(3);
    const undone = await at.drive(taken.runs.undo(record.id, { ...taken.how, takeOver: true }));
    expect(whatExists(undone)).toBe('Nothing of it exists any more');
    expect(statusLine(undone)).toBe('undone');
  });
});
