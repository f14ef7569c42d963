import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Which rooms of src/ a room may import from, besides itself. Types count like values. `providers/*.ts` is what all
 * engines have in common (the interface), `providers/*` each engine's own folder, which does not know the others.
 */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  model: [],
  'providers/*.ts': ['model'],
  'providers/http': ['model', 'providers/*.ts'],
  'providers/*': ['model', 'providers/*.ts', 'providers/http'],
  'providers/index.ts': ['model', 'providers/*.ts', 'providers/*'],
  sandbox: ['model'],
  state: ['model', 'providers', 'sandbox'],
  screens: ['model', 'state'],
  cli: ['model', 'state'],
  'main.ts': ['model', 'providers', 'sandbox', 'state', 'screens', 'cli'],
};

/** Packages that only some rooms may use. */
const PACKAGES: readonly { readonly what: RegExp; readonly only: readonly string[] }[] = [
  { what: /^(?:react|ink|ink-.*|chalk)(?:\/|$)/, only: ['screens'] },
  {
    what: /^(?:undici|node:https?|node:http2|node:net|node:tls|node:dgram|@aws-sdk\/.*|@smithy\/.*)$/,
    only: ['providers', 'sandbox'],
  },
  { what: /^node:(?:fs|fs\/promises)$/, only: ['state'] },
  { what: /^node:timers(?:\/promises)?$/, only: ['state'] },
];

/** What depends on time or chance is passed in; only state/ makes it. */
const REAL =
  /\b(?:Date\.now\(|new Date\(\)|performance\.now\(|setTimeout\(|setInterval\(|Math\.random\(|randomUUID\(|randomBytes\()/;
const REAL_ONLY_IN = ['state'];

/** Exceptions, each with its reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  'providers/http/deadline.ts uses setTimeout(': 'sockets live in real time, whatever a clock says',
  'providers/haproxy/sshTunnel.ts imports node:fs/promises, which belongs in state':
    'ssh leads a socket to a file, which must lie in a folder that nobody else may enter',
};

/** Lines beyond which a file is a question. */
const LONGEST = 300;
/** Files whose question has an answer. */
const LONG: Readonly<Record<string, string>> = {
  'state/keys/bindings.ts': 'one table, a row a key',
};

interface Source {
  /** Path below src/. */
  readonly path: string;
  readonly code: string;
  readonly lines: number;
  /** Packages as they are written, our own files as paths below src/. */
  readonly imports: readonly string[];
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

function importsOf(path: string, code: string): readonly string[] {
  const found = [
    ...code.matchAll(/\b(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]/g),
    ...code.matchAll(/\bimport\s*\(?\s*['"]([^'"]+)['"]/g),
  ].map(([, name = '']) => name);
  return found.map((name) => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name));
}

function read(path: string): Source {
  const text = readFileSync(join('src', path), 'utf8');
  const code = withoutComments(text);
  return { path, code, lines: text.split('\n').length - 1, imports: importsOf(path, code) };
}

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .sort()
  .map(read);

/** The most exact name FLOORS has for a file. */
function roomOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  const names = [`${top}/${second}`, second.endsWith('.ts') ? `${top}/*.ts` : `${top}/*`, top];
  return names.find((name) => name in FLOORS) ?? top;
}

function mayImport(from: string, to: string): boolean {
  const [top = '', second = ''] = from.split('/');
  const [toTop = '', toSecond = ''] = to.split('/');
  const own = roomOf(from).endsWith('/*')
    ? top === toTop && second === toSecond
    : roomOf(from) === roomOf(to);
  const allowed = FLOORS[roomOf(from)] ?? [];
  return own || allowed.includes(roomOf(to)) || allowed.includes(toTop);
}

const isIn = (rooms: readonly string[], path: string) => rooms.includes(path.split('/')[0] ?? '');
const without = (faults: readonly string[]) => faults.filter((fault) => !(fault in ALLOWED));

describe('floors', () => {
  it('are read at all', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.flatMap((source) => source.imports).length).toBeGreaterThan(50);
    expect(mayImport('model/node.ts', 'state/store.ts')).toBe(false);
    expect(mayImport('providers/rackspace/index.ts', 'providers/elb/index.ts')).toBe(false);
    expect(mayImport('screens/app.tsx', 'providers/provider.ts')).toBe(false);
  });

  it('every room has a floor', () => {
    expect(sources.map(({ path }) => path).filter((path) => !(roomOf(path) in FLOORS))).toEqual([]);
  });

  it('no import goes up or sideways', () => {
    const faults = sources.flatMap(({ path, imports }) =>
      imports.filter((to) => /\.tsx?$/.test(to) && !mayImport(path, to)).map((to) => `${path} imports ${to}`),
    );
    expect(without(faults)).toEqual([]);
  });

  it('every package stays in its rooms', () => {
    const faults = sources.flatMap(({ path, imports }) =>
      imports.flatMap((name) =>
        PACKAGES.filter(({ what, only }) => what.test(name) && !isIn(only, path)).map(
          ({ only }) => `${path} imports ${name}, which belongs in ${only.join(', ')}`,
        ),
      ),
    );
    expect(without(faults)).toEqual([]);
  });

  it('time and chance are passed in', () => {
    const faults = sources
      .filter(({ path }) => !isIn(REAL_ONLY_IN, path))
      .flatMap(({ path, code }) => {
        const found = REAL.exec(code);
        return found ? [`${path} uses ${found[0]}`] : [];
      });
    expect(without(faults)).toEqual([]);
  });

  it('no file is too long to read', () => {
    const faults = sources
      .filter(({ path, lines }) => lines > LONGEST && !(path in LONG))
      .map(({ path, lines }) => `${path} has ${lines} lines`);
    expect(faults).toEqual([]);
  });
});
