import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAnother, isAtLeast, readProcess } from '../../../src/providers/haproxy/process.ts';
import { stateRows, statRows } from '../../../src/providers/haproxy/table.ts';

describe('tables', () => {
  it('are read by the names of their columns, wherever those stand', () => {
    const answer = '\n# pxname,new,svname,scur,-,h1,\nweb,,s1,3,-,9,\n\n[6]: admin\n\n';
    const [row] = statRows(answer) ?? [];
    expect([row?.text('svname'), row?.number('scur'), row?.text('new'), row?.text('gone')]).toEqual([
      's1',
      3,
      null,
      null,
    ]);
    expect(row?.facts()).toEqual({ pxname: 'web', svname: 's1', scur: '3', h1: '9' });
    expect(row?.numbers()).toEqual([
      { name: 'scur', value: 3 },
      { name: 'h1', value: 9 },
    ]);
  });

  it('may have quotes, commas and line breaks in a cell, and short lines', () => {
    const rows = statRows('# pxname,svname,last_chk,type,\nweb,s1,"a, ""b""\nc",2,\nweb,s2\n\n') ?? [];
    expect(rows.map((row) => [row.text('svname'), row.text('last_chk'), row.text('type')])).toEqual([
      ['s1', 'a, "b" c', '2'],
      ['s2', null, null],
    ]);
  });

  it('end at an empty line, and stand anywhere in an answer', () => {
    const answer =
      '\n\n1\n# be_id be_name srv_name srv_addr\n3 web s1 -\n3 web s2 ::1\n\n# pxname,svname,\nweb,s1,\n\n';
    expect(stateRows(answer)?.map((row) => [row.text('srv_name'), row.text('srv_addr')])).toEqual([
      ['s1', null],
      ['s2', '::1'],
    ]);
    expect(statRows(answer)).toHaveLength(1);
    expect(statRows('[3]: No such proxy.\n\n')).toBeNull();
    expect(stateRows("[3]: Can't find backend.\n\n")).toBeNull();
  });

  it('clean what they hold, and throw at nothing', () => {
    expect(statRows('# pxname,svname,\nweb,\u001b[2Js\u202e1,\n\n')?.[0]?.text('svname')).toBe('s1');
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const row of statRows(`# pxname,${text}`) ?? []) row.facts();
        for (const row of stateRows(`1\n# be_id ${text}`) ?? []) row.numbers();
      }),
    );
  });
});

describe('the process', () => {
  const info = (pid: number, uptime: number, more = '') =>
    readProcess(
      `\nName: HAProxy\nVersion: 2.8.0\nPid: ${pid}\nUptime_sec: ${uptime}\n${more}\n\n1\n# be_id\n`,
    );

  it('is read from among other answers', () => {
    expect(info(7, 60, 'node: lb-1\nStopping: 1')).toEqual({
      version: '2.8.0',
      pid: 7,
      startedAt: null,
      uptimeSeconds: 60,
      stopping: true,
      node: 'lb-1',
    });
    expect(readProcess('Unknown command\n')).toBeNull();
  });

  it.each([
    [info(7, 60), info(7, 61), false],
    [info(7, 60), info(8, 61), true],
    [info(7, 60), info(7, 2), true],
    [info(7, 60, 'Start_time_sec: 5'), info(7, 61, 'Start_time_sec: 5'), false],
    [info(7, 60, 'Start_time_sec: 5'), info(7, 90, 'Start_time_sec: 9'), true],
  ])('is another by its number, its start, or a shorter life (%#)', (before, now, expected) => {
    expect(before && now && isAnother(before, now)).toBe(expected);
  });

  it.each([
    ['2.6.12-1+deb12u4', 2, 6, true],
    ['2.4.22', 2, 6, false],
    ['3.0.11', 2, 6, true],
    ['3.0-dev3', 3, 0, true],
    ['2.10', 2, 6, true],
    ['unknown', 3, 0, true],
  ])('of version %s is at least %i.%i: %s', (version, major, minor, expected) => {
    expect(isAtLeast({ version }, major, minor)).toBe(expected);
  });
});
