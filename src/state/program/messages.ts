import type { Cancel, Clock } from '../../model/clock.ts';
import { type Cell, cell, type Tone } from '../present/cell.ts';

const MESSAGE_MS = 10_000;
const PROBLEM_MS = 30_000;

/** The one line of what has just happened; it goes by itself, what went wrong after a longer time. */
export class Messages {
  readonly #clock: Clock;
  readonly #changed: () => void;
  #current: Cell | null = null;
  #isPassing = false;
  #forget: Cancel = () => {};

  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  get current(): Cell | null {
    return this.#current;
  }

  /** An empty text takes away what is there. What is `passing` is about the page it was said on, and goes with it. */
  say(text: string, tone: Tone, isPassing = tone === 'plain' || tone === 'pending'): void {
    this.#forget();
    this.#isPassing = isPassing;
    this.#current = text === '' ? null : cell(text, tone);
    this.#forget = this.#clock.after(tone === 'bad' ? PROBLEM_MS : MESSAGE_MS, () => {
      this.#current = null;
      this.#changed();
    });
    this.#changed();
  }

  /** Another page or a question: what was only said in passing is not about it. */
  movedOn(): void {
    if (this.#current && this.#isPassing) this.say('', 'plain');
  }

  stop(): void {
    this.#forget();
  }
}
