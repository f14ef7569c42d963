import { problemOf } from '../model/problem.ts';
import type { Places } from '../state/home/places.ts';
import { BalancersPage } from '../state/pages/balancersPage.ts';
import { offerRuns } from '../state/program/leftOpen.ts';
import type { Program } from '../state/program/program.ts';
import { systemClock } from '../state/systemClock.ts';
import { openWorkspace } from '../state/workspace.ts';
import { type Mounted, mount } from './mount.tsx';
import { Exits } from './terminal/exits.ts';
import { isDumb, looksOf } from './terminal/looks.ts';
import { Terminal } from './terminal/session.ts';
import { themeFor } from './theme.ts';

export interface ScreensOptions {
  readonly places: Places;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readOnly: boolean;
  readonly debugFile: string | null;
  readonly version: string;
  /** The account to open at once, by name; null begins at the list of accounts. */
  readonly account: string | null;
  readonly region: string | null;
  readonly screenReader: boolean;
}

/** Runs the interactive program on this process's terminal. Ends the process; the promise is never resolved. */
export async function runScreens(options: ScreensOptions): Promise<never> {
  const { env } = options;
  let redact = (text: string) => text;
  const exits = new Exits({
    process,
    clock: systemClock,
    stderr: process.stderr,
    redact: (text) => redact(text),
  });
  const workspace = openWorkspace({
    places: options.places,
    env,
    clock: systemClock,
    random: Math.random,
    readOnly: options.readOnly,
    debugFile: options.debugFile,
    version: options.version,
  });
  redact = (text) => workspace.redact(text);
  exits.onExit(() => workspace.close());
  const looks = looksOf(env, true);
  const dumb = isDumb(env);
  const linear = options.screenReader || dumb;
  let mounted: Mounted | null = null;
  const terminal = new Terminal({
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    clock: systemClock,
    mode: linear ? 'linear' : 'full',
    ascii: looks.ascii,
    dumb,
    onKey: (key) => mounted?.press(key),
    onGone: () => void exits.gone(),
    process,
  });
  exits.hold(terminal);
  mounted = mount({
    workspace,
    terminal,
    theme: themeFor(looks),
    linear,
    effects: {
      quit: () => void exits.exit(0),
      suspend: () => terminal.suspend(),
      copy: (text) => terminal.copy(text, env),
      handOver: (run) => terminal.handOver(run),
    },
  });
  const { program } = mounted;
  exits.onExit(() => program.stop());
  if (options.account !== null) await openAccount(program, options.account, options.region);
  return new Promise<never>(() => {});
}

/** Goes straight to the balancers of an account; when that fails, the list of accounts says why. */
async function openAccount(program: Program, name: string, region: string | null): Promise<void> {
  const { workspace } = program;
  try {
    const account = workspace.accounts.named(name);
    program.say(`Opening ${account.name}…`, 'pending');
    const session = await workspace.sessions.open(account, region, new AbortController().signal);
    program.say('');
    program.home(new BalancersPage(program, [session], false));
    // What was offered at the start was left with the list of accounts.
    offerRuns(program);
  } catch (thrown) {
    program.sayProblem(problemOf(thrown));
  }
}
