import { render } from 'ink';
import type { Press } from '../state/keys/press.ts';
import type { StartAt } from '../state/program/beginning.ts';
import { Program } from '../state/program/program.ts';
import type { Effects } from '../state/program/programView.ts';
import type { Workspace } from '../state/workspace.ts';
import { App } from './app.tsx';
import type { Terminal } from './terminal/session.ts';
import type { Theme } from './theme.ts';

/** Keys that a menu's own component understands. */
const MENU_KEYS = /^(?:up|down|j|k|enter|[1-9])$/;

/** The interactive program on a terminal. */
export interface Mounted {
  readonly program: Program;
  /** Gives one key to the program, or to the menu on the screen. */
  press(press: Press): void;
  /** Stops reading and takes the component tree down; terminal and workspace stay open. */
  unmount(): void;
}

interface MountOptions {
  readonly workspace: Workspace;
  readonly terminal: Terminal;
  readonly theme: Theme;
  /** Linear text for a screen reader instead of a screen. */
  readonly linear: boolean;
  readonly effects: Effects;
  /** The account to open at once; none begins at the list of accounts. */
  readonly startAt?: StartAt | null;
}

/** Draws the program with Ink on `terminal`'s streams and begins reading. */
export function mount({ workspace, terminal, theme, linear, effects, startAt }: MountOptions): Mounted {
  const program = new Program(workspace, effects, terminal.size);
  const onResize = () => program.resize(terminal.size);
  terminal.writer.on('resize', onResize);
  program.start(startAt);
  const ink = render(<App program={program} theme={theme} linear={linear} />, {
    ...terminal.ink,
    // Each frame comes whole and at once: the writer compares and paces, see terminal/frameWriter.ts.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  return {
    program,
    press(press) {
      const view = program.view();
      const toMenu = view.page.kind === 'menu' && view.overlay === null && MENU_KEYS.test(press.name);
      if (toMenu) terminal.forward(press);
      else program.press(press);
    },
    unmount() {
      terminal.writer.off('resize', onResize);
      program.stop();
      ink.unmount();
    },
  };
}
