import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportText } from '../../../src/state/usage/exportText.ts';
import { readMoment } from '../../../src/state/usage/moment.ts';
import { CSV_HEADER, csvLine } from '../../../src/state/usage/recordFields.ts';
import { aSession } from '../../kit/model.ts';
import { aRecord, DAY, HOUR, NOON } from './kit.ts';

const session = aSession();
const owned = (balancerName: string | null) => ({
  session,
  name: 'listed',
  record: aRecord({ balancerName }),
});

/** Reads one line of CSV as RFC 4180 has it. */
function parse(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

describe('CSV', () => {
  const columns = CSV_HEADER.split(',');

  it('holds any name whole, and no formula', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('=1+1', '@x', '-2', '+3', 'a,b', 'say "hi"', ' x ')),
        (name) => {
          const fields = parse(csvLine(owned(name)));
          expect(fields).toHaveLength(columns.length);
          const read = fields[columns.indexOf('balancer')] ?? '';
          expect(read).not.toMatch(/^[=+\-@]/);
          expect(read.replace(/^'(?=[=+\-@])/, '')).toBe(name);
        },
      ),
    );
  });

  it('leaves empty what is unknown, and writes zero as zero', () => {
    const record = aRecord({ incomingTransfer: null, incomingTransferSsl: 0, averageNumConnections: 3.25 });
    const fields = parse(csvLine({ session, name: null, record }));
    const field = (name: string) => fields[columns.indexOf(name)];
    expect(field('incomingTransfer')).toBe('');
    expect(field('incomingTransferSsl')).toBe('0');
    expect(field('averageNumConnections')).toBe('3.25');
    expect(field('startTime')).toBe('2026-03-01T11:00:00Z');
  });
});

it('a file is whole lines, also an empty one', async () => {
  expect(await exportText('csv', [])).toBe(`${CSV_HEADER}\r\n`);
  expect(JSON.parse(await exportText('json', []))).toEqual([]);
  const many = Array.from({ length: 5_000 }, () => owned(null));
  expect((await exportText('csv', many)).split('\r\n')).toHaveLength(5_002);
  expect(JSON.parse(await exportText('json', many))[4_999]).toMatchObject({
    account: 'lab',
    balancer: 'listed',
  });
});

describe('a time', () => {
  it.each([
    ['24h', NOON - DAY],
    ['2w', NOON - 14 * DAY],
    ['2026-02-01', Date.parse('2026-02-01T00:00:00Z')],
    ['2026-02-01T14', Date.parse('2026-02-01T14:00:00Z')],
    ['2026-02-01 14:30', Date.parse('2026-02-01T14:30:00Z')],
    ['2026-02-01T14:30:05Z', Date.parse('2026-02-01T14:30:05Z')],
    ['2026-02-01T14:30+0200', Date.parse('2026-02-01T12:30:00Z')],
    [' 90d ', NOON - 90 * DAY],
  ])('may be written %s', (text, at) => {
    expect(readMoment(text, NOON, 'utc')).toBe(at);
  });

  it.each(['', 'soon', '24', '5m', '2026-02-30', '2026-13-01', '2026-02-01T25', '999999w', '2026-2-1'])(
    'is not %j',
    (text) => {
      expect(readMoment(text, NOON, 'utc')).toBeNull();
    },
  );

  it('is local where that is wanted', () => {
    const local = new Date(2026, 1, 1, 14).getTime();
    expect(readMoment('2026-02-01T14:00', NOON, 'local')).toBe(local);
    expect(readMoment('2026-02-01T14:00Z', NOON, 'local')).toBe(Date.parse('2026-02-01T14:00:00Z'));
    expect(readMoment('1h', NOON, 'local')).toBe(NOON - HOUR);
  });
});
