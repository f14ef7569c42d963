import type { Form, FormValues } from '../../model/form.ts';
import { problemLine, problemOf } from '../../model/problem.ts';
import { FormState } from '../form/formState.ts';
import type { CommandId } from '../keys/bindings.ts';
import type { Press } from '../keys/press.ts';
import type { FormView, Header, Page } from './page.ts';
import type { PageHost } from './pageHost.ts';

/** Keys that leave a form or the program, whatever is being typed. */
const NOT_TYPED: ReadonlySet<string> = new Set(['esc', 'ctrl-c', 'ctrl-z']);

/** Any form on a page. `accept` gets the trimmed values; when it throws, the form stays open and says why. */
export class FormPage implements Page {
  readonly place = 'form';
  readonly crumb: string;
  readonly factLines = 0;
  readonly #host: PageHost;
  readonly #state: FormState;
  readonly #header: Header;
  readonly #accept: (values: FormValues) => void | Promise<void>;
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
    this.#state = new FormState(form, null, () => host.changed());
    this.#header = header;
    this.#accept = accept;
  }

  header(): Header {
    return this.#header;
  }

  view(): FormView {
    return { kind: 'form', state: this.#state, busy: this.#busy, problem: this.#problem, steps: null };
  }

  whyNot(_command: CommandId): string | null {
    return null;
  }

  run(command: CommandId): void {
    if (command === 'back') this.#host.back();
  }

  press(press: Press): boolean {
    if (NOT_TYPED.has(press.name)) return false;
    if (!this.#busy && this.#state.press(press) === 'send') void this.#send();
    return true;
  }

  setHeight(_rows: number): void {}

  show(): void {
    this.#state.start();
  }

  hide(): void {
    this.#state.stop();
  }

  async #send(): Promise<void> {
    const values = this.#state.accept();
    if (!values) return;
    this.#busy = 'One moment…';
    this.#problem = null;
    this.#host.changed();
    try {
      await this.#accept(values);
    } catch (thrown) {
      this.#problem = problemLine(problemOf(thrown));
    } finally {
      this.#busy = null;
      this.#host.changed();
    }
  }
}
