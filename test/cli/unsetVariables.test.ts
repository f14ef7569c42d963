import { describe, expect, it } from 'vitest';
import { readStart } from '../../src/cli/start.ts';
import { Machine } from './kit/cli.ts';

describe('an option whose value is an unset variable of a script', () => {
  it.each(['--account=', '--account=,', '--region=', '--config=', '--debug='])(
    'changes nothing: %s',
    async (option) => {
      const machine = new Machine();
      const { code, out, err } = await machine.run(`drain shop-front web-2 ${option}`);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain('Give it a value, or leave it out');
      expect((await machine.json('journal')).value).toEqual([]);
    },
  );

  it('opens no screens either', () => {
    expect(readStart(['--account', ''], true).kind).toBe('command');
    expect(readStart(['--config='], true).kind).toBe('command');
    expect(readStart(['--account', 'prod'], true).kind).toBe('screens');
  });
});
