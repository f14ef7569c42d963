import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildResult, build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TerminalScreen } from '../kit/terminalScreen.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = (name: string) => import(pathToFileURL(join('scripts', 'build', name)).href);

describe('Ink as the build puts it together', () => {
  it('draws the same cells as Ink', async () => {
    const [{ settings }, { inkParts }] = await Promise.all([script('chunks.mjs'), script('inkParts.mjs')]);
    const entryPoints = ['test/kit/terminalTreeMain.ts'];
    const parts = await build({ ...settings, entryPoints, plugins: [inkParts()] });
    // Ink and all that it needs as npm has installed them.
    const asItIs = await build({ ...settings, entryPoints, format: 'esm', packages: 'external' });
    const bundled = framesOf(parts, 'commonjs');
    const inks = framesOf(asItIs, 'module');
    expect(inks.length).toBeGreaterThan(6);
    expect(bundled.length).toBe(inks.length);
    for (const [index, frame] of bundled.entries()) {
      const [ours, theirs] = await Promise.all([frame, inks[index] ?? ''].map(cellsOf));
      expect(ours).toEqual(theirs);
    }
  });
});

/** What the built program draws, as a list of frames. */
function framesOf({ outputFiles }: BuildResult, kind: 'commonjs' | 'module'): readonly string[] {
  const output = execFileSync(process.execPath, [`--input-type=${kind}`, '-'], {
    input: outputFiles?.[0]?.text ?? '',
    encoding: 'utf8',
    // Of Ink's parts, one draws nothing where it believes to be in CI.
    env: { ...process.env, CI: kind === 'commonjs' ? 'true' : 'false' },
  });
  return JSON.parse(output);
}

async function cellsOf(frame: string): Promise<readonly string[]> {
  const screen = new TerminalScreen(40, 10);
  screen.feed(frame.replaceAll('\n', '\r\n'));
  await screen.flushed();
  return Array.from({ length: 400 }, (_, cell) => {
    const look = screen.lookAt(Math.floor(cell / 40), cell % 40);
    return look.character === ' ' && !look.inverse ? ' ' : JSON.stringify(look);
  });
}

describe('the launcher', () => {
  beforeAll(async () => {
    const { prepare } = await script('prepare.mjs');
    await prepare();
  });

  let home = '';
  beforeEach(() => {
    home = mkdtempSync(join(folder, 'home-'));
  });
  const cached = () => readdirSync(join(home, 'cache')).filter((name) => name.startsWith('main-'));
  const help = (env: Readonly<Record<string, string>> = {}) =>
    spawnSync(process.execPath, ['dist/sluice.cjs', '--help'], {
      encoding: 'utf8',
      env: { ...process.env, SLUICE_HOME: home, ...env },
    });
  const expectHelp = (result: ReturnType<typeof help>) => {
    expect(result.stderr).toBe('');
    expect(result.stdout).toContain('Usage: sluice');
    expect(result.status).toBe(0);
  };

  it('says the version without loading the program', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(execFileSync(process.execPath, ['dist/sluice.cjs', '--version'], { encoding: 'utf8' })).toBe(
      `${version}\n`,
    );
    expect(statSync('dist/sluice.cjs').mode & 0o111).toBe(0o111);
  });

  // Node 22 and newer keep a cache of their own.
  it.runIf(process.versions.node.startsWith('20.'))(
    'remembers the compiled program in a folder of the user’s own, and forgets a damaged one',
    () => {
      expectHelp(help());
      const [name = ''] = cached();
      const file = join(home, 'cache', name);
      const good = readFileSync(file);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(statSync(join(home, 'cache')).mode & 0o777).toBe(0o700);
      expectHelp(help());
      expect(readFileSync(file).equals(good)).toBe(true);
      writeFileSync(file, Buffer.alloc(good.length, 7));
      expectHelp(help());
      expect(readFileSync(file)[0]).toBe(good[0]);
      expect(cached()).toEqual([name]);
    },
  );

  it('takes no code from a folder that others can write to', () => {
    const cache = join(home, 'cache');
    mkdirSync(cache);
    chmodSync(cache, 0o777);
    expectHelp(help());
    expect(cached()).toEqual([]);
  });

  it('runs where no cache can be kept', () => {
    expectHelp(help({ SLUICE_HOME: '', XDG_CACHE_HOME: '/proc/none' }));
  });
});
