import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSluice } from '../kit/sluice.ts';
import { roomOf } from '../state/usage/kit.ts';
import { hoursOf, openBalancer, signIn } from './usageKit.ts';

describe('the export of usage', () => {
  it('writes the records into a new file, and never over one that is there', async () => {
    const app = await startSluice();
    const records = hoursOf(1, () => ({ balancerName: '=shop, "front"', averageNumConnectionsSsl: null }));
    await signIn(app, { usage: roomOf(records) });
    await openBalancer(app, 'shop-front');
    await app.press('u');
    const file = path.join(app.home, 'out.csv');
    writeFileSync(file, 'mine');
    await app.press('x', 'tab', 'ctrl-u');
    await app.type(file);
    await app.press('ctrl-s');
    expect(app.screen()).toContain('is there already');
    expect(readFileSync(file, 'utf8')).toBe('mine');
    await app.press('ctrl-u');
    await app.type(`${file}2`);
    await app.press('ctrl-s');
    expect(app.message()).toBe(`Saved as ${file}2`);
    const lines = readFileSync(`${file}2`, 'utf8').split('\r\n');
    expect(lines).toHaveLength(25);
    expect(lines[0]).toMatch(
      /^account,engine,region,balancer,balancerId,id,startTime,endTime,averageNumConnections,/,
    );
    expect(lines[1]).toMatch(
      /^sandbox,rackspace,DFW,"'=shop, ""front""",7001,\d+,2026-02-28T13:00:00Z,2026-02-28T14:00:00Z,49\.32,,/,
    );
    await app.press('x', 'right', 'tab', 'ctrl-u');
    await app.type(`${file}.json`);
    await app.press('ctrl-s');
    app.message();
    const written = JSON.parse(readFileSync(`${file}.json`, 'utf8'));
    expect(written).toHaveLength(23);
    expect(written[0]).toMatchObject({
      account: 'sandbox',
      balancer: '=shop, "front"',
      averageNumConnectionsSsl: null,
    });
  });

  it('of an account has each balancer’s records together, oldest first', async () => {
    const app = await startSluice();
    const records = ['7002', '7001'].flatMap((id) =>
      hoursOf(1, () => ({ balancerName: null }), id).filter((_, at) => at >= 20),
    );
    await signIn(app, { usage: roomOf(records) });
    const file = path.join(app.home, 'all.json');
    await app.press('u', 'x', 'right', 'tab', 'ctrl-u');
    await app.type(file);
    await app.press('ctrl-s');
    app.message();
    const written: { balancerId: string; startTime: string }[] = JSON.parse(readFileSync(file, 'utf8'));
    const ids = written.map(({ balancerId }) => balancerId);
    expect(ids).toEqual(['7002', '7002', '7002', '7002', '7001', '7001', '7001', '7001']);
    const times = written.slice(0, 4).map(({ startTime }) => startTime);
    expect(times).toEqual([...times].sort());
  });
});
