import { describe, expect, it } from 'vitest';
import { countersOf } from '../../../src/providers/haproxy/counterWords.ts';
import { statRows } from '../../../src/providers/haproxy/table.ts';

const countersIn = (columns: Readonly<Record<string, string>>) =>
  (statRows(`# pxname,${Object.keys(columns)}\nweb,${Object.values(columns)}\n\n`) ?? []).flatMap(countersOf);

describe('counters', () => {
  it('are in plain words with their units', () => {
    expect(countersIn({ scur: '3', bin: '1200', rtime: '7', lastchg: '60', rate: '2' })).toEqual([
      { name: 'scur', value: 3, label: 'sessions open' },
      { name: 'bin', value: 1200, label: 'came in', unit: 'B' },
      { name: 'rtime', value: 7, label: 'response of a server, on average', unit: 'ms' },
      { name: 'lastchg', value: 60, label: 'since it came up or went down', unit: 's' },
      { name: 'rate', value: 2, label: 'new sessions', unit: '/s' },
    ]);
  });

  it('are not what says who it is or how it is set up, nor a time since nothing', () => {
    expect(
      countersIn({ pid: '1', iid: '3', sid: '0', type: '1', weight: '4', slim: '999', lastsess: '-1' }),
    ).toEqual([]);
  });

  it('keep their name where another version counts what is not known here, unless it is zero', () => {
    expect(countersIn({ h9_frames: '5', h9_errors: '0' })).toEqual([{ name: 'h9_frames', value: 5 }]);
  });

  it('are there also where they are zero', () => {
    expect(countersIn({ econ: '0' })).toEqual([
      { name: 'econ', value: 0, label: 'connections to servers that failed' },
    ]);
  });
});
