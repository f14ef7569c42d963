import type { Cancel, Clock } from '../../model/clock.ts';

interface JobControlOptions {
  readonly process: NodeJS.Process;
  readonly clock: Clock;
  /** Gives the terminal back. */
  readonly leave: () => void;
  /** Takes it again and repaints. */
  readonly take: () => void;
}

/** How long after a stop that did not happen (nobody could continue us) the terminal is taken again. */
const NOT_STOPPED_MS = 100;
/** The foreground process group, as the terminal's own ctrl-z would address it: `npm start` must stop with us. */
const OWN_GROUP = 0;

/** ctrl-z, `fg` and their signals: leaves the terminal before the process stops and takes it again afterwards. */
export class JobControl {
  readonly #options: JobControlOptions;
  #stopped = false;
  #fallback: Cancel | null = null;

  constructor(options: JobControlOptions) {
    this.#options = options;
    options.process.on('SIGTSTP', this.#onStop);
    options.process.on('SIGCONT', this.#onContinue);
  }

  /** Stops this process and those it was started with; does nothing where there is no job control. */
  suspend(): void {
    if (this.#options.process.platform !== 'win32') this.#stop(OWN_GROUP);
  }

  dispose(): void {
    this.#fallback?.();
    this.#options.process.off('SIGTSTP', this.#onStop);
    this.#options.process.off('SIGCONT', this.#onContinue);
  }

  #stop(target: number): void {
    if (this.#stopped) return;
    this.#stopped = true;
    const { process, clock } = this.#options;
    this.#options.leave();
    // Without a listener the signal does what it does by default: it stops us.
    process.off('SIGTSTP', this.#onStop);
    process.kill(target, 'SIGTSTP');
    // The kernel drops the signal where no shell could continue us; then nothing else would wake the screen.
    this.#fallback = clock.after(NOT_STOPPED_MS, this.#onContinue);
  }

  readonly #onStop = (): void => this.#stop(this.#options.process.pid);

  readonly #onContinue = (): void => {
    this.#fallback?.();
    this.#fallback = null;
    if (this.#stopped) this.#options.process.on('SIGTSTP', this.#onStop);
    // Stopped by SIGSTOP there was no time to leave; the shell has its own modes set meanwhile.
    else this.#options.leave();
    this.#stopped = false;
    this.#options.take();
    // A window that was resized meanwhile told only those in the foreground; Node reads the size again at this signal.
    if (this.#options.process.platform !== 'win32')
      this.#options.process.kill(this.#options.process.pid, 'SIGWINCH');
  };
}
