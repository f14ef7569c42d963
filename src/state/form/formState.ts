import type { Field, Form, FormValues } from '../../model/form.ts';
import { problemLine, problemOf } from '../../model/problem.ts';
import type { Press } from '../keys/press.ts';
import { carried } from './carried.ts';
import {
  acceptedValues,
  type Faults,
  faultOf,
  faultsOf,
  initialValues,
  rowFaults,
  shownFields,
} from './checkForm.ts';
import type { Edited, Editor, Loaded } from './editor.ts';
import { edit, line, selected } from './lineEditor.ts';
import { listEditor, pressMany, pressPick } from './listEditor.ts';
import { pressRows, rowsEditor } from './rowsEditor.ts';

/** What came of a key: used up, the form is to be sent, or it meant nothing here. */
export type Pressed = 'used' | 'send' | 'ignored';

/**
 * A form being filled in: values, faults, the field that has the focus and how it is edited. A field is checked when it is
 * left, and a fault that is shown goes as soon as it is mended. Whatever happens, what was typed stays.
 */
export class FormState {
  readonly form: Form;
  readonly #changed: () => void;
  readonly #loads = new Map<string, Loaded>();
  #loading = new AbortController();
  readonly #touched: Set<string>;
  #values: FormValues;
  #faults: Faults = {};
  #focus: string;
  #editor: Editor;

  /** `before` is the same form as it was filled in earlier, when other answers made it: what was typed in it stays. */
  constructor(form: Form, before: FormState | null, changed: () => void) {
    this.form = form;
    this.#changed = changed;
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

  press(press: Press): Pressed {
    const field = this.#field();
    if (press.name === 'ctrl-s') return 'send';
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
    this.#faults = faultsOf(this.form, this.#values);
    for (const field of shownFields(this.form, this.#values)) {
      // Nothing can be chosen of a list that is not there: that is what has to be said.
      const fault = this.#loadFault(field) ?? this.#faults[field.key];
      if (fault === undefined) continue;
      this.#faults = { ...this.#faults, [field.key]: fault };
      this.#focusOn(field.key);
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
        return this.#flip(field, value, press);
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

  #flip(field: Field, value: string, press: Press): Edited | null {
    const options = field.kind === 'choice' ? field.options.map((option) => option.value) : ['yes', 'no'];
    const by = press.name === 'left' ? -1 : press.name === 'right' || press.name === 'space' ? 1 : 0;
    const letter = options.find((option) => option.toLowerCase().startsWith(press.name.toLowerCase()));
    const next = by === 0 ? letter : options[(options.indexOf(value) + by + options.length) % options.length];
    return next === undefined ? null : { value: next, editor: { kind: 'switch' }, go: 'stay' };
  }

  #take(edited: Edited): void {
    if (edited.value !== (this.#values[this.#focus] ?? '')) {
      this.#touched.add(this.#focus);
      this.#set(this.#focus, edited.value);
    }
    this.#editor = edited.editor;
    if (edited.go === 'next') this.#step(1);
    else if (edited.go === 'previous') this.#step(-1);
    else if (this.#faults[this.#focus] !== undefined) this.#check();
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
    if (field && this.#isAwaited(field)) return;
    const fault = field && faultOf(field, this.#values);
    const { [key]: _mended, ...others } = this.#faults;
    this.#faults = fault ? { ...others, [key]: fault } : others;
  }

  /** True of a list that has not come. */
  #isAwaited(field: Field): boolean {
    return (field.kind === 'pick' || field.kind === 'many') && this.#loads.get(field.key)?.state !== 'ready';
  }

  #loadFault(field: Field): string | null {
    if (field.kind !== 'pick' && field.kind !== 'many') return null;
    const loaded = this.#loads.get(field.key);
    const value = this.#values[field.key] ?? '';
    if (value === '' && field.optional) return null;
    if (loaded?.state === 'loading') return 'The choices are still on their way: one moment';
    if (loaded?.state === 'failed') return `${loaded.why}. ctrl-r tries again`;
    const known = new Set(loaded?.options.map((option) => option.value));
    const gone = value.split('\n').find((one) => one !== '' && !known.has(one));
    return gone === undefined ? null : `${gone} is not among the choices any more: choose again`;
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
