import type { Form, FormValues } from '../../model/form.ts';
import { problemLine, problemOf } from '../../model/problem.ts';
import type { ReadOptions } from '../../providers/sections.ts';
import type { SectionChange } from '../changes/sectionChange.ts';
import type { CommandId } from '../keys/bindings.ts';
import type { Press } from '../keys/press.ts';
import { type Cell, cell } from '../present/cell.ts';
import { changeFromForm } from './changeFromForm.ts';
import { FormPage } from './formPage.ts';
import type { Header, Page, TextView } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { ScrolledLines } from './scrolledLines.ts';
import type { SectionTabs } from './sectionTabs.ts';

/** Nobody waits longer for what only undoing needs. */
const FORM_MS = 3_000;

/** A form of a section, and what is made of it. */
interface SectionForm {
  /** What is being filled in, for the line that says where one is. */
  readonly title: string;
  /** Names what was filled in and could not be carried out, among the drafts of the tabs. */
  readonly draft: string;
  /** The key that opens the form. */
  readonly key: string;
  readonly make: (options: ReadOptions) => Form | Promise<Form>;
  readonly changeOf: (form: Form, values: FormValues) => SectionChange;
}

/**
 * Opens the form, at once where it is there at once. It stays until the change has begun; if that fails, the form is as it was
 * filled in when it is opened again.
 */
export function openSectionForm(host: PageHost, tabs: SectionTabs, what: SectionForm): void {
  const making = new AbortController();
  try {
    const form = what.make({ signal: making.signal });
    if (form instanceof Promise) host.push(new OpeningPage(host, tabs, what, form, making));
    else host.push(sectionForm(host, tabs, what, form));
  } catch (thrown) {
    host.sayProblem(problemOf(thrown));
  }
}

/**
 * Goes on with the form that the way back will need: without one where it cannot be made in time, and not at all where the user
 * has left the page meanwhile.
 */
export function withForm(
  host: PageHost,
  page: Page,
  make: (options: ReadOptions) => Form | Promise<Form>,
  go: (form: Form | null) => void,
): void {
  let form: Form | Promise<Form> | null = null;
  try {
    form = make({ signal: AbortSignal.timeout(FORM_MS) });
  } catch {
    // It only means that there is no way back, which is said when it is asked for.
  }
  if (!(form instanceof Promise)) {
    go(form);
    return;
  }
  host.say('One moment…', 'pending');
  void form
    .catch(() => null)
    .then((made) => {
      if (!host.isOnTop(page)) return;
      host.say('');
      go(made);
    });
}

function headerOf(tabs: SectionTabs): Header {
  return { ...tabs.header(null, []), age: null };
}

function sectionForm(host: PageHost, tabs: SectionTabs, what: SectionForm, form: Form): Page {
  const { drafts, subject } = tabs;
  const before = drafts.get(what.draft) ?? null;
  drafts.delete(what.draft);
  const { node } = tabs;
  const send = (values: FormValues, left: AbortSignal) => {
    const change = what.changeOf(form, values);
    return changeFromForm(host, { kind: 'section', balancer: subject.ref, node, change }, left, {
      afterFailure: `${what.key} opens it again as you filled it in`,
      onBegin: (run) =>
        void run.finished.then(({ failed, total }) => {
          if (failed === total) drafts.set(what.draft, page.state);
        }),
    });
  };
  const page: FormPage = new FormPage(host, form, headerOf(tabs), send, before);
  return page;
}

/** Keys that leave the page or the program. */
const LEAVING: ReadonlySet<string> = new Set(['esc', 'ctrl-c', 'ctrl-z']);

/** In place of a form that is still being made: what is typed meanwhile must not do anything else. */
class OpeningPage implements Page {
  readonly place = 'form';
  readonly crumb: string;
  readonly factLines = 0;
  readonly #host: PageHost;
  readonly #tabs: SectionTabs;
  readonly #what: SectionForm;
  readonly #scrolled = new ScrolledLines();
  #making: AbortController;
  #lines: readonly (readonly Cell[])[] = [];

  constructor(
    host: PageHost,
    tabs: SectionTabs,
    what: SectionForm,
    form: Promise<Form>,
    making: AbortController,
  ) {
    this.crumb = what.title;
    this.#host = host;
    this.#tabs = tabs;
    this.#what = what;
    this.#making = making;
    this.#await(form, making.signal);
  }

  header(): Header {
    return headerOf(this.#tabs);
  }

  view(): TextView {
    return this.#scrolled.view(this.#lines);
  }

  whyNot(_command: CommandId): string | null {
    return null;
  }

  run(_command: CommandId): void {}

  press(press: Press): boolean {
    if (LEAVING.has(press.name)) return false;
    if (press.name === 'ctrl-r') this.#again();
    return true;
  }

  setHeight(rows: number, columns: number): void {
    this.#scrolled.setSize(rows, columns - 2);
  }

  show(): void {}

  hide(): void {
    this.#making.abort();
  }

  #again(): void {
    this.#making.abort();
    this.#making = new AbortController();
    const { signal } = this.#making;
    this.#await(
      Promise.resolve().then(() => this.#what.make({ signal })),
      signal,
    );
  }

  #await(form: Promise<Form>, signal: AbortSignal): void {
    this.#say([cell('One moment…', 'pending')]);
    form.then(
      (made) => {
        if (!signal.aborted) this.#host.replace(sectionForm(this.#host, this.#tabs, this.#what, made));
      },
      (thrown: unknown) => {
        if (signal.aborted) return;
        this.#say(
          [cell(`${problemLine(problemOf(thrown))}. `, 'bad', 'error')],
          [cell('ctrl-r tries again', 'dim')],
        );
      },
    );
  }

  #say(...lines: readonly (readonly Cell[])[]): void {
    this.#lines = [[cell(this.#what.title, 'strong')], [], ...lines];
    this.#host.changed();
  }
}
