import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openHaproxy } from '../../../src/providers/haproxy/open.ts';
import { LINE_LIMITS, type LineLimits } from '../../../src/providers/haproxy/socketLine.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { testMemory } from '../kit/memory.ts';

export const any = { signal: new AbortController().signal };

/** What a scripted HAProxy does with one command: a reply, or something with the whole connection. */
export type Reply = string | ((socket: Socket) => void);

/** A server in a scripted backend, as `show servers state` tells of it. */
export interface Scripted {
  admin: number;
  weight: number;
  sessions: number;
}

/** A socket that answers as HAProxy does, by a script; it remembers every command it got. */
export class ScriptedHaproxy {
  readonly folder = mkdtempSync(join(tmpdir(), 'sluice-scripted-'));
  readonly path = join(this.folder, 's');
  readonly got: string[] = [];
  /** What is answered before the rest is asked; null leaves it to the rest. */
  before: (command: string, line: string) => Reply | null = () => null;
  pid = 100;
  version = '2.6.12';
  stopping = false;
  level = 'admin';
  readonly servers = new Map<string, Scripted>([
    ['s1', { admin: 0, weight: 1, sessions: 0 }],
    ['s2', { admin: 0, weight: 1, sessions: 0 }],
  ]);
  connections = 0;
  readonly #server = createServer((socket) => this.#serve(socket));

  static async start(): Promise<ScriptedHaproxy> {
    const scripted = new ScriptedHaproxy();
    scripted.#server.listen(scripted.path);
    await once(scripted.#server, 'listening');
    onTestFinished(() => scripted.stop());
    return scripted;
  }

  async stop(): Promise<void> {
    this.#server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #serve(socket: Socket): void {
    this.connections++;
    let line = '';
    socket.on('error', () => {});
    socket.setEncoding('utf8').on('data', (text) => {
      line += String(text);
      if (!line.endsWith('\n')) return;
      for (const command of line.trimEnd().split(';')) {
        this.got.push(command);
        const reply = this.before(command, line) ?? this.#usual(command);
        if (typeof reply === 'string') socket.write(reply);
        else {
          reply(socket);
          return;
        }
      }
      socket.end();
    });
  }

  #usual(command: string): string {
    const [, server = '', state] = /^set server web\/(\S+) state (\w+)$/.exec(command) ?? [];
    const [, light = '', weight] = /^set server web\/(\S+) weight (\d+)$/.exec(command) ?? [];
    const known = this.servers.get(server || light);
    if (server !== '' || light !== '') {
      if (!known) return '[3]: No such server.\n\n';
      if (state !== undefined) known.admin = state === 'ready' ? 0 : state === 'drain' ? 8 : 1;
      if (weight !== undefined) known.weight = Number(weight);
      return '\n';
    }
    if (command === 'show cli level') return `[6]: ${this.level}\n\n`;
    if (command === 'show info')
      return `Name: HAProxy\nVersion: ${this.version}\nPid: ${this.pid}\nUptime_sec: 5000\nnode: lb\nStopping: ${this.stopping ? 1 : 0}\nStart_time_sec: ${this.pid * 1000}\n\n`;
    if (command === 'show servers state web') return this.#state();
    if (command.startsWith('show servers state')) return "[3]: Can't find backend.\n\n";
    if (command.startsWith('show stat')) return this.#stat();
    return '\n';
  }

  #state(): string {
    const head =
      'be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_check_state srv_agent_state srv_fqdn srv_port srv_use_ssl';
    const rows = [...this.servers].map(
      ([name, { admin, weight }], at) =>
        `3 web ${at + 1} ${name} 10.0.0.${at + 1} 2 ${admin} ${weight} 1 6 0 - 80 0`,
    );
    return `1\n# ${[head, ...rows].join('\n')}\n\n`;
  }

  #stat(): string {
    const rows = [...this.servers].map(([name, { sessions }]) => `web,${name},${sessions},UP,0,3,2,http,,`);
    return `# pxname,svname,scur,status,bck,iid,type,mode,algo,check_desc,\n${rows.join('\n')}\nweb,BACKEND,0,UP,0,3,1,http,roundrobin,,\n\n`;
  }
}

export interface Opened {
  readonly provider: Provider;
  readonly clock: VirtualClock;
  readonly log: readonly string[];
}

/** Opens an account on a scripted socket; the clock stands still until `drive` moves it. */
export async function open(
  socket: string,
  options: {
    readonly limits?: Partial<LineLimits>;
    readonly masterSocket?: string;
    readonly env?: Readonly<Record<string, string | undefined>>;
  } = {},
): Promise<Opened> {
  const clock = new VirtualClock();
  const log: string[] = [];
  const { masterSocket } = options;
  const provider = await openHaproxy(
    {
      account: 'edge',
      region: null,
      settings: { socket, ...(masterSocket === undefined ? {} : { masterSocket }) },
      secret: async () => null,
    },
    {
      clock,
      memory: testMemory(),
      random: () => 0.5,
      debug: (event, facts) => log.push(`${event} ${JSON.stringify(facts)}`),
      env: options.env ?? {},
      userAgent: 'sluice-test/1',
    },
    any,
    { ...LINE_LIMITS, ...options.limits },
  );
  onTestFinished(() => provider.close());
  return { provider, clock, log };
}

/** Ends the connection without another word. */
export const cut = (socket: Socket): void => {
  socket.destroy();
};
