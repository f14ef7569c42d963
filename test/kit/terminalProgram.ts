import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Clock } from '../../src/model/clock.ts';
import { Exits } from '../../src/screens/terminal/exits.ts';
import { Terminal } from '../../src/screens/terminal/session.ts';

/** The smallest program that owns a terminal; the keys are its ways out. Run in a pseudo-terminal by the tests. */
const clock: Clock = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

const exits = new Exits({ process, clock, stderr: process.stderr });
exits.onExit(() => {
  process.stderr.write('cleaned up\n');
});

let seen = 0;
const terminal = new Terminal({
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock,
  mode: 'full',
  process,
  onGone: () => void exits.gone(),
  onKey(key) {
    seen += 1;
    show(`last key ${key.name}`);
    if (key.name === 'q') void exits.exit(0);
    if (key.name === 't') throw new Error('thrown on purpose');
    if (key.name === 'r') void Promise.reject(new Error('rejected on purpose'));
    if (key.name === 'x') process.exit(3);
    if (key.name === 'w') process.stderr.write('a warning\n');
    if (key.name === 's') setTimeout(() => exits.exit(0), 60_000);
    if (key.name === 'ctrl-z') terminal.suspend();
    if (key.name === 'e') {
      void terminal
        .handOver(() =>
          once(
            spawn('sh', ['-c', 'echo "asked"; read answer; echo "got $answer"'], { stdio: 'inherit' }),
            'exit',
          ),
        )
        .then(() => show('back from the child'));
    }
  },
});
exits.hold(terminal);
terminal.writer.on('resize', () => show('resized'));

function show(note: string): void {
  const { columns, rows } = terminal.size;
  terminal.writer.write([`pid=${process.pid}`, note, `${columns}x${rows}`, `keys ${seen}`].join('\n'));
}
show('ready');
