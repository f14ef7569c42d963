import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fields } from './featureSteps.ts';
import { type ApiRecord, accountRecords, recordsOf, total, USAGE } from './rackspaceFactsUsage.ts';
import { follow, onList } from './rackspaceFeaturesKit.ts';

/** Bytes with three digits, as the screen has them: `14.8 GB`. */
const gigabytes = (bytes: number) => `${(bytes / 1e9).toPrecision(3)} GB`;

describe('usage, from the keyboard', () => {
  it('see the usage of a balancer', async () => {
    const { app, at } = await onList({ after: async () => {} });
    await follow(app, 'see the usage of a balancer');
    const records = await recordsOf(at, USAGE.screen);
    const last = records.find(({ startTime }) => startTime === '2026-03-01T11:00:00Z');
    const row = app.row('▌');
    expect(records.length).toBeGreaterThan(20);
    expect(row).toContain('2026-03-01 11:00');
    expect(row).toContain(` ${last?.averageNumConnections.toPrecision(3)} `);
    expect(row).toContain(` ${gigabytes(last?.outgoingTransfer ?? 0)} `);
    expect(app.screen()).toContain(`out ${gigabytes(total(records, 'outgoing'))}`);
  });

  it('see the usage of the whole account', async () => {
    const { app, at } = await onList({ after: async () => {} });
    await follow(app, 'see the usage of the whole account');
    const all = await accountRecords(at, USAGE.screen);
    const front = all.get('shop-front') ?? [];
    expect(front.length).toBeGreaterThan(20);
    expect(app.row('shop-front  ')).toContain(` ${gigabytes(total(front, 'outgoing'))} `);
    expect(all.size).toBeGreaterThan(10);
    const everything: readonly ApiRecord[] = [...all.values()].flat();
    expect(total(everything, 'outgoing')).toBeGreaterThan(total(front, 'outgoing'));
  });

  it('choose a range of time', async () => {
    const { app, at } = await onList({ after: async () => {} });
    const { from, until } = USAGE.past;
    await follow(app, 'choose a range of time', [fields(from, until)]);
    const records = await recordsOf(at, USAGE.past);
    expect(records).toHaveLength(24);
    expect(app.screen()).toContain('1/24');
    expect(app.screen()).toContain(`out ${gigabytes(total(records, 'outgoing'))}`);
  });

  it('write the records into a file', async () => {
    const { app, at } = await onList({ after: async () => {} });
    const file = path.join(app.home, 'usage.json');
    await follow(app, 'write the records into a file', [
      async () => {
        await app.press('right', 'tab', 'ctrl-u');
        await app.type(file);
      },
    ]);
    expect(app.message()).toBe(`Saved as ${file}`);
    const written: readonly ApiRecord[] = JSON.parse(readFileSync(file, 'utf8'));
    const records = await recordsOf(at, USAGE.screen);
    expect(written.length).toBeGreaterThan(20);
    expect(written).toHaveLength(records.length);
    for (const [place, told] of records.entries())
      expect(written[place]).toMatchObject({ ...told, id: expect.stringMatching(/^\d+$/) });
  });

  it('see what a balancer counts now', async () => {
    const { app, at } = await onList({ after: async () => {} });
    await follow(app, 'see what a balancer counts now');
    const counters = await at.get('/stats');
    expect(counters).toMatchObject({ maxConn: expect.any(Number), connectError: expect.any(Number) });
    await app.press('y');
    expect(JSON.parse(app.copied[0] ?? '')).toMatchObject({ counters });
    await app.press('esc');
    expect(app.screen()).toContain(`Now ${counters['currentConn']} connections`);
  });
});
