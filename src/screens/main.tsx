import type { Places } from '../state/home/places.ts';
import { systemClock } from '../state/systemClock.ts';
import { openWorkspace } from '../state/workspace.ts';
import { type Mounted, mount } from './mount.tsx';
import { Exits } from './terminal/exits.ts';
import { isDumb, looksOf } from './terminal/looks.ts';
import { Terminal } from './terminal/session.ts';
import { themeFor } from './theme.ts';

interface ScreensOptions {
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
    startAt: options.account === null ? null : { account: options.account, region: options.region },
    effects: {
      quit: () => void exits.exit(0),
      suspend: () => terminal.suspend(),
      copy: (text) => terminal.copy(text, env),
      handOver: (run) => terminal.handOver(run),
    },
  });
  const { program } = mounted;
  exits.onExit(() => program.stop());
  return new Promise<never>(() => {});
}
