import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Machine } from './kit/cli.ts';

it.each([
  'accounts add --provider haproxy --name edge --socket /run/haproxy/admin.sock',
  'accounts mark sandbox --no-production',
  'accounts remove edge --yes',
  'sandbox reset',
  'sandbox clock +1h',
  'sandbox fault down',
  'runs forget 1a2b3c4d',
])('--read-only also refuses what is of no engine: %s', async (line) => {
  const machine = new Machine();
  await machine.run('accounts mark sandbox --production');
  const settings = () => fs.readFileSync(path.join(machine.home, 'config.json'), 'utf8');
  const before = settings();
  for (const words of [`--read-only ${line}`, line.replace(' ', ' --read-only ')]) {
    const { code, out, err } = await machine.run(words);
    expect({ code, out }).toEqual({ code: 5, out: '' });
    expect(err).toContain('Nothing was changed: sluice was started with --read-only');
  }
  expect(settings()).toBe(before);
});

it('--read-only lets everything be looked at', async () => {
  const machine = new Machine();
  for (const line of ['sandbox status', 'accounts', 'runs', 'journal'])
    expect((await machine.run(`--read-only ${line}`)).code).toBe(0);
});
