import os from 'node:os';
import { rootHelp } from './cli/rootHelp.ts';
import type { Shell } from './cli/shell.ts';
import { readStart, type ScreenFlags } from './cli/start.ts';
import { forceColour, looksOf } from './screens/terminal/looks.ts';

// Only what every start needs is imported above: --version and --help must not wait for anything else.

/** The build writes the version in here. */
const VERSION = process.env.SLUICE_VERSION ?? 'unbuilt';

/** What the folder of the process or of the user is called, which the system may not know. */
function folderOf(look: () => string): string {
  try {
    return look();
  } catch {
    return '/';
  }
}

const machine = {
  platform: process.platform,
  homeFolder: folderOf(os.homedir),
  workingFolder: folderOf(() => process.cwd()),
};

/** `sluice balancers | head -1`: when nobody reads on, there is nothing left to do. Any other failure is one. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') process.stderr.write(`sluice: Cannot write the output: ${error.code}\n`);
  process.exit(error.code === 'EPIPE' ? 0 : 1);
}

/** Ends the process when everything printed has left it. */
async function exit(code: number): Promise<never> {
  for (const stream of [process.stdout, process.stderr])
    await new Promise<void>((resolve) => stream.write('', () => resolve()));
  process.exit(code);
}

async function openScreens(flags: ScreenFlags): Promise<number> {
  const [account = null, ...others] = flags.accounts;
  if (others.length > 0) {
    process.stderr.write('sluice: The screens open one account\n  Give --account once, or a command\n');
    return 2;
  }
  if (!flags.color) process.env.NO_COLOR = '1';
  // The screens' colour library looks at this when it is loaded, and knows nothing of NO_COLOR.
  process.env.FORCE_COLOR = forceColour(looksOf(process.env, true).colour);
  const [{ placesOf }, { runScreens }] = await Promise.all([
    import('./state/home/places.ts'),
    import('./screens/main.tsx'),
  ]);
  const { env } = process;
  return runScreens({
    places: placesOf({ ...machine, env, ...(flags.config === null ? {} : { config: flags.config }) }),
    env,
    readOnly: flags.readOnly,
    debugFile: flags.debug,
    version: VERSION,
    account,
    region: flags.region,
    screenReader: flags.screenReader,
  });
}

async function runOnce(words: readonly string[]): Promise<number> {
  const [{ runCommand }, { systemClock }, { terminalPrompt }] = await Promise.all([
    import('./cli/run.ts'),
    import('./state/systemClock.ts'),
    import('./cli/prompt.ts'),
  ]);
  const { stdin, stdout, stderr, env } = process;
  const stopping = new AbortController();
  let terminated = false;
  const stop = (signal: NodeJS.Signals) => {
    // Whoever says it twice does not want to wait for the answer.
    if (stopping.signal.aborted) process.exit(130);
    terminated = signal !== 'SIGINT';
    stopping.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  const write = (text: string) => stderr.write(text);
  const shell: Shell = {
    ...machine,
    env,
    version: VERSION,
    clock: systemClock,
    random: Math.random,
    stdout: { write: (text) => stdout.write(text), isTerminal: stdout.isTTY === true },
    stderr: { write, isTerminal: stderr.isTTY === true },
    colour: looksOf(env, stdout.isTTY === true).colour > 0,
    prompt: terminalPrompt(stdin, write, stdin.isTTY === true && stderr.isTTY === true, stopping.signal),
    interrupted: stopping.signal,
  };
  const code = await runCommand(words, shell);
  return code === 130 && terminated ? 143 : code;
}

async function main(): Promise<number> {
  const words = process.argv.slice(2);
  process.stdout.on('error', endWithReader);
  process.stderr.on('error', () => {});
  const start = readStart(words, process.stdin.isTTY === true && process.stdout.isTTY === true);
  switch (start.kind) {
    case 'version':
      process.stdout.write(`${VERSION}\n`);
      return 0;
    case 'help':
      process.stdout.write(rootHelp());
      return 0;
    case 'screens':
      return openScreens(start.flags);
    case 'command':
      return runOnce(words);
  }
}

main().then(exit, (thrown: unknown) => {
  process.stderr.write(`sluice: Unexpected: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  return exit(1);
});
