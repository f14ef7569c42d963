import type { Field, Form, FormValues, LongField } from '../../model/form.ts';
import { problemLine, problemOf } from '../../model/problem.ts';
import type { Press } from '../keys/press.ts';
import { carried } from './carried.ts';
import {
  acceptedValues,
  type Faults,
  faultOf,
  faultsOf,
  initialValues,
  isSecretField,
  rowFaults,
  shownFields,
} from './checkForm.ts';
import type { Edited, Editor, Loaded } from './editor.ts';
import { edit, line, selected } from './lineEditor.ts';
import { listEditor, pressMany, pressPick } from './listEditor.ts';
import { isAwaited, loadFault } from './loadFaults.ts';
import { type LongSource, LongTexts } from './longTexts.ts';
import { pressRows, rowsEditor } from './rowsEditor.ts';
import { pressSwitch } from './switchEditor.ts';

/** What a form needs of the house. */
export interface FormHost extends LongSource {
  /** Draw again. */
  changed(): void;
}

/** What came of a key: used up, the form is to be sent, or it meant nothing here. */
export type Pressed = 'used' | 'send' | 'ignored';

/**
 * A form being filled in: values, faults, the field that has the focus and how it is edited. A field is checked when it is
 * left, and a fault that is shown goes as soon as it is mended. Whatever happens, what was typed stays.
 */
export class FormState {
  readonly form: Form;
  readonly longTexts: LongTexts;
  readonly #changed: () => void;
  readonly #loads = new Map<string, Loaded>();
  #loading = new AbortController();
  readonly #touched: Set<string>;
  #values: FormValues;
  #faults: Faults = {};
  #focus: string;
  #editor: Editor;

  /** `before` is the same form as it was filled in earlier, when other answers made it: what was typed in it stays. */
  constructor(form: Form, before: FormState | null, host: FormHost) {
    this.form = form;
    this.longTexts = new LongTexts(host, before?.longTexts ?? null);
    this.#changed = () => host.changed();
    this.#touched = new Set(before?.touched);
    this.#values = before ? carried(form, before) : initialValues(form);
    this.#focus = shownFields(form, this.#values)[0]?.key ?? '';
    this.#editor = this.#editorFor(this.#focus);
  }

  get values(): FormValues {
    return this.#values;
  }

  /** Keys of the fields that the user has edited. */
  get touched(): ReadonlySet<string> {
    return this.#touched;
  }

  get faults(): Faults {
    return this.#faults;
  }

  get focus(): string {
    return this.#focus;
  }

  get editor(): Editor {
    return this.#editor;
  }

  /** The options of each field that the engine gives them for. */
  get loads(): ReadonlyMap<string, Loaded> {
    return this.#loads;
  }

  /** Begins loading choices. */
  start(): void {
    this.#loading = new AbortController();
    for (const field of this.form.fields)
      if (this.#loads.get(field.key)?.state !== 'ready') void this.#load(field);
  }

  /** Cancels what is being loaded. */
  stop(): void {
    this.#loading.abort();
  }

  /** Drops what was filled in unseen: for a form that is left. */
  forgetSecrets(): void {
    for (const field of this.form.fields) {
      if (!isSecretField(field)) continue;
      this.#values = { ...this.#values, [field.key]: '' };
      this.longTexts.forget(field.key);
    }
    this.#editor = this.#editorFor(this.#focus);
  }

  press(press: Press): Pressed {
    const field = this.#field();
    if (press.name === 'ctrl-s') return 'send';
    if (press.name === 'ctrl-e' && field?.kind === 'long') {
      void this.#editElsewhere(field);
      return 'used';
    }
    if (press.name === 'ctrl-r' && field && this.#loads.get(field.key)?.state === 'failed') {
      void this.#load(field);
      return 'used';
    }
    const edited = field ? this.#edit(field, press) : null;
    if (edited) {
      const sends = edited.go === 'next' && press.name === 'enter' && this.#isLast();
      this.#take(edited);
      return sends ? 'send' : 'used';
    }
    switch (press.name) {
      case 'enter':
        if (this.#isLast()) return 'send';
        this.#step(1);
        return 'used';
      case 'tab':
      case 'down':
        this.#step(1);
        return 'used';
      case 'shift-tab':
      case 'up':
        this.#step(-1);
        return 'used';
      default:
        return 'ignored';
    }
  }

  /** Checks everything; with a fault the focus goes to it. The accepted values, or null. */
  accept(): FormValues | null {
    this.#readLongTexts();
    this.#faults = faultsOf(this.form, this.#values);
    for (const field of shownFields(this.form, this.#values)) {
      // Nothing can be chosen of a list that is not there: that is what has to be said.
      const { key } = field;
      const loaded = loadFault(field, this.#loads.get(key), this.#values[key] ?? '');
      const fault = loaded ?? this.longTexts.faultOf(key) ?? this.#faults[key];
      if (fault === undefined) continue;
      this.#faults = { ...this.#faults, [key]: fault };
      this.#focusOn(key);
      return null;
    }
    return acceptedValues(this.form, this.#values);
  }

  #edit(field: Field, press: Press): Edited | null {
    const value = this.#values[field.key] ?? '';
    const editor = this.#editor;
    switch (editor.kind) {
      case 'line': {
        const typed = edit(editor.line, press);
        return typed && { value: typed.text, editor: { kind: 'line', line: typed }, go: 'stay' };
      }
      case 'switch':
        return field.kind === 'choice' || field.kind === 'yesno' ? pressSwitch(field, value, press) : null;
      case 'long':
        return field.kind === 'long' ? this.longTexts.press(field, value, press) : null;
      case 'list': {
        const loaded = this.#loads.get(field.key);
        const options = loaded?.state === 'ready' ? loaded.options : [];
        if (options.length === 0) return null;
        return field.kind === 'many'
          ? pressMany(editor, value, options, press)
          : pressPick(editor, value, options, press);
      }
      case 'rows':
        return field.kind === 'rows' ? pressRows(field, editor, value, press) : null;
    }
  }

  #take(edited: Edited): void {
    this.#put(this.#focus, edited.value);
    this.#editor = edited.editor;
    if (edited.go === 'next') this.#step(1);
    else if (edited.go === 'previous') this.#step(-1);
    else if (this.#faults[this.#focus] !== undefined || this.longTexts.faultOf(this.#focus)) this.#check();
  }

  /** What the user has made of a field. */
  #put(key: string, value: string): void {
    if (value === (this.#values[key] ?? '')) return;
    this.#touched.add(key);
    this.#set(key, value);
  }

  /** Paths that were typed and not read yet. */
  #readLongTexts(): void {
    for (const field of shownFields(this.form, this.#values))
      if (field.kind === 'long')
        this.#put(field.key, this.longTexts.read(field, this.#values[field.key] ?? ''));
    if (this.#editor.kind === 'long') this.#editor = this.longTexts.editor(this.#focus);
  }

  async #editElsewhere(field: LongField): Promise<void> {
    const text = await this.longTexts.edit(field, this.#values[field.key] ?? '');
    if (text !== null) this.#put(field.key, text);
    this.#check(field.key);
    this.#changed();
  }

  #set(key: string, value: string): void {
    this.#values = { ...this.#values, [key]: value };
    for (const [other, followed] of Object.entries(this.form.follow?.(this.#values, key) ?? {})) {
      if (other === key || this.#touched.has(other)) continue;
      this.#values = { ...this.#values, [other]: followed };
      if (this.#faults[other] !== undefined) this.#check(other);
    }
  }

  #step(by: number): void {
    this.#check();
    const fields = shownFields(this.form, this.#values);
    const at = fields.findIndex((field) => field.key === this.#focus);
    const next = fields[Math.max(0, Math.min(fields.length - 1, at + by))];
    if (next && next.key !== this.#focus) this.#focusOn(next.key);
  }

  #check(key = this.#focus): void {
    const field = this.form.fields.find((one) => one.key === key);
    if (field && isAwaited(field, this.#loads.get(key))) return;
    const fault = field && (this.longTexts.faultOf(key) ?? faultOf(field, this.#values));
    const { [key]: _mended, ...others } = this.#faults;
    this.#faults = fault ? { ...others, [key]: fault } : others;
  }

  #field(): Field | null {
    return this.form.fields.find((field) => field.key === this.#focus) ?? null;
  }

  #isLast(): boolean {
    return shownFields(this.form, this.#values).at(-1)?.key === this.#focus;
  }

  #focusOn(key: string): void {
    this.#focus = key;
    this.#editor = this.#editorFor(key);
  }

  #editorFor(key: string): Editor {
    const field = this.form.fields.find((one) => one.key === key);
    const value = this.#values[key] ?? '';
    const loaded = this.#loads.get(key);
    switch (field?.kind) {
      case 'pick':
      case 'many':
        return listEditor(loaded?.state === 'ready' ? loaded.options : [], value);
      case 'rows':
        return rowsEditor(field, value, this.#faults[key] === undefined ? {} : rowFaults(field, value));
      case 'choice':
      case 'yesno':
        return { kind: 'switch' };
      case 'long':
        return this.longTexts.editor(key);
      default:
        return { kind: 'line', line: this.#touched.has(key) ? line(value) : selected(value) };
    }
  }

  async #load(field: Field): Promise<void> {
    if (field.kind !== 'pick' && field.kind !== 'many') return;
    const { signal } = this.#loading;
    this.#loads.set(field.key, { state: 'loading' });
    this.#changed();
    try {
      const options = await field.load(signal);
      if (signal.aborted) return;
      this.#loads.set(field.key, { state: 'ready', options });
      if (field.kind === 'pick' && (this.#values[field.key] ?? '') === '') {
        const preferred = field.preferred?.(options) ?? (field.optional ? undefined : options[0]?.value);
        if (preferred !== undefined) this.#set(field.key, preferred);
      }
      if (this.#faults[field.key] !== undefined) this.#check(field.key);
    } catch (thrown) {
      if (signal.aborted) return;
      this.#loads.set(field.key, { state: 'failed', why: problemLine(problemOf(thrown)) });
    }
    if (this.#focus === field.key) this.#editor = this.#editorFor(field.key);
    this.#changed();
  }
}
