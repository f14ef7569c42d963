import type { Cancel, Clock } from '../../model/clock.ts';
import { cleanText } from '../../model/text.ts';
import { characterKey, controlKey, type Key, NO_MODIFIERS } from './key.ts';
import { consoleKey, csiKey, ss3Key } from './keySequences.ts';

interface KeyDecoderOptions {
  readonly clock: Clock;
  readonly onKey: (key: Key) => void;
  /** Milliseconds to wait after ESC for the rest of a sequence before it is the Escape key. Default 40. */
  readonly escapeMs?: number | undefined;
}

type State =
  | 'ground'
  | 'utf8'
  | 'esc'
  | 'escEsc'
  | 'csi'
  | 'console'
  | 'ss3'
  | 'mouse'
  | 'string'
  | 'stringEsc'
  | 'paste';

const ESC = 0x1b;
const BEL = 0x07;
const PASTE_END = '\u001b[201~';
/** A paste whose end never comes must not keep the keyboard. */
const PASTE_WAIT_MS = 1000;
/** What is beyond these lengths is dropped: no key and no sensible paste is as long. */
const LONGEST_SEQUENCE = 64;
const LONGEST_PASTE = 1 << 20;
const utf8 = new TextDecoder('utf-8');

/**
 * Turns what a terminal sends into keys, byte by byte, so that it does not matter how the bytes were cut into chunks.
 * Everything that is no key (mouse reports, answers of the terminal, broken UTF-8) is swallowed, never text.
 */
export class KeyDecoder {
  readonly #clock: Clock;
  readonly #onKey: (key: Key) => void;
  readonly #escapeMs: number;
  #state: State = 'ground';
  /** An ESC stood before what is being read. */
  #alt = false;
  /** Parameters of a sequence, or the character that began a control string. */
  #text = '';
  #bytes: number[] = [];
  /** Bytes still to come of a character or a mouse report. */
  #missing = 0;
  #matched = 0;
  #cancel: Cancel | null = null;

  constructor(options: KeyDecoderOptions) {
    this.#clock = options.clock;
    this.#onKey = options.onKey;
    this.#escapeMs = options.escapeMs ?? 40;
  }

  /** Takes the next bytes; calls `onKey` for each key that is complete. Never throws. */
  push(bytes: Uint8Array): void {
    this.#stopWaiting();
    for (const byte of bytes) this.#take(byte);
    if (this.#state === 'ground' || this.#state === 'utf8') return;
    const wait = this.#state === 'paste' ? PASTE_WAIT_MS : this.#escapeMs;
    this.#cancel = this.#clock.after(wait, () => this.#giveUp());
  }

  /** True while the rest of a sequence is awaited. */
  get waiting(): boolean {
    return this.#cancel !== null;
  }

  /** Forgets what was begun, when the terminal has been someone else's meanwhile. */
  reset(): void {
    this.#stopWaiting();
    this.#begin('ground');
  }

  #stopWaiting(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #begin(state: State, alt = false): void {
    this.#state = state;
    this.#alt = alt;
    this.#text = '';
    this.#bytes = [];
    this.#matched = 0;
  }

  #emit(key: Key | null): void {
    this.#begin('ground');
    if (key) this.#onKey(key);
  }

  /** Ends what was begun without its end, then reads `byte` as if it came first. */
  #abort(byte: number): void {
    this.#finishUnended();
    this.#take(byte);
  }

  /** Where the program was held up, the rest may have come and not been read yet: it is let in first. */
  #giveUp(): void {
    this.#cancel = this.#clock.after(0, () => {
      this.#cancel = null;
      this.#finishUnended();
    });
  }

  /** What the bytes so far mean when nothing follows: ESC is a key, `ESC [` is alt-[, half a sequence is nothing. */
  #finishUnended(): void {
    const { state, alt } = { state: this.#state, alt: this.#alt };
    const esc = controlKey(ESC, false);
    const begun = { csi: '[', ss3: 'O', string: this.#text }[state as string];
    const empty = state === 'string' ? this.#bytes.length === 0 : this.#text === '';
    if (state === 'paste') {
      this.#endPaste();
    } else if (state === 'esc') {
      this.#emit(esc);
    } else if (state === 'escEsc') {
      this.#emit(esc);
      this.#emit(esc);
    } else if (begun !== undefined && empty) {
      if (alt) this.#emit(esc);
      this.#emit(characterKey(begun, { ...NO_MODIFIERS, alt: true }));
    } else {
      this.#begin('ground');
    }
  }

  #take(byte: number): void {
    switch (this.#state) {
      case 'ground':
        if (byte === ESC) this.#begin('esc');
        else this.#takeCharacter(byte, false);
        return;
      case 'utf8':
        this.#takeContinuation(byte);
        return;
      case 'esc':
        this.#takeAfterEsc(byte);
        return;
      case 'escEsc':
        if (byte === 0x5b || byte === 0x4f) {
          this.#begin(byte === 0x5b ? 'csi' : 'ss3', true);
        } else {
          this.#emit(controlKey(ESC, false));
          this.#begin('esc');
          this.#take(byte);
        }
        return;
      case 'csi':
        this.#takeCsi(byte);
        return;
      case 'console':
        if (byte < 0x20 || byte > 0x7e) this.#abort(byte);
        else this.#emit(consoleKey(String.fromCharCode(byte), this.#alt));
        return;
      case 'ss3':
        this.#takeSs3(byte);
        return;
      case 'mouse':
        if (byte < 0x20) this.#abort(byte);
        else if (--this.#missing === 0) this.#begin('ground');
        return;
      case 'string':
        if (byte === BEL) this.#begin('ground');
        else if (byte === ESC) this.#state = 'stringEsc';
        else if (byte < 0x20) this.#abort(byte);
        else if (this.#bytes.length < LONGEST_SEQUENCE) this.#bytes.push(byte);
        return;
      case 'stringEsc':
        this.#begin('ground');
        if (byte === 0x5c) return;
        this.#begin('esc');
        this.#take(byte);
        return;
      case 'paste':
        this.#takePaste(byte);
    }
  }

  #takeAfterEsc(byte: number): void {
    if (byte === ESC) this.#begin('escEsc');
    else if (byte === 0x5b) this.#begin('csi');
    else if (byte === 0x4f) this.#begin('ss3');
    else if (byte < 0x7f && ']P_^X'.includes(String.fromCharCode(byte))) {
      // A control string (an answer of the terminal), or alt with that character when nothing follows.
      this.#begin('string');
      this.#text = String.fromCharCode(byte);
    } else this.#takeCharacter(byte, true);
  }

  #takeCharacter(byte: number, alt: boolean): void {
    if (byte < 0x20 || byte === 0x7f) this.#emit(controlKey(byte, alt));
    else if (byte < 0x80) this.#emit(characterKey(String.fromCharCode(byte), { ...NO_MODIFIERS, alt }));
    else if (byte < 0xc2 || byte > 0xf4) this.#begin('ground');
    else {
      this.#begin('utf8', alt);
      this.#bytes = [byte];
      this.#missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    }
  }

  #takeContinuation(byte: number): void {
    if ((byte & 0xc0) !== 0x80) {
      this.#abort(byte);
      return;
    }
    this.#bytes.push(byte);
    if (--this.#missing > 0) return;
    const character = cleanText(utf8.decode(Uint8Array.from(this.#bytes)));
    const usable = character !== '' && !character.includes('\ufffd');
    this.#emit(usable ? characterKey(character, { ...NO_MODIFIERS, alt: this.#alt }) : null);
  }

  #takeCsi(byte: number): void {
    const character = String.fromCharCode(byte);
    if (byte < 0x20 || byte > 0x7e) this.#abort(byte);
    else if (character === '[' && this.#text === '') this.#begin('console', this.#alt);
    else if (byte < 0x40 && !(character === '$' && /^\d+$/.test(this.#text))) {
      if (this.#text.length < LONGEST_SEQUENCE) this.#text += character;
    } else if (character === 'M' && this.#text === '') {
      this.#begin('mouse');
      this.#missing = 3;
    } else if (character === '~' && this.#text === '200') this.#begin('paste');
    else this.#emit(csiKey(this.#text, character, this.#alt));
  }

  #takeSs3(byte: number): void {
    const character = String.fromCharCode(byte);
    if (byte < 0x20 || byte > 0x7e) this.#abort(byte);
    else if (/\d/.test(character) && this.#text.length < 2) this.#text += character;
    else this.#emit(ss3Key(this.#text, character, this.#alt));
  }

  #takePaste(byte: number): void {
    if (this.#bytes.length < LONGEST_PASTE) this.#bytes.push(byte);
    // ESC stands only at the front of the end mark, so a mismatch starts over at most at this byte.
    if (byte === PASTE_END.charCodeAt(this.#matched)) this.#matched += 1;
    else this.#matched = byte === ESC ? 1 : 0;
    if (this.#matched === PASTE_END.length) this.#endPaste();
  }

  #endPaste(): void {
    const text = utf8.decode(Uint8Array.from(this.#bytes));
    const pasted = text.replaceAll(PASTE_END, '');
    const lines = pasted.split(/\r\n|\r|\n/).map(cleanText);
    this.#emit({ name: 'paste', text: cleanText(pasted), lines });
  }
}
