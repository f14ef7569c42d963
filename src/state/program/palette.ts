import { go, type Prepared, prepare } from 'fuzzysort';
import { editSearch, type Line, line } from '../form/lineEditor.ts';
import type { Press } from '../keys/press.ts';

/** Something the palette can do. `id` is what the history remembers. */
export interface Entry {
  readonly id: string;
  /** What is searched and shown. */
  readonly text: string;
  /** The key that does the same, or what kind of place it is. */
  readonly hint: string;
  /** Why it cannot be done now; it is shown and refuses. */
  readonly whyNot: string | null;
  readonly go: () => void;
}

const SHOWN = 200;

/** Find a command or a place by a few of its letters. */
export class Palette {
  readonly #entries: readonly Entry[];
  readonly #prepared: readonly { readonly entry: Entry; readonly prepared: Prepared }[];
  #line: Line = line('');
  #found: readonly Entry[];
  #at = 0;

  /** `history` are ids, latest first: they stand on top while nothing is typed. */
  constructor(entries: readonly Entry[], history: readonly string[]) {
    const rank = (entry: Entry) => {
      const at = history.indexOf(entry.id);
      return at === -1 ? history.length : at;
    };
    this.#entries = [...entries].sort((a, b) => rank(a) - rank(b));
    this.#prepared = this.#entries.map((entry) => ({ entry, prepared: prepare(entry.text) }));
    this.#found = this.#entries;
  }

  get line(): Line {
    return this.#line;
  }

  get at(): number {
    return this.#at;
  }

  get found(): readonly Entry[] {
    return this.#found;
  }

  get chosen(): Entry | null {
    return this.#found[this.#at] ?? null;
  }

  press(press: Press): void {
    switch (press.name) {
      case 'up':
      case 'ctrl-p':
        this.#at = Math.max(0, this.#at - 1);
        return;
      case 'down':
      case 'ctrl-n':
      case 'tab':
        this.#at = Math.min(this.#found.length - 1, this.#at + 1);
        return;
      default: {
        const typed = editSearch(this.#line, press);
        if (!typed) return;
        if (typed.text !== this.#line.text) this.#search(typed.text.trim());
        this.#line = typed;
      }
    }
  }

  #search(text: string): void {
    this.#at = 0;
    this.#found =
      text === ''
        ? this.#entries
        : go(text, this.#prepared, { key: ({ prepared }) => prepared, limit: SHOWN, threshold: 0 }).map(
            (result) => result.obj.entry,
          );
  }
}
