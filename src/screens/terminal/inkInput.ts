import { EventEmitter } from 'node:events';
import type { Key } from './key.ts';

const SEQUENCES: Readonly<Record<string, string>> = {
  enter: '\r',
  esc: '\u001b',
  tab: '\t',
  'shift-tab': '\u001b[Z',
  backspace: '\u007f',
  delete: '\u001b[3~',
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  home: '\u001b[H',
  end: '\u001b[F',
  pageup: '\u001b[5~',
  pagedown: '\u001b[6~',
};

/** React renders in one turn, runs the effects in the next, and renders what those changed in the next two. */
const TURNS_TO_RENDER = 4;

function afterTurns(turns: number, task: () => void): void {
  setImmediate(() => (turns > 1 ? afterTurns(turns - 1, task) : task()));
}

/** What Ink's own input hooks understand as `key`; null for keys they have no word for. */
function sequenceOf(key: Key): string | null {
  if (key.text !== undefined) return key.text;
  const letter = /^ctrl-([a-z])$/.exec(key.name)?.[1];
  if (letter !== undefined) return String.fromCharCode(letter.charCodeAt(0) - 0x60);
  return SEQUENCES[key.name] ?? null;
}

/**
 * The object that Ink takes for stdin. The terminal's real input goes to the key decoder; a component that brings its
 * own input hook gets the keys that are forwarded to it, one at a time.
 */
export class InkInput extends EventEmitter {
  readonly isTTY = true;
  readonly #waiting: string[] = [];
  #next: string | null = null;
  #delivering = false;

  constructor() {
    super();
    this.setMaxListeners(0);
  }

  /** True when every forwarded key has reached Ink. */
  get idle(): boolean {
    return !this.#delivering;
  }

  /** Gives `key` to Ink's hooks. False when none listens or the key means nothing to them. */
  forward(key: Key): boolean {
    const sequence = sequenceOf(key);
    if (sequence === null || sequence === '' || this.listenerCount('readable') === 0) return false;
    this.#waiting.push(sequence);
    if (!this.#delivering) this.#deliver();
    return true;
  }

  read(): string | null {
    const next = this.#next;
    this.#next = null;
    return next;
  }

  /**
   * One key at a time: a component's hook sees its own state as of the last render, so of two keys in the same turn of
   * the event loop the second would act on what was before the first.
   */
  #deliver(): void {
    const next = this.#waiting.shift();
    this.#delivering = next !== undefined;
    if (next === undefined) return;
    this.#next = next;
    this.emit('readable');
    afterTurns(TURNS_TO_RENDER, () => this.#deliver());
  }

  setEncoding(): this {
    return this;
  }

  setRawMode(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
