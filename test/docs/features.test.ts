import { describe, expect, it } from 'vitest';
import type { Provider } from '../../src/providers/provider.ts';
import { BINDINGS } from '../../src/state/keys/bindings.ts';
import { Machine } from '../cli/kit/cli.ts';
import { awsWorld } from '../providers/elb/sections/world.ts';
import { open, ScriptedHaproxy } from '../providers/haproxy/kit.ts';
import { never } from '../providers/kit/rackspaceDouble.ts';
import { type FeatureRow, featureRows, testFile } from './featureTable.ts';

/** Keys of forms and questions, which are not in the table of keys. */
const TYPED: ReadonlySet<string> = new Set([
  'ctrl-s',
  'ctrl-n',
  'ctrl-e',
  'ctrl-u',
  'y',
  'tab',
  'right',
  'left',
]);
const KEYS: ReadonlySet<string> = new Set([...BINDINGS.flatMap(({ keys }) => keys), ...TYPED]);
/** Commands whose third word is a section's key; of the others it is what they are about. */
const OF_SECTIONS: ReadonlySet<string> = new Set(['get', 'set', 'add', 'unset']);

interface SectionKeys {
  readonly balancer: ReadonlySet<string>;
  readonly node: ReadonlySet<string>;
}

/** The keys of the sections that an engine has, by the page that tells of it. */
const SECTIONS: Readonly<Record<string, () => Promise<SectionKeys>>> = {
  'rackspace.md': rackspaceKeys,
  'aws-elb.md': elbKeys,
  'haproxy.md': haproxyKeys,
};

interface Keyed {
  readonly key: string;
}
const keysOf = (sections: readonly Keyed[] = []) => new Set(sections.map(({ key }) => key));

async function rackspaceKeys(): Promise<SectionKeys> {
  const machine = new Machine();
  const told = async (typed: string) => {
    const { value } = await machine.json(`get ${typed} -a sandbox`);
    return new Set((value as readonly { readonly section: string }[]).map(({ section }) => section));
  };
  return { balancer: await told('shop-front'), node: await told('shop-front --node web-2') };
}

/** Those of a balancer in a VPC, and of one that is in none. */
async function elbKeys(): Promise<SectionKeys> {
  const world = await awsWorld();
  const detail = await world.balancers.get('web-classic', never);
  const { description, ...raw } = Object(detail.raw);
  const { VPCId: _vpc, ...bare } = Object(description);
  const alone = { ...detail, raw: { ...raw, description: bare } };
  return { balancer: keysOf([...world.sections(detail), ...world.sections(alone)]), node: new Set() };
}

async function haproxyKeys(): Promise<SectionKeys> {
  const scripted = await ScriptedHaproxy.start();
  const { provider }: { provider: Provider } = await open(scripted.path);
  const { signal } = new AbortController();
  const [first] = await provider.listBalancers({ signal });
  const detail = await provider.getBalancer(first?.id ?? '', { signal });
  const [node] = detail.nodeList;
  return {
    balancer: keysOf(provider.sections?.(detail)),
    node: keysOf(node && provider.nodeSections?.(detail, node)),
  };
}

/** Does the file have a test of that name, a row that a test is made of, or a name that stands for several (`fits %i by %i`)? */
function hasTest(source: string, name: string): boolean {
  const quoted = [`'${name.replaceAll("'", "\\'")}'`, `"${name}"`, `\`${name}\``];
  if (quoted.some((text) => source.includes(text))) return true;
  return [...source.matchAll(/(['"`])((?:(?!\1)[^\n])*%[sidfjo](?:(?!\1)[^\n])*)\1/g)].some(
    ([, , text = '']) => {
      const pieces = text.split(/%[sidfjo]/);
      const pattern = pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+');
      const before = (pieces[0] ?? '').replace(/[:\s]+$/, '');
      return before === name || (pieces.join('').trim().length >= 8 && new RegExp(`^${pattern}$`).test(name));
    },
  );
}

/** What a command's help says, and its words: `sluice node add` where `node` does nothing by itself. */
async function helpOf(machine: Machine, words: readonly string[]): Promise<{ usage: string; help: string }> {
  const [first = '', second = ''] = words;
  const { code, out } = await machine.run(`${first} --help`);
  const usage = /^Usage: (.*)$/m.exec(out)?.[1] ?? '';
  if (code !== 0 || !usage.startsWith(`sluice ${first} `)) return { usage: '', help: '' };
  if (!/ \[command\]$/.test(usage)) return { usage, help: out };
  const inner = await machine.run(`${first} ${second} --help`);
  const innerUsage = /^Usage: (.*)$/m.exec(inner.out)?.[1] ?? '';
  // A group that does something by itself has its operands there.
  if (innerUsage.startsWith(`sluice ${first} ${second} `)) return { usage: innerUsage, help: inner.out };
  return second === '' || usage.includes('<') || second.startsWith('-')
    ? { usage, help: out }
    : { usage: '', help: '' };
}

const rows = featureRows();
const pages = [...new Set(rows.map(({ page }) => page))];

describe.each(pages)('docs/%s', (page) => {
  const own: readonly FeatureRow[] = rows.filter((row) => row.page === page);

  it('has a row once, with a way to do it and a test that proves it', () => {
    const names = own.map(({ feature }) => feature);
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
    expect(own.filter(({ proofs }) => proofs.length === 0).map(({ feature }) => feature)).toEqual([]);
    expect(
      own
        .filter(({ keys, commands, without }) => keys.length + commands.length === 0 && !without)
        .map(({ feature }) => feature),
    ).toEqual([]);
  });

  it('names tests that there are', () => {
    const missing = own.flatMap(({ feature, proofs }) =>
      proofs.flatMap(({ file, test }) => {
        const source = testFile(file);
        if (source === null) return [`${feature}: there is no ${file}`];
        return hasTest(source, test) ? [] : [`${feature}: ${file} has no test "${test}"`];
      }),
    );
    expect(missing).toEqual([]);
  });

  it('names keys that there are', () => {
    const wrong = own.flatMap(({ feature, keys }) =>
      keys.flatMap((step) =>
        step.kind === 'key' && !KEYS.has(step.name) ? [`${feature}: ${step.name}`] : [],
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('has commands that the program has, with options that it knows', async () => {
    const machine = new Machine();
    const root = await machine.run('--help');
    const wrong: string[] = [];
    for (const { feature, commands } of own)
      for (const command of commands) {
        const [program, ...words] = command.split(' ');
        const { usage, help } = await helpOf(machine, words);
        if (program !== 'sluice' || usage === '') wrong.push(`${feature}: no such command: ${command}`);
        const options = words.filter((word) => word.startsWith('-')).map((word) => word.split('=')[0] ?? '');
        const ofEngine = help.includes('An engine may have options of its own');
        for (const option of options)
          if (!ofEngine && !new RegExp(`(?:^|[ ,])${option}\\b`, 'm').test(help + root.out))
            wrong.push(`${feature}: no such option: ${option} in ${command}`);
      }
    expect(wrong).toEqual([]);
  });

  it('has sections that the engine has', async () => {
    const read = SECTIONS[page];
    if (!read) throw new Error(`It is not said how the sections of docs/${page} are read`);
    const keys = await read();
    const wrong = own.flatMap(({ feature, commands }) =>
      commands.flatMap((command) => {
        const [, verb = '', , section] = command.split(' ');
        if (!OF_SECTIONS.has(verb) || section === undefined || section.startsWith('-')) return [];
        const known = / --node /.test(command) ? keys.node : keys.balancer;
        return known.has(section) ? [] : [`${feature}: no section ${section}: ${command}`];
      }),
    );
    expect(wrong).toEqual([]);
  });
});

it('there is a page of each engine that tells of all it can do', () => {
  expect(pages).toContain('rackspace.md');
  expect(rows.filter(({ page }) => page === 'rackspace.md').length).toBeGreaterThan(80);
});
