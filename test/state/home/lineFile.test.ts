import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/model/problem.ts';
import { lineFile } from '../../../src/state/home/lineFile.ts';
import { counter, modeOf, tempFolder } from './tempFolder.ts';

function twoPrograms() {
  const file = path.join(tempFolder(), 'deep', 'log.jsonl');
  const id = counter('filling-');
  return { file, one: lineFile({ file, id }), other: lineFile({ file, id }) };
}

describe('a shared file of lines', () => {
  test('nothing is made before the first line, which is private', () => {
    const { file, one } = twoPrograms();
    expect(one.read()).toEqual({ restarted: false, lines: [] });
    expect(fs.existsSync(path.dirname(file))).toBe(false);
    one.append('{"n":1}');
    expect(modeOf(file)).toBe('600');
    expect(modeOf(path.dirname(file))).toBe('700');
  });

  test('each program reads every line once, in one order', () => {
    const { one, other } = twoPrograms();
    one.append('1');
    other.append('2');
    expect(one.read().lines).toEqual(['1', '2']);
    one.append('3');
    expect(other.read().lines).toEqual(['1', '2', '3']);
    expect(one.read().lines).toEqual(['3']);
    expect(one.read()).toEqual({ restarted: false, lines: [] });
  });

  test('a killed writer spoils its own line only', () => {
    const { file, one, other } = twoPrograms();
    one.append('1');
    expect(other.read().lines).toEqual(['1']);
    fs.appendFileSync(file, '\n{"torn');
    expect(other.read().lines).toEqual([]);
    one.append('2');
    expect(other.read().lines).toEqual(['{"torn', '2']);
  });

  test('a killed writer of the very first line does no harm either', () => {
    const { file, one, other } = twoPrograms();
    fs.mkdirSync(path.dirname(file));
    fs.writeFileSync(file, '#filli');
    expect(other.read()).toEqual({ restarted: false, lines: [] });
    one.append('1');
    expect(other.read()).toEqual({ restarted: false, lines: ['1'] });
  });

  test('letters cut in half by a writer come whole later', () => {
    const { file, one, other } = twoPrograms();
    one.append('1');
    other.read();
    const bytes = Buffer.from('\n"é"\n');
    fs.appendFileSync(file, bytes.subarray(0, 3));
    expect(other.read().lines).toEqual([]);
    fs.appendFileSync(file, bytes.subarray(3));
    expect(other.read().lines).toEqual(['"é"']);
  });

  test('emptying it is seen by all', () => {
    const { file, one, other } = twoPrograms();
    one.append('1');
    other.read();
    one.read();
    other.reset();
    expect(modeOf(file)).toBe('600');
    expect(one.read()).toEqual({ restarted: true, lines: [] });
    one.append('2');
    expect(other.read()).toEqual({ restarted: true, lines: ['2'] });
    expect(one.read()).toEqual({ restarted: false, lines: ['2'] });
  });

  test('emptying is seen although the new filling has outgrown the old', () => {
    const { one, other } = twoPrograms();
    one.append('1');
    other.read();
    one.reset();
    for (const line of ['2', '3', '4']) one.append(line.repeat(40));
    expect(other.read()).toEqual({
      restarted: true,
      lines: ['2'.repeat(40), '3'.repeat(40), '4'.repeat(40)],
    });
  });

  test('cut short or taken away by hand, it starts over', () => {
    const { file, one } = twoPrograms();
    one.append('1');
    one.read();
    fs.truncateSync(file);
    expect(one.read()).toEqual({ restarted: true, lines: [] });
    one.append('2');
    expect(one.read().lines).toEqual(['2']);
    fs.rmSync(file);
    expect(one.read()).toEqual({ restarted: true, lines: [] });
    one.append('3');
    expect(one.read()).toEqual({ restarted: false, lines: ['3'] });
  });

  test('what the disk refuses is a Problem', () => {
    const folder = tempFolder();
    fs.writeFileSync(path.join(folder, 'file'), '');
    const log = lineFile({ file: path.join(folder, 'file', 'log.jsonl'), id: counter() });
    expect(() => log.append('1')).toThrow(Failure);
    expect(() => log.append('1')).toThrow(/a file is where a folder should be/);
    expect(() => lineFile({ file: folder, id: counter() }).append('1')).toThrow(/it is a folder/);
  });

  test.skipIf(!fs.existsSync('/dev/full'))('a full disk says so', () => {
    expect(() => lineFile({ file: '/dev/full', id: counter() }).append('1')).toThrow(/disk is full/);
  });
});
