import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { Shipped } from './kit/shipped.ts';

const execute = promisify(execFile);

async function npmRuns(): Promise<boolean> {
  try {
    await execute('npm', ['--version']);
    return true;
  } catch {
    return false;
  }
}

it('runs from the packed file alone, in an empty folder', async (test) => {
  if (!(await npmRuns())) {
    process.stderr.write('Skipped: npm does not run here, so nothing can be packed\n');
    test.skip();
  }
  const user = new Shipped();
  const env = user.env({ npm_config_cache: path.join(user.home, 'npm') });
  // Not the whole life cycle: it would build anew what other tests are running.
  await execute('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', user.home], { env });
  const file = readdirSync(user.home).find((name) => name.endsWith('.tgz')) ?? '';
  const folder = path.join(user.home, 'empty');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), '{}');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts'];
  await execute('npm', ['install', '--offline', '--omit=optional', ...quiet, `../${file}`], {
    cwd: folder,
    env,
  });
  expect(readdirSync(path.join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
    'sluice',
  ]);

  const bin = path.join(folder, 'node_modules', '.bin', 'sluice');
  const version = await execute(bin, ['--version'], { env });
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const listed = await execute(bin, ['balancers', '--json'], { env, cwd: user.home });
  const balancers: readonly { readonly name: string }[] = JSON.parse(listed.stdout);
  expect(balancers.map(({ name }) => name)).toContain('shop-front');
});
