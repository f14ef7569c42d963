import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openElb } from '../../../src/providers/elb/open.ts';
import { codedProfiles } from '../../flows/elbCode.ts';
import { isThere } from '../../kit/isThere.ts';
import { oneTimeCode } from '../../kit/oneTimeCode.ts';
import { openSandbox } from '../../sandbox/client.ts';
import { testMemory } from '../kit/memory.ts';
import { never } from '../kit/rackspaceDouble.ts';

const present = isThere('aws', '--version');
if (!present) console.warn('sessions of awscli are not tested: there is no `aws` (Debian: awscli)');

/** `aws sts get-caller-identity` without a terminal, so that it takes the code from its input. */
function signIn(HOME: string, profile: string, code: string): Promise<void> {
  const child = spawn('aws', ['sts', 'get-caller-identity', '--profile', profile], {
    env: { PATH: process.env['PATH'], PYENV_ROOT: process.env['PYENV_ROOT'], HOME, AWS_PAGER: '' },
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
  child.stdin.end(`${code}\n`);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) =>
      status === 0 ? resolve() : reject(new Error(`aws ended with ${status}`)),
    );
  });
}

it.skipIf(!present)(
  'finds the session that awscli itself has kept, and asks nobody',
  { timeout: 120_000 },
  async () => {
    // Awscli signs by the real clock.
    const clock = { now: () => Date.now(), after: () => () => {} };
    const { sandbox } = await openSandbox({ clock });
    const HOME = mkdtempSync(path.join(tmpdir(), 'sluice-awscli-'));
    onTestFinished(() => rmSync(HOME, { recursive: true, force: true }));
    codedProfiles(HOME, sandbox);
    appendFileSync(path.join(HOME, '.aws', 'config'), 'role_session_name = zoe\nexternal_id = "Zoë"/1\n');
    await signIn(HOME, 'auditor', oneTimeCode(sandbox.aws.role.seed, clock.now()));
    expect(readdirSync(path.join(HOME, '.aws', 'cli', 'cache'))).toHaveLength(1);
    const provider = await openElb(
      { account: 'prod', region: null, settings: { profile: 'auditor' }, secret: async () => null },
      {
        clock,
        memory: testMemory(),
        random: () => 0.5,
        debug: () => {},
        env: { HOME },
        userAgent: 'sluice-test/1',
      },
      { signal: never },
    );
    onTestFinished(() => provider.close());
    expect(await provider.listBalancers({ signal: never })).toHaveLength(6);
  },
);
