import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PROGRAM = 'haproxy';
const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;

/** True where that program can be run. */
export function has(program) {
  try {
    execFileSync('which', [program], { env: { PATH }, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A HAProxy with so many backends of ten servers that nobody listens for. */
export async function startHaproxy(folder, backends) {
  const socket = join(folder, 'haproxy.sock');
  const file = join(folder, 'haproxy.cfg');
  const servers = Array.from({ length: 10 }, (_, at) => `  server s${at} 127.0.0.1:${9000 + at}`).join('\n');
  const sections = Array.from({ length: backends }, (_, at) => `backend b${at}\n${servers}`).join('\n');
  const head = `global\n  stats socket ${socket} mode 600 level admin\ndefaults\n  mode http\n  timeout connect 2s\n`;
  writeFileSync(file, `${head}  timeout client 30s\n  timeout server 30s\n${sections}\n`);
  const child = spawn(PROGRAM, ['-db', '-f', file], { env: { PATH }, stdio: 'ignore' });
  const over = once(child, 'exit');
  for (let tries = 0; !(await tell(socket, 'show info')); tries += 1) {
    if (tries > 200 || child.exitCode !== null) throw new Error('HAProxy does not start');
    await pause(50);
  }
  return {
    socket,
    pid: child.pid,
    /** Connections that it has taken on its socket since it began, but for this one. */
    connections: async () => Number(/CumConns: (\d+)/.exec(await tell(socket, 'show info'))?.[1]) - 1,
    tell: (command) => tell(socket, command),
    async close() {
      child.kill('SIGKILL');
      await over;
    },
  };
}

function tell(socket, command) {
  return new Promise((resolve) => {
    let heard = '';
    createConnection({ path: socket })
      .setEncoding('utf8')
      .on('data', (text) => {
        heard += text;
      })
      .on('error', () => {})
      .on('close', () => resolve(heard))
      .write(`${command}\n`);
  });
}
