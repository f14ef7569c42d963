import type { LongField } from '../../model/form.ts';
import { problemLine, problemOf } from '../../model/problem.ts';
import type { Press } from '../keys/press.ts';
import type { Edited, LongEditor } from './editor.ts';
import { edit, type Line, line } from './lineEditor.ts';

/** Where long texts come from. */
export interface LongSource {
  /** A file's text, and the file's name for the screen. Throws Failure. */
  readText(file: string, most: number): { readonly text: string; readonly name: string };
  /** The text after the user's editor has had it. Throws Failure: nothing has changed then. */
  edit(text: string, name: string): Promise<string>;
  /** Sees to it that the text is written down nowhere. */
  keepSecret(text: string): void;
}

const NO_LINE = line('');
const TURNS: Readonly<Record<string, Edited['go']>> = {
  enter: 'stay',
  tab: 'next',
  down: 'next',
  'shift-tab': 'previous',
  up: 'previous',
};

/** The long fields of one form: where each text came from, a path that was typed and not read yet, and what went wrong. */
export class LongTexts {
  readonly #source: LongSource;
  readonly #origins: Map<string, string>;
  readonly #paths = new Map<string, Line>();
  readonly #faults = new Map<string, string>();

  /** `before` are those of the same form as it was filled in earlier. */
  constructor(source: LongSource, before: LongTexts | null) {
    this.#source = source;
    this.#origins = new Map(before ? before.#origins : []);
  }

  /** `read from ~/site.pem`; null where the text is what the field began with. */
  originOf(key: string): string | null {
    return this.#origins.get(key) ?? null;
  }

  faultOf(key: string): string | null {
    return this.#faults.get(key) ?? null;
  }

  editor(key: string): LongEditor {
    return { kind: 'long', path: this.#paths.get(key) ?? NO_LINE };
  }

  forget(key: string): void {
    this.#origins.delete(key);
    this.#paths.delete(key);
    this.#faults.delete(key);
  }

  /** A key in the field: a path is typed and read with enter or on leaving; a paste of several lines is the text itself. */
  press(field: LongField, value: string, press: Press): Edited<LongEditor> | null {
    const { key } = field;
    const path = this.#paths.get(key) ?? NO_LINE;
    const turn = TURNS[press.name];
    if (turn !== undefined) {
      if (path.text.trim() !== '') return this.#edited(key, this.read(field, value), turn);
      return press.name === 'enter' ? this.#edited(key, value, 'next') : null;
    }
    if (press.name === 'ctrl-d') {
      this.forget(key);
      return this.#edited(key, '', 'stay');
    }
    const lines = press.lines ?? [];
    if (lines.filter(Boolean).length > 1) return this.#edited(key, this.#paste(field, value, lines), 'stay');
    const typed = edit(path, press);
    if (!typed) return null;
    this.#paths.set(key, typed);
    this.#faults.delete(key);
    return this.#edited(key, value, 'stay');
  }

  /** The text after a path that stands in the field has been read; the one before where there is none, or it cannot be read. */
  read(field: LongField, value: string): string {
    const { key, label, most, secret } = field;
    const path = this.#paths.get(key)?.text.trim() ?? '';
    if (path === '') return value;
    try {
      const { text, name } = this.#source.readText(path, most);
      if (secret) this.#source.keepSecret(text);
      this.#took(key, `read from ${name}`);
      return text;
    } catch (thrown) {
      this.#faults.set(key, `${label}: ${problemLine(problemOf(thrown))}`);
      return value;
    }
  }

  /** The text after the user's editor has had it; null where nothing has changed. */
  async edit(field: LongField, value: string): Promise<string | null> {
    const { key, label } = field;
    if (field.secret) {
      this.#faults.set(key, `${label} is secret and never put into an editor: type the path of its file`);
      return null;
    }
    try {
      const after = await this.#source.edit(value, key);
      this.#faults.delete(key);
      if (after === value) return null;
      this.#took(key, 'from your editor');
      return after;
    } catch (thrown) {
      this.#faults.set(key, `${label}: ${problemLine(problemOf(thrown))}`);
      return null;
    }
  }

  #paste({ key, label, secret }: LongField, value: string, lines: readonly string[]): string {
    if (secret) {
      this.#faults.set(key, `${label} is secret and not taken from a paste: type the path of its file`);
      return value;
    }
    this.#took(key, 'pasted');
    return lines.join('\n');
  }

  #took(key: string, origin: string): void {
    this.#origins.set(key, origin);
    this.#paths.delete(key);
    this.#faults.delete(key);
  }

  #edited(key: string, value: string, go: Edited['go']): Edited<LongEditor> {
    return { value, editor: this.editor(key), go };
  }
}
