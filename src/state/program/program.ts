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
import type { Header, Page, PageView } from '../pages/page.ts';
import type { PageHost, Question } from '../pages/pageHost.ts';
import { RunsPage } from '../pages/runsPage.ts';
import { TablePage } from '../pages/tablePage.ts';
import type { Cell, Tone } from '../present/cell.ts';
import { Listeners } from '../store.ts';
import type { Workspace } from '../workspace.ts';
import { Changing } from './changing.ts';
import { type KeyHint, keyHints } from './keyHints.ts';
import { type Layout, layoutOf, type Size } from './layout.ts';
import { offerRuns, quitQuestion } from './leftOpen.ts';
import { Messages } from './messages.ts';
import { type Overlay, Overlays } from './overlays.ts';
import { Palette } from './palette.ts';
import { paletteEntries } from './paletteEntries.ts';
import { progressCell } from './progress.ts';

/** What the program can make the terminal do. */
export interface Effects {
  quit(): void;
  suspend(): void;
  /** Puts text on the clipboard of the user's terminal. */
  copy(text: string): void;
}

/** Everything that is on the screen. */
export interface ProgramView {
  readonly size: Size;
  readonly layout: Layout;
  readonly header: Header;
  readonly crumbs: readonly string[];
  readonly page: PageView;
  readonly message: Cell | null;
  readonly keys: readonly KeyHint[];
  readonly overlay: Overlay | null;
}

/** Ages on the screen go by seconds. */
const TICK_MS = 1_000;

/** The interactive program without its looks: pages on a stack, a key at a time in, a view out. */
export class Program implements PageHost {
  readonly workspace: Workspace;
  readonly #effects: Effects;
  readonly #changing: Changing;
  readonly #listeners = new Listeners();
  readonly subscribe = this.#listeners.subscribe;
  readonly #root: AccountsPage;
  #stack: readonly Page[];
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
    this.#root = new AccountsPage(this);
    this.#stack = [this.#root];
  }

  get clock() {
    return this.workspace.clock;
  }

  /** Begins reading and ticking. */
  start(): void {
    const { desk } = this.workspace;
    this.#leave.push(
      desk.subscribe(() => this.changed()),
      desk.pending.subscribe(() => this.changed()),
    );
    this.#top.show();
    const [notice] = this.workspace.notices();
    if (notice) this.say(notice, 'warn');
    offerRuns(this);
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
    const isTable = page instanceof TablePage;
    const message = this.#messages.current ?? progressCell(this.workspace.desk) ?? page.trouble?.() ?? null;
    const layout = layoutOf(this.#size, page.factLines, isTable, message?.text ?? '');
    page.setHeight(layout.body, this.#size.columns);
    return {
      size: this.#size,
      layout,
      header: page.header(),
      crumbs: this.#stack.map((one) => one.crumb),
      page: page.view(),
      message,
      keys: keyHints(page, this.#stack.length === 1, (id) => this.#whyNot(id)),
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
    this.#show([...this.#stack, page]);
  }

  home(page: Page): void {
    this.#show([this.#root, page]);
  }

  back(): void {
    if (this.#stack.length > 1) this.#show(this.#stack.slice(0, -1));
  }

  isOnTop(page: Page): boolean {
    return this.#top === page && this.#overlays.current === null;
  }

  say(text: string, tone: Tone = 'plain'): void {
    this.#messages.say(text, tone);
  }

  sayProblem(problem: Problem): void {
    this.say(problemLine(problem), 'bad');
  }

  ask(question: Question): void {
    this.#overlays.ask(question);
    this.changed();
  }

  change(request: ChangeRequest): void {
    this.#changing.change(request);
  }

  undo(): void {
    this.#changing.undo();
  }

  whyNoUndo(): string | null {
    return this.#changing.whyNoUndo();
  }

  copy(text: string, what: string): void {
    this.#effects.copy(text);
    this.say(`Copied the ${what}: ${text}`);
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
    return this.#stack.at(-1) ?? this.#root;
  }

  #show(stack: readonly Page[]): void {
    this.#top.hide();
    this.#stack = stack;
    this.#overlays.close();
    this.#messages.pageChanged();
    this.#top.show();
    this.changed();
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
    if (whyNot !== null) {
      this.say(`Not now: ${whyNot}`, 'warn');
      return;
    }
    switch (command) {
      case 'back':
        return this.#stepBack(page);
      case 'quit':
        return this.#stack.length > 1 ? this.back() : this.#quit();
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
      default:
        page.run(command);
    }
  }

  /** Why a command does nothing here now, or null. */
  #whyNot(command: CommandId): string | null {
    return command === 'stop' ? this.#changing.whyNoStop() : this.#top.whyNot(command);
  }

  #stepBack(page: Page): void {
    if (page instanceof TablePage && page.stepBack()) return;
    if (this.#stack.length > 1) this.back();
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
