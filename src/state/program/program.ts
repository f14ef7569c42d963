import type { Cancel } from '../../model/clock.ts';
import { type Problem, problemLine } from '../../model/problem.ts';
import type { ChangeRequest } from '../changes/request.ts';
import { readPreferences, rememberSort } from '../home/preferences.ts';
import { bindingFor, type CommandId, type Place } from '../keys/bindings.ts';
import type { Press } from '../keys/press.ts';
import type { SortOrder } from '../list/column.ts';
import { AccountsPage } from '../pages/accountsPage.ts';
import { BalancersPage } from '../pages/balancersPage.ts';
import { helpPage } from '../pages/helpPage.ts';
import { JournalPage } from '../pages/journalPage.ts';
import type { Page } from '../pages/page.ts';
import type { ChangeManner, PageHost, Question } from '../pages/pageHost.ts';
import { RunsPage } from '../pages/runsPage.ts';
import { TablePage } from '../pages/tablePage.ts';
import { TextPage } from '../pages/textPage.ts';
import { counted } from '../present/age.ts';
import type { Tone } from '../present/cell.ts';
import { Listeners } from '../store.ts';
import type { Workspace } from '../workspace.ts';
import { answerOnScreen } from './answering.ts';
import { begin, type StartAt } from './beginning.ts';
import { Changing } from './changing.ts';
import { keyHints } from './keyHints.ts';
import { layoutOf, type Size } from './layout.ts';
import { quitQuestion } from './leftOpen.ts';
import { Messages } from './messages.ts';
import { Overlays } from './overlays.ts';
import { partsOf } from './pageParts.ts';
import { PageStack } from './pageStack.ts';
import { Palette } from './palette.ts';
import { paletteEntries } from './paletteEntries.ts';
import type { Effects, ProgramView } from './programView.ts';
import { progressCell } from './progress.ts';

/** Ages on the screen go by seconds. */
const TICK_MS = 1_000;

/** The interactive program without its looks: pages on a stack, a key at a time in, a view out. */
export class Program implements PageHost {
  readonly workspace: Workspace;
  readonly #effects: Effects;
  readonly #changing: Changing;
  readonly #listeners = new Listeners();
  readonly subscribe = this.#listeners.subscribe;
  readonly #stack: PageStack;
  readonly #overlays = new Overlays(this);
  readonly #messages: Messages;
  #size: Size;
  #stopTicking: Cancel = () => {};
  readonly #leave: (() => void)[] = [];
  #version = 0;
  #seen: { readonly version: number; readonly view: ProgramView } | null = null;

  constructor(workspace: Workspace, effects: Effects, size: Size) {
    this.workspace = workspace;
    this.#effects = effects;
    this.#size = size;
    this.#messages = new Messages(workspace.clock, () => this.changed());
    this.#changing = new Changing(workspace, this);
    this.#stack = new PageStack(new AccountsPage(this), () => {
      this.#overlays.close();
      this.#messages.movedOn();
    });
  }

  get clock() {
    return this.workspace.clock;
  }

  /** Begins reading and ticking, and opens the account that was named, if one was. */
  start(startAt: StartAt | null = null): void {
    const { desk, questions } = this.workspace;
    this.#leave.push(
      questions.answeredBy(answerOnScreen(this, this.#stack)),
      desk.subscribe(() => this.changed()),
      desk.pending.subscribe(() => this.changed()),
    );
    this.#top.show();
    void begin(this, this.#stack, startAt);
    this.#tick();
  }

  /** Ends reading and ticking; the workspace stays open. */
  stop(): void {
    this.#stopTicking();
    this.#messages.stop();
    this.#changing.close();
    this.#top.hide();
    for (const leave of this.#leave) leave();
  }

  resize(size: Size): void {
    this.#size = size;
    this.changed();
  }

  /** Made once for each `version`: a key looks at it, and so does what draws it. */
  view(): ProgramView {
    if (this.#seen?.version !== this.#version) this.#seen = { version: this.#version, view: this.#look() };
    return this.#seen.view;
  }

  #look(): ProgramView {
    const page = this.#top;
    const message = this.#messages.current ?? progressCell(this.workspace.desk) ?? page.trouble?.() ?? null;
    const layout = layoutOf(this.#size, partsOf(page), message?.text ?? '');
    page.setHeight(layout.body, this.#size.columns);
    return {
      size: this.#size,
      layout,
      header: page.header(),
      crumbs: this.#stack.crumbs,
      page: page.view(),
      message,
      keys: keyHints(page, this.#stack.atRoot, (id) => this.#whyNot(id)),
      overlay: this.#overlays.current,
    };
  }

  /** One key. Whatever it does is done, or begun, when this returns. */
  press(press: Press): void {
    if (press.name === 'focus-in' || press.name === 'focus-out') return;
    const overlay = this.#overlays.current;
    if (overlay) this.#overlays.press(overlay, this.#top, press);
    else this.#pressPage(press);
    this.changed();
  }

  changed(): void {
    this.#version += 1;
    this.#listeners.notify();
  }

  /** Another number whenever something on the screen may have changed. */
  readonly version = (): number => this.#version;

  push(page: Page): void {
    this.#stack.push(page);
    this.changed();
  }

  home(page: Page): void {
    this.#stack.home(page);
    this.changed();
  }

  replace(page: Page): void {
    this.#stack.replace(page);
    this.changed();
  }

  back(): void {
    this.#stack.back();
    this.changed();
  }

  isOnTop(page: Page): boolean {
    return this.#top === page && this.#overlays.current === null;
  }

  say(text: string, tone: Tone = 'plain'): void {
    this.#messages.say(text, tone);
  }

  refuse(whyNot: string): void {
    this.#messages.say(`Not now: ${whyNot}`, 'warn', true);
  }

  sayProblem(problem: Problem): void {
    this.say(problemLine(problem), 'bad');
  }

  ask(question: Question): void {
    this.#messages.movedOn();
    this.#overlays.ask(question);
    this.changed();
  }

  change(request: ChangeRequest, manner?: ChangeManner): void {
    this.#changing.change(request, manner);
  }

  undo(): void {
    this.#changing.undo();
  }

  whyNoUndo(): string | null {
    return this.#changing.whyNoUndo();
  }

  copy(text: string, what: string): void {
    this.#effects.copy(text);
    const lines = text.split('\n').length;
    this.say(lines > 1 ? `Copied the ${what}, ${counted(lines, 'line')}` : `Copied the ${what}: ${text}`);
  }

  edit(text: string, name: string): Promise<string> {
    return this.#effects.handOver(() => this.workspace.editor.edit(text, name));
  }

  orderOf(place: Place): SortOrder | null {
    return readPreferences(this.workspace.settings).sort[place] ?? null;
  }

  rememberOrder(place: Place, order: SortOrder): void {
    rememberSort(this.workspace.settings, place, order).catch((thrown: unknown) =>
      this.workspace.debug('sort order not kept', { why: String(thrown) }),
    );
  }

  get #top(): Page {
    return this.#stack.top;
  }

  #pressPage(press: Press): void {
    const page = this.#top;
    if (press.name === 'ctrl-c') return this.#quit();
    if (page.press?.(press)) return;
    const binding = bindingFor(page.place, press.name);
    if (binding) this.#run(binding.id);
  }

  #run(command: CommandId): void {
    const page = this.#top;
    const whyNot = this.#whyNot(command);
    if (whyNot !== null) return this.refuse(whyNot);
    switch (command) {
      case 'back':
        return this.#stepBack(page);
      case 'quit':
        return this.#stack.atRoot ? this.#quit() : this.back();
      case 'quit-now':
        return this.#quit();
      case 'suspend':
        return this.#effects.suspend();
      case 'help':
        return this.push(helpPage(page, (id) => this.#whyNot(id)));
      case 'journal':
        return this.push(new JournalPage(this));
      case 'runs':
        return this.push(new RunsPage(this));
      case 'all-balancers':
        return this.home(new BalancersPage(this, this.workspace.sessions.list(), true));
      case 'palette':
        return this.#openPalette(page);
      case 'filter':
        return this.#overlays.filter(page);
      case 'stop':
        return this.#changing.stopAll();
      case 'copy-text':
        if (page instanceof TextPage && page.copied) this.copy(page.copied.text, page.copied.what);
        return;
      case 'next-tab':
        return page.tabs?.step(1);
      case 'previous-tab':
        return page.tabs?.step(-1);
      default:
        page.run(command);
    }
  }

  /** Why a command does nothing here now, or null. */
  #whyNot(command: CommandId): string | null {
    if (command === 'stop') return this.#changing.whyNoStop();
    if (command === 'next-tab' || command === 'previous-tab')
      return this.#top.tabs ? this.#top.tabs.whyNot() : 'there are no tabs here';
    return this.#top.whyNot(command);
  }

  #stepBack(page: Page): void {
    if (page instanceof TablePage && page.stepBack()) return;
    if (!this.#stack.atRoot) this.back();
    else if (this.#messages.current) this.say('');
    else this.say('This is the root: q quits');
  }

  #quit(): void {
    const question = quitQuestion(this.workspace, () => this.#effects.quit());
    if (question) this.ask(question);
    else this.#effects.quit();
  }

  #openPalette(page: Page): void {
    const entries = paletteEntries(this, page, {
      whyNot: (id) => this.#whyNot(id),
      run: (id) => this.#run(id),
    });
    const history = readPreferences(this.workspace.settings).paletteHistory;
    this.#overlays.find(new Palette(entries, history));
  }

  #tick(): void {
    this.#stopTicking = this.clock.after(TICK_MS, () => {
      this.#tick();
      this.changed();
    });
  }
}
