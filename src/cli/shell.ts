import type { Clock } from '../model/clock.ts';
import type { Prompt } from './prompt.ts';

/** Where text goes. */
export interface Outlet {
  write(text: string): void;
  readonly isTerminal: boolean;
}

/** Everything that a command sees of the world it is run in. */
export interface Shell {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
  readonly workingFolder: string;
  readonly version: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly stdout: Outlet;
  readonly stderr: Outlet;
  /** Whether stdout shows colours, as far as terminal and environment say. */
  readonly colour: boolean;
  readonly prompt: Prompt;
  /** Aborted by ctrl-c and by signals that end the program. */
  readonly interrupted: AbortSignal;
}
