import type { FormValues } from '../../model/form.ts';
import type { Answers, CreateFlow } from '../../providers/create.ts';
import { FormState } from '../form/formState.ts';
import type { CommandId } from '../keys/bindings.ts';
import type { Press } from '../keys/press.ts';
import type { Session } from '../sessions.ts';
import { sessionHeader } from './accountCells.ts';
import { formHost } from './formHost.ts';
import type { FormView, Header, Page } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { ReviewPage } from './reviewPage.ts';

/** Keys that leave a form or the program, whatever is being typed. */
const NOT_TYPED: ReadonlySet<string> = new Set(['ctrl-c', 'ctrl-z']);

/** A new balancer, step by step. The steps are the provider's; going back and forth loses nothing that was typed. */
export class WizardPage implements Page {
  readonly place = 'form';
  readonly crumb = 'new balancer';
  readonly factLines = 0;
  readonly #host: PageHost;
  readonly #session: Session;
  readonly #flow: CreateFlow;
  readonly #states = new Map<string, FormState>();
  readonly #accepted = new Map<string, FormValues>();
  #at = 0;

  constructor(host: PageHost, session: Session, flow: CreateFlow) {
    this.#host = host;
    this.#session = session;
    this.#flow = flow;
  }

  header(): Header {
    return {
      ...sessionHeader(this.#session, this.#host.workspace.readOnly),
      count: `step ${this.#at + 1} of ${this.#flow.steps.length + 1}`,
      age: null,
    };
  }

  view(): FormView {
    const titles = [...this.#flow.steps.map((step) => step.title), 'Review'];
    return { kind: 'form', state: this.#state(), busy: null, problem: null, steps: { titles, at: this.#at } };
  }

  whyNot(_command: CommandId): string | null {
    return null;
  }

  run(_command: CommandId): void {}

  press(press: Press): boolean {
    if (NOT_TYPED.has(press.name)) return false;
    if (press.name === 'esc') this.#backward();
    else if (this.#state().press(press) === 'send') this.#forward();
    return true;
  }

  setHeight(_rows: number): void {}

  show(): void {
    this.#state().start();
  }

  hide(): void {
    this.#state().stop();
  }

  #state(): FormState {
    const step = this.#flow.steps[this.#at];
    if (!step) throw new Error('the wizard has no steps');
    const known = this.#states.get(step.key);
    if (known) return known;
    const made = new FormState(step.form(this.#answers()), null, formHost(this.#host));
    this.#states.set(step.key, made);
    return made;
  }

  #answers(): Answers {
    return Object.fromEntries(this.#accepted);
  }

  #backward(): void {
    if (this.#at > 0) {
      this.#go(this.#at - 1);
      return;
    }
    const typed = [...this.#states.values()].some((state) => state.touched.size > 0);
    if (!typed) {
      this.#host.back();
      return;
    }
    this.#host.ask({
      title: 'Leave the new balancer?',
      lines: ['What you have typed is forgotten; nothing has been made yet'],
      names: [],
      yes: 'Leave',
      typed: null,
      onYes: () => this.#host.back(),
    });
  }

  #forward(): void {
    const step = this.#flow.steps[this.#at];
    const values = this.#state().accept();
    if (!step || !values) return;
    this.#accepted.set(step.key, values);
    if (this.#at + 1 < this.#flow.steps.length) this.#go(this.#at + 1);
    else
      this.#host.push(
        new ReviewPage(this.#host, this.#session, this.#flow, this.#flow.specOf(this.#answers())),
      );
  }

  /** Goes to a step; its form is made anew from the answers before it, with what was typed in it kept. */
  #go(at: number): void {
    this.#state().stop();
    const forward = at > this.#at;
    this.#at = at;
    const step = this.#flow.steps[at];
    const before = step && this.#states.get(step.key);
    if (step && before && forward) {
      this.#states.set(step.key, new FormState(step.form(this.#answers()), before, formHost(this.#host)));
    }
    this.#state().start();
    this.#host.changed();
  }
}
