import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/model/problem.ts';
import type { ChangeOptions, Provider, Receipt } from '../../../src/providers/provider.ts';
import { ChangeDesk } from '../../../src/state/changes/desk.ts';
import { planChange } from '../../../src/state/changes/plan.ts';
import type { Recorder } from '../../../src/state/changes/record.ts';
import type { BalancerRef } from '../../../src/state/changes/request.ts';
import { reportOf } from '../../../src/state/changes/run.ts';
import { inverseOf } from '../../../src/state/changes/undo.ts';
import { Queries } from '../../../src/state/live/queries.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { aBalancer, aDetail, aProvider, aSession, nodes } from '../../kit/model.ts';

const RECEIPT: Receipt = { requestId: 'req-1', detail: null };

/** A provider whose changes wait until the test lets them go. */
function gatedProvider() {
  const waiting: { id: string; go: (outcome?: Error) => void }[] = [];
  let atOnce = 0;
  let most = 0;
  const provider: Provider = aProvider({
    changeNode: (_balancer, id, _change, options: ChangeOptions) =>
      new Promise((resolve, reject) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        options.onAccepted?.();
        waiting.push({
          id,
          go: (outcome) => {
            atOnce -= 1;
            if (outcome) reject(outcome);
            else resolve(RECEIPT);
          },
        });
      }),
  });
  return { provider, waiting, most: () => most };
}

function recorder() {
  const lines: string[] = [];
  const open: Recorder = {
    begin(change) {
      lines.push(`begin ${change.node} ${change.before}→${change.after}`);
      return {
        id: '1',
        end(outcome, ending) {
          lines.push(`end ${change.node} ${outcome} ${ending?.requestId ?? ''}`.trim());
          return null;
        },
      };
    },
  };
  return { open, lines };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function start(balancer: BalancerRef, desk: ChangeDesk, count: number) {
  const all = nodes(count);
  return desk.start(
    planChange(
      { kind: 'condition', balancer, nodes: all, to: 'DRAINING' },
      { detail: null, nodes: all, isPending: () => false, readOnly: false },
    ),
  );
}

describe('a run', () => {
  it('changes one node at a time, and writes each down before and after', async () => {
    const { provider, waiting, most } = gatedProvider();
    const { open, lines } = recorder();
    const desk = new ChangeDesk(open, new Queries(new VirtualClock()));
    const balancer = aBalancer(aSession(provider));
    const run = start(balancer, desk, 3);
    await turn();
    expect(desk.pending.of(balancer, '1')?.phase).toBe('applying');
    expect(desk.pending.of(balancer, '2')?.phase).toBe('queued');
    for (let at = 0; at < 3; at += 1) {
      waiting[at]?.go();
      await turn();
    }
    expect(await run.finished).toMatchObject({ done: 3, failed: 0, over: true });
    expect(most()).toBe(1);
    expect(lines).toEqual([
      'begin web-1 ENABLED→DRAINING',
      'end web-1 done req-1',
      'begin web-2 ENABLED→DRAINING',
      'end web-2 done req-1',
      'begin web-3 ENABLED→DRAINING',
      'end web-3 done req-1',
    ]);
    expect(desk.pending.size).toBe(0);
  });

  it('stopped in the middle begins no further node, and says what was not begun', async () => {
    const { provider, waiting } = gatedProvider();
    const { open, lines } = recorder();
    const desk = new ChangeDesk(open, new Queries(new VirtualClock()));
    const run = start(aBalancer(aSession(provider)), desk, 5);
    await turn();
    waiting[0]?.go();
    await turn();
    run.stop();
    waiting[1]?.go();
    await run.finished;
    expect(reportOf(run)).toBe('Drain 5 nodes of shop-front: 2 of 5 done, 3 not begun');
    expect(lines.filter((line) => line.startsWith('begin'))).toHaveLength(2);
  });

  it('goes on after a node that fails, and reports the reason', async () => {
    const { provider, waiting } = gatedProvider();
    const { open, lines } = recorder();
    const desk = new ChangeDesk(open, new Queries(new VirtualClock()));
    const run = start(aBalancer(aSession(provider)), desk, 2);
    await turn();
    waiting[0]?.go(new Failure({ kind: 'engine', message: 'It broke', hint: 'Look again' }));
    await turn();
    waiting[1]?.go();
    await run.finished;
    expect(reportOf(run)).toBe(
      'Drain web-1, web-2 of shop-front: 1 of 2 done, 1 failed: It broke. Look again',
    );
    expect(lines).toContain('end web-1 failed');
  });

  it('sends nothing that could not be written down first', async () => {
    const { provider, waiting } = gatedProvider();
    const full: Recorder = {
      begin() {
        throw new Failure({ kind: 'quota', message: 'The disk is full' });
      },
    };
    const desk = new ChangeDesk(full, new Queries(new VirtualClock()));
    const run = start(aBalancer(aSession(provider)), desk, 1);
    expect(await run.finished).toMatchObject({ failed: 1 });
    expect(waiting).toHaveLength(0);
  });

  it('an answer that was lost is written down as unknown', async () => {
    const { provider, waiting } = gatedProvider();
    const { open, lines } = recorder();
    const desk = new ChangeDesk(open, new Queries(new VirtualClock()));
    const run = start(aBalancer(aSession(provider)), desk, 1);
    await turn();
    waiting[0]?.go(new Failure({ kind: 'network', message: 'The line was cut', maybeApplied: true }));
    await run.finished;
    expect(lines.at(-1)).toBe('end web-1 unknown');
  });
});

it('a node that somebody else has changed meanwhile is left alone, and named', async () => {
  const { provider, waiting } = gatedProvider();
  const { open, lines } = recorder();
  const queries = new Queries(new VirtualClock());
  const desk = new ChangeDesk(open, queries);
  const balancer = aBalancer(aSession(provider));
  const run = start(balancer, desk, 3);
  await turn();
  const [first, second, third] = nodes(3);
  if (!first || !second || !third) throw new Error('three nodes are needed');
  queries.put(
    balancer.session,
    aDetail([{ ...first, condition: 'DRAINING' }, { ...second, condition: 'DISABLED' }, third]),
  );
  waiting[0]?.go();
  await turn();
  waiting[1]?.go();
  const progress = await run.finished;
  expect(progress).toMatchObject({ done: 2, failed: 1 });
  expect(progress.firstProblem?.message).toBe(
    'web-2 was left alone: somebody else has changed it from ENABLED to DISABLED',
  );
  expect(waiting.map(({ id }) => id)).toEqual(['1', '3']);
  expect(lines.join()).not.toContain('web-2');
});

it('different balancers do not wait for each other', async () => {
  const { provider, waiting } = gatedProvider();
  const desk = new ChangeDesk(recorder().open, new Queries(new VirtualClock()));
  const session = aSession(provider);
  start(aBalancer(session), desk, 1);
  start({ ...aBalancer(session, 'billing'), id: '7002' }, desk, 1);
  await turn();
  expect(waiting).toHaveLength(2);
  for (const one of waiting) one.go();
});

describe('the way back', () => {
  it('puts each node back to what it was, with one request a condition', () => {
    const [first, second, third] = nodes(3);
    if (!first || !second || !third) throw new Error('three nodes are needed');
    const before = [first, { ...second, condition: 'DISABLED' }, third];
    const balancer = aBalancer();
    const plan = planChange(
      { kind: 'condition', balancer, nodes: before, to: 'DRAINING' },
      { detail: null, nodes: before, isPending: () => false, readOnly: false },
    );
    const back = inverseOf(plan.request, plan.steps, aDetail(nodes(3, { condition: 'DRAINING' })));
    expect(back).toMatchObject([
      { kind: 'condition', to: 'ENABLED', nodes: [{ id: '1' }, { id: '3' }] },
      { kind: 'condition', to: 'DISABLED', nodes: [{ id: '2' }] },
    ]);
  });
});
