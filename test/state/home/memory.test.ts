import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/model/problem.ts';
import { openMemory } from '../../../src/state/home/memory.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { tempFolder } from './tempFolder.ts';

describe('the memory of engines', () => {
  test('keeps a text for each key, for all programs', () => {
    const folder = tempFolder();
    const clock = new VirtualClock();
    const [one, other] = [openMemory({ folder, clock }), openMemory({ folder, clock })];
    expect(one.read('a')).toBe(null);
    expect(fs.readdirSync(folder)).toEqual([]);
    one.update('a', () => '1');
    other.update('a', (now) => `${now}2`);
    other.update('constructor', () => 'x');
    expect([one.read('a'), one.read('constructor'), one.read('toString')]).toEqual(['12', 'x', null]);
    one.update('a', () => null);
    expect(other.read('a')).toBe(null);
    expect(fs.readdirSync(folder)).toEqual(['memory.json']);
    expect(fs.statSync(path.join(folder, 'memory.json')).mode & 0o777).toBe(0o600);
  });

  test('forgets the oldest of very many', async () => {
    const folder = tempFolder();
    const clock = new VirtualClock();
    const entries = Object.fromEntries(
      Array.from({ length: 500 }, (_, n) => [`k${n}`, { text: 'x', at: clock.now() - n }]),
    );
    fs.writeFileSync(path.join(folder, 'memory.json'), JSON.stringify(entries));
    const memory = openMemory({ folder, clock });
    memory.update('new', () => 'y');
    expect([memory.read('k499'), memory.read('k498'), memory.read('new')]).toEqual([null, 'x', 'y']);
  });

  test.each(['', 'not JSON', '[1]', '{"a": 5, "b": {"text": 1}}'])('starts anew from %j', (text) => {
    const folder = tempFolder();
    fs.writeFileSync(path.join(folder, 'memory.json'), text);
    const memory = openMemory({ folder, clock: new VirtualClock() });
    expect(memory.read('a')).toBe(null);
    memory.update('a', () => '1');
    expect(memory.read('a')).toBe('1');
  });

  test('says when it cannot be kept', () => {
    const folder = tempFolder();
    const file = path.join(folder, 'file');
    fs.writeFileSync(file, '');
    const memory = openMemory({ folder: path.join(file, 'in'), clock: new VirtualClock() });
    expect(memory.read('a')).toBe(null);
    expect(() => memory.update('a', () => '1')).toThrow(Failure);
  });
});
