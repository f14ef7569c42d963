import { describe, expect, it } from 'vitest';
import { GLOBAL_OPTIONS } from '../../src/cli/globalOptions.ts';
import { rootHelp } from '../../src/cli/rootHelp.ts';
import { readStart } from '../../src/cli/start.ts';

const kindOf = (line: string, onTerminal = true) =>
  readStart(line.split(' ').filter(Boolean), onTerminal).kind;

describe('what a command line asks for', () => {
  it('opens the screens where nothing but global options is given', () => {
    expect(readStart([], true).kind).toBe('screens');
    expect(
      readStart(
        ['-a', 'prod,uk', '--account=eu', '-ade', '--region', 'DFW', '--read-only', '--no-color'],
        true,
      ),
    ).toEqual({
      kind: 'screens',
      flags: {
        accounts: ['prod', 'uk', 'eu', 'de'],
        region: 'DFW',
        readOnly: true,
        config: null,
        color: false,
        debug: null,
        screenReader: false,
      },
    });
  });

  it('leaves commands, JSON and whatever it does not know to the command parser', () => {
    for (const line of ['balancers', '-a prod nodes x', '--json', '--nonsense', '--account', '--'])
      expect(kindOf(line)).toBe('command');
  });

  it('has no screens where there is no terminal', () => {
    expect(kindOf('', false)).toBe('command');
  });

  it('answers for the version and the help without a command only', () => {
    expect(kindOf('--version')).toBe('version');
    expect(kindOf('--no-color -h')).toBe('help');
    expect(kindOf('drain --help')).toBe('command');
    expect(kindOf('--help drain')).toBe('command');
    expect(kindOf('-h -h')).toBe('command');
    expect(kindOf('--no-color help')).toBe('help');
    expect(kindOf('help', false)).toBe('help');
    expect(kindOf('help drain')).toBe('command');
  });

  it('has every global option in the help', () => {
    for (const { long } of GLOBAL_OPTIONS) expect(rootHelp()).toContain(long);
  });
});
