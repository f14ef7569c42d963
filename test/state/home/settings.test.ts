import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPreferences, rememberCommand, rememberSort } from '../../../src/state/home/preferences.ts';
import { openSettings } from '../../../src/state/home/settings.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { modeOf, tempFolder } from './tempFolder.ts';

function opened(text?: string) {
  const folder = path.join(tempFolder(), 'sluice');
  const clock = new VirtualClock();
  const file = path.join(folder, 'config.json');
  if (text !== undefined) {
    fs.mkdirSync(folder);
    fs.writeFileSync(file, text);
  }
  const open = () => openSettings({ folder, clock });
  return {
    folder,
    file,
    clock,
    open,
    settings: open(),
    onDisk: () => JSON.parse(fs.readFileSync(file, 'utf8')),
  };
}

describe('settings', () => {
  test('reading makes nothing; the first change makes a private file in a private folder', async () => {
    const { folder, file, settings, onDisk } = opened();
    expect(settings.get('glyphs')).toBeUndefined();
    expect(fs.existsSync(folder)).toBe(false);
    await settings.update('glyphs', () => 'ascii');
    expect(onDisk()).toEqual({ glyphs: 'ascii' });
    expect([modeOf(folder), modeOf(file)]).toEqual(['700', '600']);
    expect(fs.readdirSync(folder)).toEqual(['config.json']);
  });

  test('two programs change different keys, and the same, without losing any', async () => {
    const { open, onDisk } = opened('{"mine": {"kept": true}}');
    const [one, other] = [open(), open()];
    one.get('list');
    const add = (what: string) => (now: unknown) => [...(Array.isArray(now) ? now : []), what];
    await Promise.all([
      one.update('a.b', () => 1),
      other.update('list', add('x')),
      one.update('list', add('y')),
      other.update('list', add('z')),
    ]);
    expect(onDisk()).toEqual({
      mine: { kept: true },
      'a.b': 1,
      list: expect.arrayContaining(['x', 'y', 'z']),
    });
    expect(one.get('list')).toEqual(other.get('list'));
  });

  test('others hear of a change, the writer at once', async () => {
    const { open, clock } = opened();
    const [one, other] = [open(), open()];
    const heard: string[] = [];
    one.subscribe(() => heard.push('one'));
    const stop = other.subscribe(() => heard.push('other'));
    await one.update('glyphs', () => 'ascii');
    expect(heard).toEqual(['one']);
    await clock.advance(2_000);
    expect(heard).toEqual(['one', 'other']);
    expect(other.get('glyphs')).toBe('ascii');
    await clock.advance(10_000);
    stop();
    await one.update('glyphs', () => 'auto');
    await clock.advance(10_000);
    expect(heard).toEqual(['one', 'other', 'one']);
  });

  test('nothing is looked for after the last listener has gone', () => {
    const { settings, clock } = opened();
    const stop = settings.subscribe(() => {});
    expect(clock.waiting).toBe(1);
    stop();
    stop();
    expect(clock.waiting).toBe(0);
  });

  test('a file that is not JSON is left alone while it is only read, and can be mended', () => {
    const broken = '{"accounts": [{"secrets": {"apiKey": "s3cret"}}, }';
    const { file, settings } = opened(broken);
    expect(settings.get('accounts')).toBeUndefined();
    expect(settings.damaged()).toBe(true);
    expect(settings.notices()).toEqual([
      expect.stringMatching(/config\.json is not used: it is not valid JSON/),
    ]);
    expect(settings.notices().join()).not.toContain('s3cret');
    expect(fs.readFileSync(file, 'utf8')).toBe(broken);
    fs.writeFileSync(file, '{"accounts": []}');
    expect(settings.damaged()).toBe(false);
    expect(settings.notices()).toEqual([]);
  });

  test.each(['{"a": 1', '[1]', 'null'])('%s is moved aside by a change, and said', async (broken) => {
    const { folder, settings, onDisk } = opened(broken);
    await settings.update('glyphs', () => 'ascii');
    const aside = 'config.json.broken-2026-03-01T12-00-00-000Z';
    expect(fs.readFileSync(path.join(folder, aside), 'utf8')).toBe(broken);
    expect(onDisk()).toEqual({ glyphs: 'ascii' });
    expect(settings.notices()).toEqual([expect.stringContaining(aside)]);
    expect(settings.damaged()).toBe(false);
  });

  test('a second broken file does not replace the first', async () => {
    const { folder, file, settings } = opened('one');
    await settings.update('glyphs', () => 'ascii');
    fs.writeFileSync(file, 'two');
    await settings.update('glyphs', () => 'ascii');
    const kept = fs.readdirSync(folder).filter((name) => name.includes('broken'));
    expect(kept.map((name) => fs.readFileSync(path.join(folder, name), 'utf8')).sort()).toEqual([
      'one',
      'two',
    ]);
  });

  test('an empty file and one behind a link are written in place', async () => {
    const { folder, file, settings, onDisk } = opened('');
    const target = path.join(folder, '..', 'dotfile.json');
    fs.renameSync(file, target);
    fs.symlinkSync(target, file);
    await settings.update('glyphs', () => 'ascii');
    expect(onDisk()).toEqual({ glyphs: 'ascii' });
    expect(fs.lstatSync(file).isSymbolicLink()).toBe(true);
    expect(settings.notices()).toEqual([]);
  });

  test('a folder that is a link to nothing is said with the mend', async () => {
    const { folder, settings } = opened();
    fs.symlinkSync('/nowhere/at/all', folder);
    await expect(settings.update('glyphs', () => 'ascii')).rejects.toMatchObject({
      problem: {
        kind: 'invalid',
        message: expect.stringContaining('a folder that it leads to is not there'),
        hint: expect.stringContaining('--config DIR'),
      },
    });
  });

  test('a change that throws changes nothing', async () => {
    const { settings, onDisk, folder } = opened('{"a": 1}');
    const refusal = settings.update('a', () => {
      throw new RangeError('no');
    });
    await expect(refusal).rejects.toThrow('no');
    expect(onDisk()).toEqual({ a: 1 });
    expect(fs.readdirSync(folder)).toEqual(['config.json']);
  });

  test('a folder that cannot be made is a Problem', async () => {
    const folder = tempFolder();
    fs.writeFileSync(path.join(folder, 'file'), '');
    const settings = openSettings({ folder: path.join(folder, 'file', 'x'), clock: new VirtualClock() });
    await expect(settings.update('a', () => 1)).rejects.toMatchObject({ problem: { kind: 'invalid' } });
  });
});

describe('preferences', () => {
  test('wrong ones fall to their defaults, one by one', () => {
    const { settings } = opened(
      '{"sort": {"balancers": {"column": "name", "descending": true}, "nodes": 7}, "paletteHistory": "odd"}',
    );
    expect(readPreferences(settings)).toEqual({
      sort: { balancers: { column: 'name', descending: true } },
      paletteHistory: [],
    });
  });

  test('a screen keeps its order, the palette its latest commands', async () => {
    const { settings } = opened();
    await rememberSort(settings, 'balancers', { column: 'name', descending: false });
    await rememberSort(settings, 'nodes', { column: 'health', descending: true });
    for (const command of ['usage', 'journal', 'usage']) await rememberCommand(settings, command);
    expect(readPreferences(settings)).toMatchObject({
      sort: { balancers: { column: 'name' }, nodes: { column: 'health' } },
      paletteHistory: ['usage', 'journal'],
    });
  });
});
