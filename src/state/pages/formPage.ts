import type { Field, Form, FormValues } from '../../model/form.ts';
import { problemLine, problemOf } from '../../model/problem.ts';
import {
  acceptedValues,
  type Faults,
  faultOf,
  faultsOf,
  initialValues,
  shownFields,
} from '../form/checkForm.ts';
import { edit, type Line, line } from '../form/lineEditor.ts';
import type { CommandId } from '../keys/bindings.ts';
import type { Press } from '../keys/press.ts';
import type { FormView, Header, Page } from './page.ts';
import type { PageHost } from './pageHost.ts';

/**
 * Any form. A field is checked when it is left and all of them when it is sent; what was typed stays whatever happens.
 * `accept` gets the trimmed values, and when it throws the form stays open and says why.
 */
export class FormPage implements Page {
  readonly place = 'form';
  readonly crumb: string;
  readonly factLines = 0;
  readonly #host: PageHost;
  readonly #form: Form;
  readonly #header: Header;
  readonly #accept: (values: FormValues) => void | Promise<void>;
  #values: FormValues;
  #faults: Faults = {};
  #focus: string;
  #line: Line;
  #busy: string | null = null;
  #problem: string | null = null;

  constructor(
    host: PageHost,
    form: Form,
    header: Header,
    accept: (values: FormValues) => void | Promise<void>,
  ) {
    this.crumb = form.title;
    this.#host = host;
    this.#form = form;
    this.#header = header;
    this.#accept = accept;
    this.#values = initialValues(form);
    this.#focus = form.fields[0]?.key ?? '';
    this.#line = line(this.#values[this.#focus] ?? '');
  }

  header(): Header {
    return this.#header;
  }

  view(): FormView {
    return {
      kind: 'form',
      form: this.#form,
      values: this.#values,
      faults: this.#faults,
      focus: this.#focus,
      line: this.#line,
      busy: this.#busy,
      problem: this.#problem,
    };
  }

  whyNot(_command: CommandId): string | null {
    return null;
  }

  run(command: CommandId): void {
    if (command === 'back') this.#host.back();
  }

  press(press: Press): boolean {
    if (press.name === 'esc' || press.name === 'ctrl-c' || press.name === 'ctrl-z') return false;
    if (this.#busy) return true;
    const field = this.#field();
    switch (press.name) {
      case 'enter':
        if (this.#isLast()) void this.#send();
        else this.#step(1);
        return true;
      case 'ctrl-s':
        void this.#send();
        return true;
      case 'tab':
      case 'down':
        this.#step(1);
        return true;
      case 'shift-tab':
      case 'up':
        this.#step(-1);
        return true;
      default:
        if (field && (field.kind === 'choice' || field.kind === 'yesno')) this.#choose(field, press.name);
        else this.#type(press);
        return true;
    }
  }

  setHeight(_rows: number): void {}

  show(): void {}

  hide(): void {}

  #field(): Field | null {
    return this.#form.fields.find((field) => field.key === this.#focus) ?? null;
  }

  #isLast(): boolean {
    return shownFields(this.#form, this.#values).at(-1)?.key === this.#focus;
  }

  #type(press: Press): void {
    const typed = edit(this.#line, press);
    if (!typed) return;
    this.#line = typed;
    this.#values = { ...this.#values, [this.#focus]: typed.text };
    // A fault that is on the screen is taken back as soon as it is mended.
    if (this.#faults[this.#focus] !== undefined) this.#checkField();
  }

  #choose(field: Field, key: string): void {
    const options = field.kind === 'choice' ? field.options.map((option) => option.value) : ['yes', 'no'];
    const at = options.indexOf(this.#values[field.key] ?? '');
    const by = key === 'left' ? -1 : key === 'right' || key === 'space' ? 1 : 0;
    const letter = options.find((option) => option.toLowerCase().startsWith(key.toLowerCase()));
    const next = by === 0 ? letter : options[(at + by + options.length) % options.length];
    if (next !== undefined) this.#values = { ...this.#values, [field.key]: next };
  }

  #step(by: number): void {
    this.#checkField();
    const fields = shownFields(this.#form, this.#values);
    const at = fields.findIndex((field) => field.key === this.#focus);
    this.#focusOn(fields[Math.max(0, Math.min(fields.length - 1, at + by))]?.key ?? this.#focus);
  }

  #focusOn(key: string): void {
    this.#focus = key;
    this.#line = line(this.#values[key] ?? '');
  }

  #checkField(): void {
    const field = this.#field();
    const fault = field && faultOf(field, this.#values);
    const { [this.#focus]: _mended, ...others } = this.#faults;
    this.#faults = fault ? { ...others, [this.#focus]: fault } : others;
  }

  async #send(): Promise<void> {
    this.#faults = faultsOf(this.#form, this.#values);
    const wrong = shownFields(this.#form, this.#values).find(
      (field) => this.#faults[field.key] !== undefined,
    );
    if (wrong) {
      this.#focusOn(wrong.key);
      return;
    }
    this.#busy = 'One moment…';
    this.#problem = null;
    this.#host.changed();
    try {
      await this.#accept(acceptedValues(this.#form, this.#values));
    } catch (thrown) {
      this.#problem = problemLine(problemOf(thrown));
    } finally {
      this.#busy = null;
      this.#host.changed();
    }
  }
}
