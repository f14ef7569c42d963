import { stripVTControlCharacters } from 'node:util';
import type { Clock } from '../../model/clock.ts';

interface ExitsOptions {
  readonly process: NodeJS.Process;
  readonly clock: Clock;
  readonly stderr: { write(text: string): unknown };
  /** Takes secrets out of the text of a crash. */
  readonly redact?: (text: string) => string;
  /** Most milliseconds that all clean-ups together may take. Default 2000. */
  readonly cleanUpMs?: number;
}

/** What is given back before anything is printed. */
export interface HeldTerminal {
  readonly handedOver: boolean;
  close(): void;
}

/** A process ended by a signal has 128 and the signal's number. */
const SIGNAL_CODES = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 } as const;
/** EX_SOFTWARE of sysexits(3): the fault is ours. */
const CRASH_CODE = 70;
const BROKEN_LINE = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

/** Error and stack, without escape sequences that an error's text may have brought from outside. */
function stackOf(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return stripVTControlCharacters(text);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/**
 * Every way out of the program: first the terminal is given back, then the error's text is printed, then the clean-ups
 * run, then the process ends with the right code. Without this a signal leaves the alternate screen on.
 */
export class Exits {
  readonly #options: ExitsOptions;
  readonly #cleanUps = new Set<() => void | Promise<void>>();
  #terminal: HeldTerminal | null = null;
  #leaving = false;

  constructor(options: ExitsOptions) {
    this.#options = options;
    const { process } = options;
    for (const signal of Object.keys(SIGNAL_CODES)) process.on(signal, this.#onSignal);
    process.on('uncaughtException', this.#onCrash);
    process.on('unhandledRejection', this.#onCrash);
    process.on('exit', this.#giveBack);
  }

  /** The terminal to give back on every way out. */
  hold(terminal: HeldTerminal): void {
    this.#terminal = terminal;
  }

  /** Registers what must be closed before the process ends; the last registered runs first. Returns its removal. */
  onExit(cleanUp: () => void | Promise<void>): () => void {
    this.#cleanUps.add(cleanUp);
    return () => {
      this.#cleanUps.delete(cleanUp);
    };
  }

  /** Ends the process with `code`, after `text` on stderr. A second call waits for the first. */
  async exit(code: number, text?: string): Promise<never> {
    if (this.#leaving) return new Promise<never>(() => {});
    this.#leaving = true;
    this.#giveBack();
    if (text !== undefined) this.#options.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
    await this.#cleanUp();
    return this.#options.process.exit(code);
  }

  /** Ends the process because of our own fault, or quietly where the terminal is gone. */
  crash(error: unknown): Promise<never> {
    if (BROKEN_LINE.has(String(codeOf(error)))) return this.gone();
    const { redact = (text: string) => text } = this.#options;
    return this.exit(CRASH_CODE, redact(stackOf(error)));
  }

  /** Ends the process because the terminal was closed: there is nobody to tell. */
  gone(): Promise<never> {
    return this.exit(SIGNAL_CODES.SIGHUP);
  }

  /** Takes all handlers away again. */
  dispose(): void {
    const { process } = this.#options;
    for (const signal of Object.keys(SIGNAL_CODES)) process.off(signal, this.#onSignal);
    process.off('uncaughtException', this.#onCrash);
    process.off('unhandledRejection', this.#onCrash);
    process.off('exit', this.#giveBack);
  }

  async #cleanUp(): Promise<void> {
    const { clock, cleanUpMs = 2000 } = this.#options;
    const inTurn = async () => {
      for (const cleanUp of [...this.#cleanUps].reverse()) {
        try {
          await cleanUp();
        } catch {
          // One that fails must not keep the others from running, and the reason of the exit is already told.
        }
      }
    };
    await new Promise<void>((resolve) => {
      const cancel = clock.after(cleanUpMs, resolve);
      void inTurn().then(() => {
        cancel();
        resolve();
      });
    });
  }

  readonly #giveBack = (): void => this.#terminal?.close();

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    // ctrl-c in an editor that has the terminal reaches us too.
    if (signal === 'SIGINT' && this.#terminal?.handedOver) return;
    const code = SIGNAL_CODES[signal as keyof typeof SIGNAL_CODES];
    // Asked twice: whoever asks will not wait for clean-ups. A hang-up comes twice by itself.
    if (this.#leaving && signal !== 'SIGHUP') this.#options.process.exit(code);
    void this.exit(code);
  };

  readonly #onCrash = (error: unknown): void => {
    void this.crash(error);
  };
}
