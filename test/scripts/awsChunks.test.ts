import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build, type Plugin } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeAws } from '../providers/elb/fakeAws.ts';
import { NO_FILES } from '../providers/elb/kit.ts';
import { ScriptedServer } from '../providers/kit/scriptedServer.ts';

const run = promisify(execFile);
const script = (name: string) => import(pathToFileURL(join('scripts', 'build', name)).href);
const folder = mkdtempSync(join(tmpdir(), 'sluice-aws-bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const OF_AWS = /node_modules\/(?:@aws-sdk|@smithy|@aws-crypto)\//;

/** Everything that a module brings along, in the build or not. */
async function broughtBy(entry: string, plugins: Plugin[] = []): Promise<readonly string[]> {
  const { settings } = await script('chunks.mjs');
  const { metafile } = await build({ ...settings, entryPoints: [entry], plugins });
  return Object.keys(metafile?.inputs ?? {});
}

describe('the SDK', () => {
  it('is nothing that an account of Rackspace brings along', async () => {
    const brought = await broughtBy('src/providers/rackspace/engine.ts');
    expect(brought).toContain('src/providers/rackspace/open.ts');
    expect(brought.filter((path) => OF_AWS.test(path))).toEqual([]);
  });

  it('is reached through the modules that name what they use, and by no other', async () => {
    const beside: Plugin = {
      name: 'without-services',
      setup: (main) =>
        main.onResolve({ filter: /\/services\/\w+\.ts$/ }, () => ({ path: 'out', external: true })),
    };
    const brought = await broughtBy('src/providers/elb/engine.ts', [beside]);
    expect(brought).toContain('src/providers/elb/open.ts');
    expect(brought.filter((path) => OF_AWS.test(path))).toEqual([]);
  });
});

describe('the shipped program', () => {
  beforeAll(async () => {
    const { prepare } = await script('prepare.mjs');
    await prepare();
  });

  it('lists Classic balancers and prints nothing else, with the services as files of their own', async () => {
    const aws = new FakeAws();
    aws.balancer('shop', ['i-0000000a']);
    const server = await ScriptedServer.start(aws.answer);
    try {
      const { stdout, stderr } = await run(
        process.execPath,
        ['dist/sluice.cjs', 'balancers', '--account', 'aws-env', '--json'],
        {
          env: {
            PATH: process.env['PATH'],
            HOME: folder,
            SLUICE_HOME: folder,
            AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
            AWS_SECRET_ACCESS_KEY: 'not-a-secret-of-anybody',
            AWS_REGION: 'us-east-1',
            AWS_ENDPOINT_URL: server.url,
            ...NO_FILES,
          },
        },
      );
      expect(stderr).toBe('');
      expect(JSON.stringify(JSON.parse(stdout))).toContain('"shop"');
    } finally {
      await server.close();
    }
    const files = readdirSync('dist');
    for (const service of ['elb', 'ec2', 'cloudwatch', 'ssm', 'acm', 'iam', 'credentials'])
      expect(files.filter((name) => name.startsWith(`aws-${service}-`)).length).toBeGreaterThan(0);
  });
});
