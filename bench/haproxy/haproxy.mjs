import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { processorMs } from '../kit/machine.mjs';
import { digits, median, spread } from '../kit/samples.mjs';
import { has, startHaproxy } from './process.mjs';

const BACKENDS = 1_000;
/** Of a terminal whose cursor keys are in application mode, as curses sets it. */
const DOWN = '\x1bOB';
const UP = '\x1bOA';
const F9 = '\x1b[20~';
const F10 = '\x1b[21~';
/** hatop reads every three seconds; a key pressed then waits for that. */
const BETWEEN_KEYS_MS = 60;

/** A running HAProxy with 10,000 servers: sluice, and hatop where it is installed, in the same terminal one after the other. */
export async function haproxy(bench, report) {
  report.title(`HAProxy, ${digits(BACKENDS)} backends of 10 servers`);
  if (!has('haproxy')) {
    report.row('HAProxy', 'not installed', 'Debian: apt-get install haproxy hatop');
    return;
  }
  const engine = await startHaproxy(bench.folder, BACKENDS);
  try {
    const ours = await measure(bench, engine, sluice(bench, engine));
    const theirs = has('hatop') ? await measure(bench, engine, hatop(bench, engine)) : null;
    rows(report, 'sluice', ours);
    if (theirs === null) {
      report.row('hatop', 'not installed', 'Debian: apt-get install hatop');
      return;
    }
    rows(report, 'hatop', theirs);
    for (const [what, of] of [
      ['first list', (one) => median(one.first)],
      ['key to frame', (one) => median(one.keys)],
      ['toggle until it is shown settled', (one) => median(one.toggles)],
      ['processor time of HAProxy, idle', (one) => one.processor],
      ['processor time of its own, idle', (one) => one.own],
    ])
      report.row(`sluice / hatop, ${what}`, `${digits(of(ours) / of(theirs))} ×`);
  } finally {
    await engine.close();
  }
}

function rows(report, name, { first, keys, toggles, seconds, connections, processor, own }) {
  report.row(`${name}, from its start to the first list`, spread(first));
  report.row(`${name}, key to frame`, spread(keys));
  report.row(`${name}, toggle until it is shown settled`, spread(toggles));
  report.row(
    `${name}, idle for ${seconds} s, processor time of HAProxy`,
    `${digits(processor)} ms`,
    connections === null ? '' : `${connections} connections to its socket`,
  );
  report.row(`${name}, idle, processor time of its own`, `${digits(own)} ms`);
}

async function measure(bench, engine, program) {
  const [starts, presses, toggles, seconds] = bench.quick ? [3, 20, 6, 6] : [6, 60, 20, 20];
  const samples = { first: [], keys: [], toggles: [], seconds };
  for (let at = 0; at < starts; at += 1) {
    const begun = performance.now();
    const terminal = program.start();
    await terminal.heard(program.listed);
    samples.first.push(performance.now() - begun);
    await terminal.close();
  }
  const terminal = program.start();
  await terminal.heard(program.listed);
  await pause(1_500);
  for (let at = 0; at < presses; at += 1) {
    await pause(BETWEEN_KEYS_MS);
    samples.keys.push(await program.key(terminal, at));
  }
  await program.open(terminal);
  for (let at = 0; at < toggles; at += 1) {
    await pause(BETWEEN_KEYS_MS);
    samples.toggles.push(await program.toggle(terminal, at));
  }
  await pause(2_000);
  const pid = program.pid(terminal);
  const before = [processorMs(engine.pid), processorMs(pid), await engine.connections()];
  await pause(seconds * 1_000);
  const after = [processorMs(engine.pid), processorMs(pid), await engine.connections()];
  await terminal.close();
  const [processor, own, connections] = after.map((value, index) => value - before[index]);
  // The two questions of ours are connections too; one of them lies between.
  return { ...samples, processor, own, connections: connections - 1 };
}

function sluice(bench, engine) {
  const env = bench.env('haproxy', { SLUICE_HAPROXY: '' });
  const add = ['accounts', 'add', '--provider', 'haproxy', '--name', 'edge', '--socket', engine.socket];
  execFileSync(process.execPath, [bench.sluice, ...add], { env, stdio: 'ignore' });
  const timed = async (terminal, key, part) => (await terminal.key(key, part)).ms;
  return {
    start: () => bench.terminal([bench.sluice, '--account', 'edge'], env),
    listed: (text) => text.includes(`${BACKENDS} balancers`) && text.includes(' b0 '),
    key: (terminal, at) => timed(terminal, at % 2 === 0 ? 'j' : 'k', `${at % 2 === 0 ? 2 : 1}/${BACKENDS}`),
    async open(terminal) {
      terminal.send('\r');
      await terminal.frame('ENABLED');
    },
    toggle: (terminal, at) =>
      at % 2 === 0 ? timed(terminal, 'D', 's0 is DRAINING') : timed(terminal, 'E', 's0 is ENABLED'),
    pid: (terminal) => terminal.pid,
  };
}

/** It shows all servers in one list, so nothing is opened; F10 takes one out, F9 puts it back. */
function hatop(bench, engine) {
  const env = bench.env('hatop');
  const run = `require('node:child_process').spawnSync('hatop', ['-s', ${JSON.stringify(engine.socket)}], { stdio: 'inherit' })`;
  const timed = async (terminal, key, holds) => {
    // What it had written before is no answer to the key.
    await terminal.heard(() => true);
    const begun = performance.now();
    terminal.send(key);
    await terminal.heard(holds);
    return performance.now() - begun;
  };
  return {
    start: () => bench.terminal(['-e', run], env),
    listed: (text) => text.includes('b0') && text.includes('BACKEND'),
    key: (terminal, at) => timed(terminal, at % 2 === 0 ? DOWN : UP, (text) => text !== ''),
    async open(terminal) {
      // The cursor goes to the first server.
      terminal.send(DOWN.repeat(3));
      await pause(500);
      await terminal.heard(() => true);
    },
    // Curses writes only what differs: the word, or what takes its place.
    toggle: (terminal, at) =>
      at % 2 === 0
        ? timed(terminal, F10, (text) => text.includes('MAINT'))
        : timed(terminal, F9, (text) => text.includes('none')),
    pid: (terminal) => childOf(terminal.pid),
  };
}

/** hatop runs below the node that gave it the terminal. */
function childOf(pid) {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0]);
}
