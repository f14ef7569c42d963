import { problemLine, problemOf } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import type { CreateFlow, RunPlan, Spec, SpecFault } from '../../providers/create.ts';
import type { CommandId } from '../keys/bindings.ts';
import { counted } from '../present/age.ts';
import { type Cell, cell } from '../present/cell.ts';
import type { Session } from '../sessions.ts';
import { sessionHeader } from './accountCells.ts';
import { BalancersPage } from './balancersPage.ts';
import { FormPage } from './formPage.ts';
import type { Header, Page, TextView } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { RunPage } from './runPage.ts';
import { ScrolledLines } from './scrolledLines.ts';

type Check =
  | { readonly kind: 'checking' }
  | {
      readonly kind: 'checked';
      readonly faults: readonly SpecFault[];
      /** Worth knowing, and in nobody's way. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'failed'; readonly why: string };

/** What would be made, in plain words, with the calls that would be sent, checked against the account before it is run. */
export class ReviewPage implements Page {
  readonly place = 'review';
  readonly crumb = 'review';
  readonly factLines = 0;
  readonly #host: PageHost;
  readonly #session: Session;
  readonly #flow: CreateFlow;
  readonly #spec: Spec;
  readonly #plan: RunPlan;
  readonly #lines = new ScrolledLines();
  #check: Check = { kind: 'checking' };
  #leave = new AbortController();

  constructor(host: PageHost, session: Session, flow: CreateFlow, spec: Spec) {
    this.#host = host;
    this.#session = session;
    this.#flow = flow;
    this.#spec = spec;
    this.#plan = flow.plan(spec);
  }

  header(): Header {
    return {
      ...sessionHeader(this.#session, this.#host.workspace.readOnly),
      count: counted(this.#plan.steps.length, 'step'),
      age: null,
    };
  }

  view(): TextView {
    return this.#lines.view(this.#text());
  }

  whyNot(command: CommandId): string | null {
    if (command !== 'begin') return null;
    const { account } = this.#session;
    if (this.#host.workspace.readOnly) return 'sluice was started with --read-only';
    if (account.readOnly) return `account ${account.name} is marked read-only`;
    if (this.#check.kind === 'checking') return 'the account is still being looked at';
    if (this.#check.kind === 'failed') return 'it could not be checked against the account: r tries again';
    return this.#check.faults.length > 0 ? 'something is wrong with it: esc goes back to mend it' : null;
  }

  run(command: CommandId): void {
    if (command === 'begin') this.#begin();
    else if (command === 'save') this.#save();
    else if (command === 'refresh') void this.#look();
    else this.#lines.run(command);
  }

  setHeight(rows: number, columns: number): void {
    this.#lines.setSize(rows, columns - 2);
  }

  show(): void {
    this.#leave = new AbortController();
    if (this.#check.kind !== 'checked') void this.#look();
  }

  hide(): void {
    this.#leave.abort();
  }

  async #look(): Promise<void> {
    const { signal } = this.#leave;
    this.#check = { kind: 'checking' };
    this.#host.changed();
    try {
      const faults = [
        ...this.#flow.faultsOf(this.#spec),
        ...(await this.#flow.check(this.#spec, { signal })),
      ];
      const notes = faults.length === 0 ? ((await this.#flow.notes?.(this.#spec, { signal })) ?? []) : [];
      this.#check = { kind: 'checked', faults, notes };
    } catch (thrown) {
      if (signal.aborted) return;
      this.#check = { kind: 'failed', why: problemLine(problemOf(thrown)) };
    }
    this.#host.changed();
  }

  #begin(): void {
    const { account } = this.#session;
    const begin = () => {
      const active = this.#host.workspace.runs.start({
        flow: this.#flow,
        session: this.#session,
        spec: this.#spec,
      });
      this.#host.home(new BalancersPage(this.#host, [this.#session], false));
      this.#host.push(new RunPage(this.#host, active.id));
    };
    if (!account.production) {
      begin();
      return;
    }
    this.#host.ask({
      title: `${this.#plan.title}?`,
      lines: [`${account.name} is a production account`, ...this.#plan.words],
      names: [],
      yes: 'Create',
      typed: null,
      cancelled: 'Nothing was made',
      onYes: begin,
    });
  }

  #save(): void {
    const name = String(this.#spec['name'] ?? 'balancer').replace(/[^\w.-]+/g, '-');
    const form = {
      title: 'Save as a file',
      fields: [
        {
          kind: 'text' as const,
          key: 'file',
          label: 'File',
          help: 'sluice create --file takes it; a file that is there already is not overwritten',
          initial: `${name}.json`,
        },
      ],
    };
    this.#host.push(
      new FormPage(this.#host, form, this.header(), (values) => {
        const file = this.#host.workspace.saveNew(
          values['file'] ?? '',
          `${JSON.stringify(this.#spec, null, 2)}\n`,
        );
        this.#host.back();
        this.#host.say(`Saved as ${file}. sluice create --file ${file} makes the same`, 'good');
      }),
    );
  }

  #text(): readonly (readonly Cell[])[] {
    const words = this.#plan.words.map((text) => [cell(`  ${text}`)]);
    const calls = this.#plan.steps.flatMap((step) => [
      [cell(`  ${step.title}`, 'accent')],
      ...step.calls.flatMap((call) => [
        [cell(`    ${call.method} ${call.path}`, 'strong')],
        ...json(call.body, '      '),
      ]),
    ]);
    return [
      [cell(this.#plan.title, 'strong')],
      // In sight however much there is to be made.
      ...this.#checkLines(),
      [],
      ...words,
      [],
      [cell('What will be sent', 'strong')],
      ...calls,
      [],
      [cell('As a file, for sluice create --file', 'strong'), cell('  (s saves it)', 'dim')],
      ...json(this.#spec, '  '),
    ];
  }

  #checkLines(): readonly (readonly Cell[])[] {
    switch (this.#check.kind) {
      case 'checking':
        return [[cell('Looking at the account’s limits…', 'pending', 'pending')]];
      case 'failed':
        return [[cell(`Not checked: ${this.#check.why}`, 'bad', 'error')]];
      case 'checked':
        return this.#check.faults.length === 0
          ? [
              ...this.#check.notes.map((note) => [cell(note, 'warn', 'unknown')]),
              [cell('The account has room for it. enter begins', 'good', 'active')],
            ]
          : this.#check.faults.flatMap(({ path, message }) => [
              [cell(message, 'bad', 'error')],
              ...(path === '' ? [] : [[cell(`  at ${path}`, 'dim')]]),
            ]);
    }
  }
}

function json(value: unknown, indent: string): readonly (readonly Cell[])[] {
  if (value === undefined || value === null) return [];
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map((text) => [cell(`${indent}${cleanText(text)}`, 'dim')]);
}
