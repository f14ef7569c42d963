import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCommand } from '../../src/cli/run.ts';
import type { Shell } from '../../src/cli/shell.ts';
import { systemClock } from '../../src/state/systemClock.ts';
import { freePort } from '../kit/freePort.ts';
import { startSluice } from '../kit/sluice.ts';
import { Haproxy, haproxyVersion } from './kit/process.ts';
import { visitors, WebServer } from './kit/traffic.ts';

const silent = () => Promise.reject(new Error('nobody answers'));

/** A user with a home of its own, in real time: another process answers here. */
function user() {
  const home = mkdtempSync(join(tmpdir(), 'sluice-haproxy-user-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const run = async (line: string) => {
    let out = '';
    let err = '';
    const shell: Shell = {
      env: { ...process.env, SLUICE_HOME: home, HOME: home, SLUICE_HAPROXY: '' },
      platform: process.platform,
      homeFolder: home,
      workingFolder: home,
      version: '9.9.9',
      clock: systemClock,
      random: () => 0.5,
      stdout: {
        isTerminal: false,
        write: (text) => {
          out += text;
        },
      },
      stderr: {
        isTerminal: false,
        write: (text) => {
          err += text;
        },
      },
      colour: false,
      prompt: {
        interactive: false,
        line: silent,
        secret: silent,
        piped: async () => null,
        pipedText: async () => null,
      },
      interrupted: new AbortController().signal,
    };
    const code = await runCommand(line.split(' '), shell);
    return { code, out, err };
  };
  return { home, run };
}

async function web() {
  const [one, two, port] = [await WebServer.start('one'), await WebServer.start('two'), await freePort()];
  const haproxy = await Haproxy.start(`
frontend in
  bind 127.0.0.1:${port}
  default_backend web
backend web
  balance roundrobin
  server one 127.0.0.1:${one.port}
  server two 127.0.0.1:${two.port}`);
  return { haproxy, port };
}

describe.skipIf(haproxyVersion === null)(`the program on HAProxy ${haproxyVersion}`, () => {
  it('adds an account without any secret, and its commands change real traffic', async () => {
    const { haproxy, port } = await web();
    const { run } = user();
    expect(await run('accounts add --provider haproxy --name edge')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--socket: '),
    });
    const add = `accounts add --provider haproxy --name edge --socket ${haproxy.socket}`;
    expect(await run(`${add} --master-socket ${haproxy.masterSocket}`)).toEqual({
      code: 0,
      out: 'edge is added (HAProxy)\n',
      err: expect.stringContaining('accounts check edge'),
    });
    expect(await run('accounts check edge')).toMatchObject({ code: 0 });
    expect(JSON.parse((await run('balancers --json')).out)).toMatchObject([
      { account: 'edge', engine: 'haproxy', region: null, id: 'web', status: 'UP', protocol: 'HTTP' },
    ]);
    expect(await run('drain web one')).toMatchObject({ code: 0 });
    expect(JSON.parse((await run('nodes web --json')).out)).toMatchObject([
      { balancer: 'web', id: 'one', condition: 'DRAINING', server: 'one' },
      { balancer: 'web', id: 'two', condition: 'ENABLED' },
    ]);
    expect(await visitors(port, 40)).toEqual(new Map([['two', 40]]));
    expect(await run('disable web two')).toMatchObject({
      code: 5,
      err: expect.stringContaining('last ENABLED'),
    });
    expect(await run('enable web one')).toMatchObject({ code: 0 });
    expect((await visitors(port, 40)).get('one')).toBe(20);
    expect(await run('weight web one --to 0')).toMatchObject({ code: 0 });
    expect(await run('node add web 127.0.0.1:9 --condition disabled')).toMatchObject({ code: 0 });
    expect(await run('node remove web 127.0.0.1_9 --yes')).toMatchObject({ code: 0 });
    const now = await run('usage web --now');
    expect(now.out).toMatch(/^COUNTER +NOW +UNIT +NAME$/m);
    expect(now.out).toMatch(/^came in +\d+ +B +bin$/m);
    expect(now.out).not.toMatch(/\b(?:pid|iid|sid|type)$/m);
    expect(JSON.parse((await run('usage web --now --json')).out).counters).toMatchObject({ scur: 0 });
    await haproxy.kill();
    expect(await run('nodes web')).toMatchObject({
      code: 1,
      err: expect.stringContaining('nothing listens on'),
    });
  });

  it('finds the socket by itself, opens the list and drains at a key', async () => {
    const { haproxy, port } = await web();
    const app = await startSluice({ columns: 120, rows: 30, env: { SLUICE_HAPROXY: haproxy.socket } });
    const shows = (text: string) =>
      expect
        .poll(async () => {
          await app.advance(50);
          return app.screen();
        })
        .toContain(text);
    await app.press('/');
    await app.type('haproxy');
    await app.press('enter', 'enter');
    await shows('roundrobin');
    await app.press('enter');
    await shows('not checked');
    await app.press('D');
    await shows('one is DRAINING');
    expect(await visitors(port, 40)).toEqual(new Map([['two', 40]]));
    await app.press('z');
    await shows('ENABLED');
    await expect.poll(async () => (await visitors(port, 40)).get('one')).toBe(20);
  });
});
