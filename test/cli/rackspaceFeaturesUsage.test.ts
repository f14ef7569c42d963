import { describe, expect, it } from 'vitest';
import { featureRow } from '../docs/featureTable.ts';
import { type BalancerAt, balancerAt, servedWorld } from '../flows/rackspaceFacts.ts';
import { accountRecords, recordsOf, total, USAGE } from '../flows/rackspaceFactsUsage.ts';
import { expectRefusals, Machine } from './kit/cli.ts';

/** Runs the command of that feature in docs/rackspace.md, with these words behind it. */
async function ran(feature: string, words = ''): Promise<{ readonly out: string; readonly at: BalancerAt }> {
  const machine = new Machine();
  const at = await balancerAt(await servedWorld(machine));
  const [command = ''] = featureRow('rackspace.md', feature).commands;
  const { code, out, err } = await machine.run(`${command.replace(/^sluice /, '')} ${words}`);
  expect(code, err).toBe(0);
  return { out, at };
}

interface Totals {
  readonly balancer?: string;
  readonly outgoingTransfer: number;
  readonly outgoingTransferSsl: number;
}

const out = ({ outgoingTransfer, outgoingTransferSsl }: Totals) => outgoingTransfer + outgoingTransferSsl;

describe('usage, by the commands of docs/rackspace.md', () => {
  it('see the usage of a balancer', async () => {
    const { out: text, at } = await ran('see the usage of a balancer', '--json');
    const { totals }: { totals: Totals } = JSON.parse(text);
    const told = total(await recordsOf(at, USAGE.day), 'outgoing');
    expect(told).toBeGreaterThan(0);
    expect(out(totals)).toBe(told);
  });

  it('see the usage of the whole account', async () => {
    const { out: text, at } = await ran('see the usage of the whole account', '--json');
    const { balancers }: { balancers: readonly Totals[] } = JSON.parse(text);
    const told = await accountRecords(at, USAGE.day);
    expect(balancers.length).toBeGreaterThan(10);
    for (const totals of balancers)
      expect(out(totals), totals.balancer).toBe(total(told.get(totals.balancer ?? '') ?? [], 'outgoing'));
  });

  it('choose a range of time', async () => {
    const { out: text, at } = await ran('choose a range of time', '--json');
    const { totals }: { totals: Totals } = JSON.parse(text);
    expect(out(totals)).toBe(total(await recordsOf(at, USAGE.past), 'outgoing'));
  });

  it('write the records into a file', async () => {
    const { out: csv, at } = await ran('write the records into a file');
    const records = await recordsOf(at, USAGE.day);
    const [head = '', ...lines] = csv.trimEnd().split('\r\n');
    const column = head.split(',').indexOf('outgoingTransfer');
    expect(lines.map((line) => Number(line.split(',')[column])).sort()).toEqual(
      records.map(({ outgoingTransfer }) => outgoingTransfer).sort(),
    );
  });

  it('see what a balancer counts now', async () => {
    const { out: text, at } = await ran('see what a balancer counts now', '--json');
    const counters = await at.get('/stats');
    expect(counters).toMatchObject({ maxConn: expect.any(Number) });
    expect(JSON.parse(text)).toMatchObject({ balancer: 'shop-front', balancerId: '7001', counters });
    expect((await ran('see what a balancer counts now')).out).toMatch(
      new RegExp(`^maxConn +${counters['maxConn']}$`, 'm'),
    );
  });

  it('says why nothing is counted now, and what --now goes with', async () => {
    const machine = new Machine();
    await expectRefusals(machine, [
      ['usage --now', 2, '--now is asked of one balancer, and none is named'],
      ['usage shop-front --now --csv', 2, '--now is a moment: it goes with --json alone'],
      ['usage shop-front --now --since 3d', 2, '--now is a moment: it goes with --json alone'],
    ]);
    await machine.run('drain shop-front web-1');
    const at = await balancerAt(await servedWorld(machine));
    await at.put('/healthmonitor', {
      healthMonitor: { type: 'CONNECT', delay: 5, timeout: 3, attemptsBeforeDeactivation: 2 },
    });
    const busy = await machine.run('usage shop-front --now');
    expect(busy).toMatchObject({
      code: 0,
      out: 'shop-front has no numbers just now: it is busy or not ACTIVE\n',
    });
    expect((await machine.json('usage shop-front --now')).value).toMatchObject({ counters: null });
  });
});
