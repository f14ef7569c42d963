import type { Form, FormValues } from '../../model/form.ts';
import { problemLine, problemOf } from '../../model/problem.ts';
import { isSecretField } from '../form/checkForm.ts';
import { FormState } from '../form/formState.ts';
import type { CommandId } from '../keys/bindings.ts';
import type { Press } from '../keys/press.ts';
import { formHost } from './formHost.ts';
import type { FormView, Header, Page } from './page.ts';
import type { PageHost } from './pageHost.ts';

/** Keys that leave a form or the program, whatever is being typed. */
const NOT_TYPED: ReadonlySet<string> = new Set(['esc', 'ctrl-c', 'ctrl-z']);

/**
 * Takes the trimmed values. While it works the form waits; when it throws, the form says why; when it comes back and the form is
 * still there, it can be sent again. `left` is aborted when the user leaves the form meanwhile.
 */
type Accept = (values: FormValues, left: AbortSignal) => void | Promise<void>;

/** Any form on a page. Whatever comes of sending it, what was typed stays. */
export class FormPage implements Page {
  readonly place = 'form';
  readonly crumb: string;
  readonly factLines = 0;
  readonly state: FormState;
  readonly #host: PageHost;
  readonly #header: Header;
  readonly #accept: Accept;
  readonly #left = new AbortController();
  #busy: string | null = null;
  #problem: string | null = null;

  /** `before` is the same form as it was filled in earlier: what was typed in it is there again. */
  constructor(host: PageHost, form: Form, header: Header, accept: Accept, before: FormState | null = null) {
    this.crumb = form.title;
    this.#host = host;
    this.state = new FormState(form, before, formHost(host));
    this.#header = header;
    this.#accept = accept;
  }

  header(): Header {
    return this.#header;
  }

  view(): FormView {
    return { kind: 'form', state: this.state, busy: this.#busy, problem: this.#problem, steps: null };
  }

  whyNot(_command: CommandId): string | null {
    return null;
  }

  run(command: CommandId): void {
    if (command === 'back') this.#host.back();
  }

  press(press: Press): boolean {
    if (NOT_TYPED.has(press.name)) return false;
    if (!this.#busy && this.state.press(press) === 'send') void this.#send();
    return true;
  }

  setHeight(_rows: number): void {}

  show(): void {
    this.state.start();
  }

  /** Nothing covers a form: it is left for good. */
  hide(): void {
    this.#left.abort();
    this.state.stop();
    this.state.forgetSecrets();
  }

  async #send(): Promise<void> {
    const values = this.state.accept();
    if (!values) return;
    for (const field of this.state.form.fields)
      if (isSecretField(field)) this.#host.workspace.keepSecret(values[field.key] ?? '');
    this.#busy = 'One moment…';
    this.#problem = null;
    this.#host.changed();
    try {
      await this.#accept(values, this.#left.signal);
    } catch (thrown) {
      this.#problem = problemLine(problemOf(thrown));
    } finally {
      this.#busy = null;
      this.#host.changed();
    }
  }
}
