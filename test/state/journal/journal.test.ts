import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/model/problem.ts';
import { type EventLog, memoryLog } from '../../../src/sandbox/eventLog.ts';
import { createRedactor } from '../../../src/state/home/redactor.ts';
import type { Change } from '../../../src/state/journal/entry.ts';
import { openJournal } from '../../../src/state/journal/journal.ts';
import { thisProcess, type Writer } from '../../../src/state/journal/process.ts';
import { rotatingLog } from '../../../src/state/journal/rotatingLog.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { counter, modeOf, tempFolder } from '../home/tempFolder.ts';

const DRAIN: Change = {
  account: 'shop',
  engine: 'rackspace',
  region: 'DFW',
  balancer: 'front',
  balancerId: '71',
  node: 'web-2',
  nodeId: '402',
  action: 'condition',
  before: 'ENABLED',
  after: 'DRAINING',
};

function house() {
  const folder = path.join(tempFolder(), 'state');
  const file = path.join(folder, 'journal.jsonl');
  const fileBefore = path.join(folder, 'journal.1.jsonl');
  const clock = new VirtualClock();
  const redactor = createRedactor();
  const [id, filling] = [counter('e'), counter('f')];
  const running = new Set([1, 2]);
  const log = (maxBytes = 1_000_000) => rotatingLog({ file, fileBefore, maxBytes, id: filling });
  const open = (pid = 1, with_: { log?: EventLog; host?: string } = {}) => {
    const writer: Writer = { pid, host: with_.host ?? 'here', isRunning: (one) => running.has(one) };
    return openJournal({ log: with_.log ?? log(), clock, id, writer, redact: redactor.text });
  };
  return { file, fileBefore, clock, redactor, running, log, open };
}

const ALL = { limit: 100 };

describe('the journal', () => {
  test('a change is there before it is made, and its end after', async () => {
    const { open, file, clock } = house();
    const journal = open();
    const entry = journal.begin(DRAIN);
    expect(modeOf(file)).toBe('600');
    expect(journal.list(ALL)).toEqual([
      {
        ...DRAIN,
        id: 'e1',
        at: '2026-03-01T12:00:00.000Z',
        endedAt: null,
        outcome: 'started',
        requestId: null,
        message: null,
      },
    ]);
    await clock.advance(3_000);
    expect(entry.end('done', { requestId: 'req-1' })).toBeNull();
    entry.end('failed', { message: 'too late' });
    expect(open().list(ALL)).toMatchObject([
      { id: 'e1', outcome: 'done', requestId: 'req-1', endedAt: '2026-03-01T12:00:03.000Z', message: null },
    ]);
  });

  test('the latest first, of one account or balancer, at most so many', () => {
    const { open } = house();
    const journal = open();
    journal.begin(DRAIN).end('done');
    journal.begin({ ...DRAIN, balancer: 'api', balancerId: '72' }).end('failed', { message: 'refused' });
    journal.begin({ ...DRAIN, account: 'blog' }).end('stopped');
    expect(journal.list(ALL).map(({ id, outcome }) => [id, outcome])).toEqual([
      ['e3', 'stopped'],
      ['e2', 'failed'],
      ['e1', 'done'],
    ]);
    expect(journal.list({ limit: 1 }).map(({ id }) => id)).toEqual(['e3']);
    expect(journal.list({ limit: 9, account: 'SHOP' }).map(({ id }) => id)).toEqual(['e2', 'e1']);
    expect(journal.list({ limit: 9, balancer: '72' }).map(({ id }) => id)).toEqual(['e2']);
    expect(journal.list({ limit: 9, balancer: 'front' }).map(({ id }) => id)).toEqual(['e3', 'e1']);
  });

  test('without an end it is unknown once its program has gone, or after an hour', async () => {
    const { open, clock, running } = house();
    open(1).begin(DRAIN);
    open(2).begin(DRAIN);
    open(9, { host: 'elsewhere' }).begin(DRAIN);
    running.delete(2);
    const outcomes = () =>
      open()
        .list(ALL)
        .map(({ outcome }) => outcome);
    expect(outcomes()).toEqual(['started', 'unknown', 'started']);
    await clock.advance(60 * 60 * 1_000);
    expect(outcomes()).toEqual(['unknown', 'unknown', 'unknown']);
  });

  test('what cannot be written down must not be done', () => {
    const folder = tempFolder();
    const log = rotatingLog({ file: folder, fileBefore: `${folder}.1`, maxBytes: 1e6, id: counter() });
    expect(() => house().open(1, { log }).begin(DRAIN)).toThrow(Failure);
  });

  test('an end that cannot be written is told and remembered, not thrown', () => {
    const inner = memoryLog();
    let full = false;
    const append = (line: string) => {
      if (full) throw new Failure({ kind: 'quota', message: 'The disk is full' });
      inner.append(line);
    };
    const journal = house().open(1, { log: { ...inner, append } });
    const entry = journal.begin(DRAIN);
    full = true;
    expect(entry.end('done', { requestId: 'req-1' })).toMatchObject({ kind: 'quota' });
    expect(journal.list(ALL)).toMatchObject([{ outcome: 'done', requestId: 'req-1' }]);
  });

  test('torn lines and lines of a newer version are passed over', () => {
    const { open, file } = house();
    const journal = open();
    journal.begin(DRAIN);
    fs.appendFileSync(file, '\n{"id": "e9", "at": "20');
    fs.appendFileSync(file, '\n{"kind": "newer"}\nnull\n[]\n{"ends": "e1", "outcome": "odd", "at": ""}\n');
    journal.begin(DRAIN).end('done');
    expect(journal.list(ALL).map(({ id, outcome }) => [id, outcome])).toEqual([
      ['e2', 'done'],
      ['e1', 'started'],
    ]);
  });

  test('names from outside are cleaned, secrets taken out, long texts cut', () => {
    const { open, redactor, file } = house();
    redactor.add('0f1e2d3c4b');
    open()
      .begin({ ...DRAIN, balancer: 'fr\u001b[2Jont\n' })
      .end('failed', { message: `key 0f1e2d3c4b ${'x'.repeat(2_000)}` });
    const [entry] = open().list(ALL);
    expect(entry?.balancer).toBe('front ');
    expect(entry?.message).toMatch(/^key \[redacted\] x+$/);
    expect(entry?.message).toHaveLength(500);
    expect(fs.readFileSync(file, 'utf8')).not.toContain('0f1e2d3c4b');
  });

  test('listeners hear our own entries at once, others soon', async () => {
    const { open, clock } = house();
    const [ours, others] = [open(1), open(2)];
    let told = 0;
    const stop = ours.subscribe(() => told++);
    await clock.advance(2_000);
    expect(told).toBe(0);
    others.begin(DRAIN);
    expect(told).toBe(0);
    ours.list(ALL);
    await clock.advance(2_000);
    expect(told).toBe(1);
    ours.begin(DRAIN);
    expect(told).toBe(2);
    stop();
    stop();
    expect(clock.waiting).toBe(0);
  });
});

describe('a journal that grows', () => {
  test('is turned over, and two programs keep reading both halves', () => {
    const { open, log, file, fileBefore } = house();
    const [one, other] = [open(1, { log: log(2_000) }), open(2, { log: log(2_000) })];
    const ids: string[] = [];
    for (let n = 0; n < 30; n++) {
      const writer = n % 2 ? one : other;
      const entry = writer.begin({ ...DRAIN, after: String(n) });
      ids.unshift(entry.id);
      entry.end('done');
      const seen = one.list(ALL);
      expect(seen).toEqual(other.list(ALL));
      expect(seen.map(({ id }) => id)).toEqual(ids.slice(0, seen.length));
      expect(seen.length).toBeGreaterThanOrEqual(Math.min(n + 1, 4));
    }
    one.begin(DRAIN);
    expect(fs.statSync(file).size).toBeLessThan(3_000);
    expect(fs.statSync(fileBefore).size).toBeLessThan(3_000);
    expect(modeOf(fileBefore)).toBe('600');
    expect(fs.readdirSync(path.dirname(file)).sort()).toEqual(['journal.1.jsonl', 'journal.jsonl']);
  });
});

test('this process runs, a number that was never given does not', () => {
  const writer = thisProcess();
  expect(writer.isRunning(writer.pid)).toBe(true);
  expect(writer.isRunning(2 ** 30)).toBe(false);
});
