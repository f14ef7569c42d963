import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../kit/freePort.ts';
import { Shipped } from '../pty/kit/shipped.ts';
import { Haproxy, haproxyVersion } from './kit/process.ts';
import { ask } from './kit/traffic.ts';
import { pause, waitFor } from './kit/wait.ts';

const NAMES = ['one', 'two', 'three', 'four'];
/** Fifty requests a second. */
const BETWEEN_MS = 20;
/** Each takes this long, so that there always are some in flight. */
const SERVED_IN_MS = 60;

/** A server that is really taken down and brought up again, on the port it had. */
class Restartable {
  readonly name: string;
  readonly port: number;
  served = 0;
  restarts = 0;
  #server: Server | null = null;

  constructor(name: string, port: number) {
    this.name = name;
    this.port = port;
  }

  async up(): Promise<void> {
    const server = createServer((_request, response) => {
      setTimeout(() => {
        this.served++;
        response.end(this.name);
      }, SERVED_IN_MS);
    });
    server.listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
  }

  /** As a deployment does it: whatever is in flight is lost. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }
}

/** Four servers behind a real HAProxy, and a port where a command can have one of them restarted. */
async function site() {
  const servers: Restartable[] = [];
  for (const name of NAMES) servers.push(new Restartable(name, await freePort()));
  for (const server of servers) await server.up();
  const deploy = createServer((request, response) => {
    const server = servers.find(({ name }) => request.url === `/${name}`);
    const restart = async () => {
      await server?.down();
      await pause(300);
      await server?.up();
      if (server) server.restarts++;
      response.end('ok');
    };
    void restart();
  }).listen(0, '127.0.0.1');
  await once(deploy, 'listening');
  const port = await freePort();
  const haproxy = await Haproxy.start(`
frontend in
  bind 127.0.0.1:${port}
  default_backend web
backend web
  balance roundrobin
  default-server check inter 200ms
  ${servers.map((server) => `server ${server.name} 127.0.0.1:${server.port}`).join('\n  ')}`);
  onTestFinished(async () => {
    deploy.closeAllConnections();
    deploy.close();
    for (const server of servers) await server.down();
  });
  return { haproxy, port, servers, deployPort: (deploy.address() as AddressInfo).port };
}

/** Traffic that goes on until it is ended, with what became of it. */
function traffic(port: number) {
  let over = false;
  let asked = 0;
  const failed: string[] = [];
  const open = new Set<Promise<void>>();
  const loop = async () => {
    while (!over) {
      asked++;
      const request: Promise<void> = ask(port, '/')
        .then(({ status, whole }) => {
          if (status !== 200 || !whole) failed.push(`${status}${whole ? '' : ', cut'}`);
        })
        .catch((error: Error) => {
          failed.push(error.message);
        })
        .finally(() => open.delete(request));
      open.add(request);
      await pause(BETWEEN_MS);
    }
    await Promise.all(open);
  };
  const running = loop();
  return {
    async end() {
      over = true;
      await running;
      return { asked, failed };
    },
  };
}

/** How few servers took new connections at any look. */
function poolWatch(haproxy: Haproxy) {
  let over = false;
  let fewest = NAMES.length;
  const loop = async () => {
    while (!over) {
      const state = await haproxy.tell('show servers state web');
      const rows = state.split('\n').filter((line) => /^\d+ web /.test(line));
      const ready = rows.filter((line) => (Number(line.split(' ')[6]) & 0x3b) === 0).length;
      if (rows.length === NAMES.length) fewest = Math.min(fewest, ready);
      await pause(50);
    }
  };
  const running = loop();
  return {
    async end() {
      over = true;
      await running;
      return fewest;
    },
  };
}

async function addedAccount(socket: string): Promise<Shipped> {
  const shipped = new Shipped();
  const { code, stderr } = await shipped.run([
    ...['accounts', 'add', '--provider', 'haproxy', '--name', 'edge', '--socket', socket],
  ]);
  if (code !== 0) throw new Error(stderr);
  return shipped;
}

describe.skipIf(haproxyVersion === null)(`maintenance on HAProxy ${haproxyVersion}`, () => {
  it('restarts every server under traffic without a failed request, also when it is killed in the middle', async () => {
    const { haproxy, port, servers, deployPort } = await site();
    const shipped = await addedAccount(haproxy.socket);
    const worked = path.join(shipped.home, 'worked');
    const script = path.join(shipped.home, 'deploy.sh');
    const restart = `fetch("http://127.0.0.1:${deployPort}/" + process.env.SLUICE_NODE).then((r) => r.text())`;
    writeFileSync(
      script,
      `#!/bin/sh\nset -e\n${process.execPath} -e '${restart}'\necho "$SLUICE_NODE" >> ${worked}\n`,
      {
        mode: 0o755,
      },
    );
    const visitors = traffic(port);
    const pool = poolWatch(haproxy);

    let kill = () => {};
    const first = shipped.run(
      ['maintain', 'web', '--all', '--drain-timeout', '2m', '--wait-healthy', '2m', '--exec', script],
      {
        begun: (end) => {
          kill = end;
        },
      },
    );
    await waitFor('the second server is out', async () => {
      const isWorked = existsSync(worked) && readFileSync(worked, 'utf8').includes('one');
      return isWorked && (await haproxy.tell('show servers state web')).split('\n').some(isTwoOut);
    });
    kill();
    expect((await first).code).toBeNull();

    const [run] = JSON.parse((await shipped.run(['runs', '--json'])).stdout) as {
      id: string;
      state: string;
    }[];
    expect(run?.state).toBe('interrupted');
    let resumed = await shipped.run(['runs', 'resume', run?.id ?? '']);
    // Killed while its command ran, it asks before it runs that once more.
    if (resumed.code !== 0) {
      expect(resumed.stderr).toContain('it is not known how it ended');
      resumed = await shipped.run(['runs', 'resume', run?.id ?? '']);
    }
    expect(resumed).toMatchObject({ code: 0 });

    const fewest = await pool.end();
    const { asked, failed } = await visitors.end();
    expect(failed).toEqual([]);
    expect(asked).toBeGreaterThan(0);
    expect(fewest).toBe(3);
    for (const { restarts } of servers) expect(restarts).toBeGreaterThan(0);
    for (const { served } of servers) expect(served).toBeGreaterThan(0);
    const { stdout } = await shipped.run(['nodes', 'web', '--json']);
    for (const node of JSON.parse(stdout))
      expect(node).toMatchObject({ condition: 'ENABLED', health: 'ONLINE' });
  });

  it('stops where a server does not come back, and leaves the others alone', async () => {
    const { haproxy, port, servers } = await site();
    const shipped = await addedAccount(haproxy.socket);
    const visitors = traffic(port);
    const [one] = servers;
    const script = path.join(shipped.home, 'break.sh');
    const broken = path.join(shipped.home, 'broken');
    // It works until the server is down and HAProxy knows, however long that takes.
    writeFileSync(script, `#!/bin/sh\nwhile ! test -e ${broken}; do sleep 0.1; done\n`, { mode: 0o755 });
    const brokenWhenOut = waitFor('the first server is out', async () =>
      (await haproxy.tell('show servers state web')).split('\n').some(isOneOut),
    );
    const maintained = shipped.run([
      'maintain',
      'web',
      'one',
      'two',
      '--drain-timeout',
      '2m',
      '--wait-healthy',
      '3s',
      '--exec',
      script,
    ]);
    await brokenWhenOut;
    await waitFor('no visitor is on it', async () => {
      const [, row = ''] = (await haproxy.tell('show stat web 4 -1')).split('\n');
      return row.split(',')[4] === '0';
    });
    await one?.down();
    await waitFor('HAProxy sends it nothing', async () =>
      (await haproxy.tell('show servers state web')).split('\n').some(isOneStopped),
    );
    writeFileSync(broken, '');
    const { code, stderr } = await maintained;
    expect(code).toBe(6);
    expect(stderr).toContain('one is ENABLED and not ONLINE after 3s');
    expect(stderr).toContain('not begun: two');
    await visitors.end();
    const { stdout } = await shipped.run(['nodes', 'web', '--json']);
    const two = (JSON.parse(stdout) as { id: string; condition: string }[]).find(({ id }) => id === 'two');
    expect(two?.condition).toBe('ENABLED');
  });
});

/** Drained or in maintenance, by the bits that say so. */
function isOut(line: string, name: string): boolean {
  const fields = line.split(' ');
  return fields[1] === 'web' && fields[3] === name && (Number(fields[6]) & 0x2b) !== 0;
}

/** Down, or in maintenance, where nothing checks it. */
const isOneStopped = (line: string) => /^\d+ web \d+ one \S+ 0 /.test(line);
const isOneOut = (line: string) => isOut(line, 'one');
const isTwoOut = (line: string) => isOut(line, 'two');
