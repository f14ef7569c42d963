import { describe, expect, it } from 'vitest';
import { Machine } from './kit/cli.ts';

interface Json {
  readonly since: string;
  readonly until: string;
  readonly totals: Record<string, number | null>;
  readonly balancers: readonly Record<string, number | string | null>[];
  readonly records: readonly Record<string, number | string | null>[];
}

const SUMMED = [
  'incomingTransfer',
  'incomingTransferSsl',
  'outgoingTransfer',
  'outgoingTransferSsl',
] as const;

async function json(machine: Machine, line: string): Promise<Json> {
  const { code, value, err } = await machine.json(line);
  expect(code, err).toBe(0);
  return value as Json;
}

/** Reads CSV as RFC 4180 has it: a list of fields a line. */
function rowsOf(csv: string): readonly (readonly string[])[] {
  expect(csv.endsWith('\r\n')).toBe(true);
  return csv
    .slice(0, -2)
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
}

describe('sluice usage', () => {
  it('ranks the balancers of the account, with what all carried', async () => {
    const { code, out, err } = await new Machine().run('usage');
    expect(code).toBe(0);
    expect(err).toContain('Rackspace counts by the hour');
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toBe('2026-02-28T12:00:00Z to 2026-03-01T12:00:00Z');
    expect(lines[1]).toMatch(
      /^ACCOUNT +REGION +ID +NAME +IN +OUT +IN \+ OUT +SSL +CONN +PEAK +REQUESTS +HOURS$/,
    );
    expect(lines[2]).toMatch(/^sandbox +DFW +70\d\d +\S+ .* [\d.]+ GB .* 24$/);
    expect(lines.at(-1)).toMatch(/^ +total .* 24$/);
    expect(lines.length).toBeGreaterThan(10);
  });

  it('gives every field of each record as JSON, with totals that are their sums', async () => {
    const machine = new Machine();
    const all = await json(machine, 'usage --since 3d');
    expect(all).toMatchObject({ since: '2026-02-26T12:00:00Z', until: '2026-03-01T12:00:00Z' });
    expect(all.records.length).toBeGreaterThan(500);
    expect(all.records[0]).toMatchObject({
      account: 'sandbox',
      engine: 'rackspace',
      region: 'DFW',
      numPolls: 12,
      processed: null,
    });
    for (const field of [
      'balancer',
      'balancerId',
      'id',
      'startTime',
      'endTime',
      'averageNumConnections',
      'averageNumConnectionsSsl',
      ...SUMMED,
      'numVips',
      'sslMode',
      'vipType',
      'eventType',
      'mark',
      'requests',
    ])
      expect(all.records[0]).toHaveProperty(field);
    const sum = (records: Json['records'], field: string) =>
      records.reduce((so, record) => so + Number(record[field] ?? 0), 0);
    for (const field of SUMMED) {
      expect(all.totals[field]).toBe(sum(all.records, field));
      for (const one of all.balancers) {
        const own = all.records.filter(({ balancerId }) => balancerId === one['balancerId']);
        expect(own).toHaveLength(Number(one['records']));
        expect(one[field]).toBe(sum(own, field));
      }
    }
    expect(all.totals).toMatchObject({
      records: all.records.length,
      balancers: all.balancers.length,
      requests: null,
    });
    for (const { startTime } of all.records) {
      expect(startTime).toMatch(/^2026-0[23]-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(Date.parse(String(startTime))).toBeGreaterThanOrEqual(Date.parse(all.since));
    }
    // The same balancer by itself.
    const one = await json(machine, 'usage shop-front --since 3d');
    expect(one.balancers).toHaveLength(1);
    expect(one.records).toEqual(all.records.filter(({ balancer }) => balancer === 'shop-front'));
  });

  it('reads whole hours, whatever the minute', async () => {
    const machine = new Machine();
    await machine.clock.advance(25 * 60_000);
    const day = await json(machine, 'usage shop-front --since 24h');
    expect(day.since).toBe('2026-02-28T12:00:00Z');
    expect(day.records[0]?.['startTime']).toBe(day.since);
  });

  it('gives the same records as CSV', async () => {
    const machine = new Machine();
    const line = 'usage shop-front --since 2026-02-28 --until 2026-03-01T06:00';
    const { records } = await json(machine, line);
    const { code, out } = await machine.run(`${line} --csv`);
    expect(code).toBe(0);
    const [header = [], ...rows] = rowsOf(out);
    expect(rows).toHaveLength(30);
    expect(rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at]])))).toEqual(
      records.map((record) =>
        Object.fromEntries(
          Object.entries(record).map(([name, value]) => [name, value === null ? '' : String(value)]),
        ),
      ),
    );
  });

  it('lists the hours for a person', async () => {
    const { code, out } = await new Machine().run('usage 7001 --hourly --since 2h');
    expect(code).toBe(0);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toMatch(
      /^START +END +NAME +CONN +CONN SSL +IN +IN SSL +OUT +OUT SSL .* POLLS +VIPS +SSL +VIP TYPE +EVENT +MARK +ID$/,
    );
    expect(lines[1]).toMatch(/^2026-03-01T10:00:00Z +2026-03-01T11:00:00Z +shop-front /);
    expect(lines).toHaveLength(3);
  });

  it('says that the engine has forgotten what is older', async () => {
    const { code, err } = await new Machine().run('usage shop-front --since 100d --until 2026-01-01');
    expect(code).toBe(0);
    expect(err).toContain(
      'sandbox: the engine keeps 90 days, so there is nothing from before 2025-12-01T12:00:00Z',
    );
  });

  it('does not say so of as many days as it keeps', async () => {
    const machine = new Machine();
    await machine.clock.advance(25 * 60_000);
    const { code, err } = await machine.run('usage shop-front --since 90d --until 2026-01-01');
    expect(code).toBe(0);
    expect(err).not.toContain('nothing from before');
  });

  it('has no records of a time without any', async () => {
    const machine = new Machine();
    const { code, out } = await machine.run(
      'usage shop-front --since 2026-03-01T11:30 --until 2026-03-01T11:40',
    );
    expect(code).toBe(0);
    expect(out).toBe('2026-03-01T11:30:00Z to 2026-03-01T11:40:00Z: no records\n');
    const empty = await json(machine, 'usage shop-front --since 2026-03-01T11:30 --until 2026-03-01T11:40');
    expect(empty).toMatchObject({
      records: [],
      balancers: [],
      totals: { records: 0, incomingTransfer: null },
    });
  });

  it.each([
    ['usage --since yesterday', '--since is "yesterday", which is no time', 'Write it like 24h'],
    ['usage --until 2026-02-30', '--until is "2026-02-30", which is no time', '2026-11-01'],
    [
      'usage --since 1h --until 2h',
      '--since (2026-03-01T11:00:00Z) is not before --until',
      'an earlier --since',
    ],
    ['usage --csv --json', '--csv and --json exclude each other', 'Leave one'],
    ['usage --since', 'argument missing', 'usage --help'],
  ])('refuses %s', async (line, what, mend) => {
    const { code, out, err } = await new Machine().run(line);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(what);
    expect(err).toContain(mend);
  });

  it('does not know every balancer', async () => {
    const { code, err } = await new Machine().run('usage shop-frint');
    expect(code).toBe(4);
    expect(err).toContain('There is no balancer "shop-frint"');
    expect(err).toContain('shop-front');
  });

  it('is in the help', async () => {
    const machine = new Machine();
    expect((await machine.run('--help')).out).toContain('usage [BALANCER]');
    expect((await machine.run('usage --help')).out).toContain('"records"');
  });
});
