import { describe, expect, it, vi } from 'vitest';
import { Failure } from '../../../src/model/problem.ts';
import type { UsageRecord } from '../../../src/model/usage.ts';
import type { Span, UsageRoom } from '../../../src/providers/usage.ts';
import { CollectedLog } from '../../../src/state/usage/collectedLog.ts';
import { loadUsage } from '../../../src/state/usage/loadUsage.ts';
import { type Scope, UsageStore } from '../../../src/state/usage/usageStore.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { anAccount, aProvider, aSession } from '../../kit/model.ts';
import { SharedLog } from '../../sandbox/sharedLog.ts';
import { aRecord, DAY, EVER, HOUR, NOON, roomOf } from './kit.ts';

function house(most?: number) {
  const clock = new VirtualClock(NOON + HOUR / 2);
  const store = new UsageStore({
    clock,
    collected: new CollectedLog(new SharedLog().reader()),
    id: () => 'id',
    ...(most === undefined ? {} : { most }),
  });
  const load = async (
    usage: UsageRoom,
    span: Span,
    balancerId: string | null = null,
    session = sessionWith(usage),
  ) => {
    const scope = { session, balancerId };
    const parts: number[] = [];
    const signal = new AbortController().signal;
    await loadUsage(store, scope, span, { signal, now: clock.now(), onPart: (from) => parts.push(from) });
    return { scope, parts, session };
  };
  return { clock, store, load };
}

const sessionWith = (usage: UsageRoom, id = 'a1') => aSession(aProvider({ usage }), anAccount({ id }));

const hours = (count: number, balancerId = '1'): readonly UsageRecord[] =>
  Array.from({ length: count }, (_, hour) => aRecord({ balancerId, startAt: NOON - hour * HOUR }));
const kept = (store: UsageStore, scope: Scope, span: Span) => [
  ...store.table(scope).records(scope.balancerId, span),
];
const sum = (records: readonly UsageRecord[]) =>
  records.reduce((all, one) => all + (one.incomingTransfer ?? 0), 0);

describe('loading', () => {
  it('asks for the latest day first, for each hour once, and for what is not closed again', async () => {
    const { store, load, clock } = house();
    const asked: Span[] = [];
    const room = roomOf(hours(30 * 24), ({ from, to }) => {
      asked.push({ from, to });
    });
    const span = { from: NOON - 10 * DAY, to: NOON + HOUR };
    const { scope, session, parts } = await load(room, span);
    expect(asked[0]).toEqual({ from: clock.now() - DAY, to: clock.now() });
    const length = asked.reduce((all, { from, to }) => all + to - from, 0);
    expect(length).toBe(clock.now() - span.from);
    expect(parts).toEqual([...parts].sort((one, other) => other - one));
    expect(kept(store, scope, span)).toHaveLength(10 * 24 + 1);

    asked.length = 0;
    await load(room, span, null, session);
    expect(asked).toEqual([{ from: NOON - 3 * HOUR, to: clock.now() }]);
    // What was read of all holds for one.
    asked.length = 0;
    await load(room, span, '1', session);
    expect(asked).toEqual([{ from: NOON - 3 * HOUR, to: clock.now() }]);
  });

  it('takes what the engine says of a span in place of what it said before', async () => {
    const { store, load } = house();
    const span = { from: NOON - 2 * HOUR, to: NOON + HOUR };
    const first = roomOf([aRecord({ startAt: NOON, endAt: NOON + HOUR / 2, mark: 'partial' })]);
    const { session, scope } = await load(first, span);
    const later = [aRecord({ startAt: NOON }), aRecord({ startAt: NOON - HOUR })];
    Object.assign(session.provider, { usage: roomOf(later) });
    await load(first, span, null, session);
    expect(kept(store, scope, span)).toEqual([...later].reverse());
  });

  it('keeps what came before it failed', async () => {
    const { store, load } = house();
    const room = roomOf(hours(240), ({ to }) => {
      if (to < NOON - DAY / 2) throw new Failure({ kind: 'network', message: 'No answer came' });
    });
    const session = sessionWith(room);
    const span = { from: NOON - 9 * DAY, to: NOON + HOUR };
    await expect(load(room, span, null, session)).rejects.toThrow('No answer came');
    const there = kept(store, { session, balancerId: null }, span);
    expect(there).toHaveLength(24);
    expect(sum(there)).toBe(24_000_000);
  });

  it('looks at the keyboard between two pieces, and keeps a time as a whole', async () => {
    const { store, load } = house();
    const put = vi.spyOn(store, 'put');
    // 300 balancers: 7,200 records of a day, three hours of which are more than a piece is to have.
    const all = Array.from({ length: 300 }, (_, at) => hours(24, String(at))).flat();
    let turns = 0;
    const looks: number[] = [];
    const count = () => {
      turns += 1;
      looks.push(put.mock.calls.length);
      if (put.mock.calls.length < 5) setImmediate(count);
    };
    setImmediate(count);
    const { scope } = await load(roomOf(all), { from: NOON - DAY, to: NOON + HOUR });
    const pieces = put.mock.calls.filter(([, , records]) => records.length > 0);
    for (const [, span, records] of pieces) {
      expect(records.length).toBeLessThan(2_000 + 300);
      for (const { startAt } of records) expect(startAt >= span.from && startAt < span.to).toBe(true);
    }
    expect(pieces.reduce((sum, [, , records]) => sum + records.length, 0)).toBe(7_200);
    // No two pieces were kept between two looks, and what is drawn next has been summed up by then.
    for (const [at, look] of looks.entries()) expect(look - (looks[at - 1] ?? 0)).toBeLessThanOrEqual(1);
    expect(turns).toBeGreaterThanOrEqual(4);
    expect(kept(store, scope, EVER)).toHaveLength(7_200);
  });

  it('asks for no more than the engine has', async () => {
    const { load, clock } = house();
    const asked: Span[] = [];
    const room = roomOf([], (span) => {
      asked.push(span);
    });
    const { parts } = await load(room, { from: NOON - 400 * DAY, to: NOON + DAY });
    expect(asked.at(-1)?.from).toBe(clock.now() - 90 * DAY);
    expect(Math.max(...asked.map(({ to }) => to))).toBe(clock.now());
    expect(parts.at(-1)).toBe(NOON - 400 * DAY);
  });
});

describe('the store', () => {
  const span = { from: NOON - 4 * DAY, to: NOON + HOUR };

  it('forgets other accounts first, then other balancers, and says when that is not enough', async () => {
    const { store, load } = house(200);
    const old = await load(roomOf(hours(96)), span, null, sessionWith(roomOf(hours(96)), 'old'));
    expect(store.size).toBe(96);
    const two = [...hours(90, '1'), ...hours(90, '2')];
    const both = await load(roomOf(two), span);
    expect(store.size).toBe(180);
    expect(kept(store, old.scope, span)).toEqual([]);
    const third = hours(180, '3');
    Object.assign(both.session.provider, { usage: roomOf(third) });
    await load(roomOf(third), { ...span, from: NOON - 8 * DAY }, '3', both.session);
    const left = kept(store, { session: both.session, balancerId: null }, EVER);
    expect([...new Set(left.map(({ balancerId }) => balancerId))]).toEqual(['3']);
    const many = roomOf(Array.from({ length: 9 }, (_, at) => hours(90, String(at))).flat());
    await expect(load(many, span)).rejects.toMatchObject({ problem: { kind: 'quota' } });
    expect(store.size).toBeLessThanOrEqual(200);
  });
});
