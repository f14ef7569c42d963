import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { house } from './house.ts';

describe('the list', () => {
  test('has the latest first, and passes over torn lines and files of a newer version', async () => {
    const { program, folder, clock, drive } = house();
    const { runs, start } = program(1);
    expect(runs.list()).toEqual([]);
    const one = start();
    await drive(one);
    await clock.advance(1_000);
    const two = start();
    fs.appendFileSync(path.join(folder, `${one.id}.jsonl`), '\n{"line":"stop","at":"20');
    fs.writeFileSync(path.join(folder, 'newer.jsonl'), '#x\n{"line":"run","version":2,"id":"newer"}\n');
    fs.writeFileSync(path.join(folder, 'notes.txt'), 'mine');
    expect(runs.list().map(({ id, state }) => [id, state])).toEqual([
      [two.id, 'running'],
      [one.id, 'done'],
    ]);
  });

  test('keeps the last hundred that are over, and every one that is not', async () => {
    const { program, drive } = house();
    const one = program(1, { steps: [] });
    const left = program(2);
    const open = left.start();
    left.kill();
    for (let count = 0; count < 103; count++) await drive(one.start());
    const kept = one.runs.list();
    expect(kept).toHaveLength(102);
    expect(kept.some(({ id }) => id === open.id)).toBe(true);
  });
});
