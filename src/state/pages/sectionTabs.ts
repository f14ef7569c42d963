import type { BalancerDetail } from '../../model/balancer.ts';
import type { Node } from '../../model/node.ts';
import type { Collection, Section, Setting } from '../../providers/sections.ts';
import type { BalancerRef } from '../changes/request.ts';
import { sectionMark } from '../changes/sectionMark.ts';
import type { FormState } from '../form/formState.ts';
import { ageCell, type Live } from '../live/liveCell.ts';
import type { LiveObserver, Reading } from '../live/queries.ts';
import { counted } from '../present/age.ts';
import { type Cell, cell } from '../present/cell.ts';
import { type TabLabel, tabLine } from '../present/tabLine.ts';
import { sessionHeader } from './accountCells.ts';
import { CollectionPage } from './collectionPage.ts';
import type { Header, Page, PageTabs } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { SettingsPage } from './settingsPage.ts';

/** Whose sections they are: a balancer's, or those of one node of it. */
export interface TabsSubject {
  readonly ref: BalancerRef;
  /** What it is called now. */
  readonly crumb: string;
  /** Its sections, as the balancer was read last. */
  sections(detail: BalancerDetail): readonly Section[];
  /** The node whose they are; null for a balancer's own. */
  node(detail: BalancerDetail): Node | null;
  /** One line that says what it is and how it is. */
  facts(detail: BalancerDetail | null): readonly Cell[];
}

/** A tab that is no section. */
export interface OtherTab {
  readonly key: string;
  readonly title: string;
  count(): Cell | null;
  page(tabs: PageTabs): Page;
}

interface Tab extends TabLabel {
  page(): Page;
}

const SETTINGS = 'settings';
const BETWEEN = '   ';

/**
 * A balancer's pages side by side, or a node's: what they share, and which there are. The balancer is read once for all of them;
 * what is behind a tab is not read before it is opened. Each page is kept, with its cursor, marks and filter.
 */
export class SectionTabs implements PageTabs {
  readonly subject: TabsSubject;
  /** What could not be carried out, as it was filled in, by what it was about. */
  readonly drafts = new Map<string, FormState>();
  readonly #host: PageHost;
  readonly #detail: LiveObserver<BalancerDetail>;
  readonly #before: readonly OtherTab[];
  readonly #after: readonly OtherTab[];
  readonly #listeners = new Set<() => void>();
  readonly #pages = new Map<string, Page>();
  readonly #counts = new Map<string, number>();
  #current: string;
  #columns = 80;
  #leave: () => void = () => {};
  #derived: { readonly from: BalancerDetail; readonly sections: readonly Section[] } | null = null;

  constructor(
    host: PageHost,
    subject: TabsSubject,
    others: { readonly before?: readonly OtherTab[]; readonly after?: readonly OtherTab[] } = {},
  ) {
    const { session, id } = subject.ref;
    this.#host = host;
    this.subject = subject;
    this.#detail = host.workspace.queries.balancer(session, id);
    this.#before = others.before ?? [];
    this.#after = others.after ?? [];
    this.#current = this.#before[0]?.key ?? '';
  }

  /** The balancer as it is read, for the age of what is shown. */
  get detail(): LiveObserver<BalancerDetail> {
    return this.#detail;
  }

  get crumb(): string {
    return this.subject.crumb;
  }

  get reading(): Reading<BalancerDetail> | null {
    return this.#detail.getCurrentResult().data ?? null;
  }

  /** The node whose sections they are; null for a balancer's own, and for one that has gone. */
  get node(): Node | null {
    const { reading } = this;
    return reading && this.subject.node(reading.value);
  }

  /** Reads the balancer while any page listens. Returns the way to stop. */
  open(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1)
      this.#leave = this.#detail.subscribe(() => {
        for (const one of [...this.#listeners]) one();
      });
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#leave();
    };
  }

  /** The first page of those that are no other's: of a node there may be none. */
  first(): Page | null {
    const [tab] = this.#tabs();
    if (!tab) return null;
    this.#current = tab.key;
    return tab.page();
  }

  step(by: 1 | -1): void {
    const tabs = this.#tabs();
    const at = tabs.findIndex(({ key }) => key === this.#current);
    const next = tabs[at < 0 ? 0 : (at + by + tabs.length) % tabs.length];
    if (!next) return;
    this.#current = next.key;
    this.#host.replace(next.page());
  }

  whyNot(): string | null {
    return this.#tabs().length > 1 ? null : 'this is the only tab';
  }

  /** The collection of that key as it is now; null where there is none any more. */
  collection(key: string): Collection | null {
    const found = this.#sections().find((section) => section.kind === 'collection' && section.key === key);
    return found?.kind === 'collection' ? found : null;
  }

  settings(): readonly Setting[] {
    return this.#sections().flatMap((section) => (section.kind === 'setting' ? [section] : []));
  }

  /** What is known of a collection's size is said on its tab. */
  count(key: string, items: number): void {
    this.#counts.set(key, items);
  }

  /** A section's name among what is under way, and among what is read. */
  mark(key: string): string {
    return sectionMark(this.node, key);
  }

  /** An observer of a section that is read by itself. `read` is asked anew each time: sections are made from each reading. */
  observe<T>(key: string, read: (signal: AbortSignal) => Promise<T>): LiveObserver<T> {
    const { session, id } = this.subject.ref;
    return this.#host.workspace.queries.section(session, id, this.mark(key), read);
  }

  header(count: string | null, observers: readonly Live[]): Header {
    return {
      ...sessionHeader(this.subject.ref.session, this.#host.workspace.readOnly),
      count,
      age: ageCell([this.#detail, ...observers], this.#host.clock.now()),
    };
  }

  /** What it is, and its tabs. */
  facts(): readonly (readonly Cell[])[] {
    return [this.subject.facts(this.reading?.value ?? null), this.line()];
  }

  fit(columns: number): void {
    this.#columns = columns;
  }

  line(): readonly Cell[] {
    const underWay = this.#host.workspace.desk.pending.count(this.subject.ref);
    const news: readonly Cell[] =
      underWay > 0
        ? [cell(BETWEEN), cell(`${counted(underWay, 'change')} under way`, 'pending', 'pending')]
        : [];
    const taken = news.reduce((sum, { text, sign }) => sum + text.length + (sign ? 2 : 0), 2);
    return [...tabLine(this.#tabs(), this.#current, this.#columns - taken), ...news];
  }

  #sections(): readonly Section[] {
    const detail = this.reading?.value;
    if (!detail) return [];
    if (this.#derived?.from !== detail)
      this.#derived = { from: detail, sections: this.subject.sections(detail) };
    return this.#derived.sections;
  }

  #tabs(): readonly Tab[] {
    const sections = this.#sections();
    const collections = sections.flatMap((section) =>
      section.kind === 'collection' ? [this.#collectionTab(section)] : [],
    );
    const settings = sections.some(({ kind }) => kind === 'setting') ? [this.#settingsTab()] : [];
    const other = (tab: OtherTab): Tab => ({
      ...tab,
      count: tab.count(),
      page: () => this.#page(tab.key, () => tab.page(this)),
    });
    return [...this.#before.map(other), ...collections, ...settings, ...this.#after.map(other)];
  }

  #collectionTab(collection: Collection): Tab {
    const { key, title, known } = collection;
    const count = known?.length ?? this.#counts.get(key) ?? null;
    return {
      // A collection may be called as another tab is.
      key: `collection ${key}`,
      title,
      count: count === null ? null : cell(String(count), 'dim'),
      page: () => this.#page(`collection ${key}`, () => new CollectionPage(this.#host, this, collection)),
    };
  }

  #settingsTab(): Tab {
    return {
      key: SETTINGS,
      title: 'Settings',
      count: null,
      page: () => this.#page(SETTINGS, () => new SettingsPage(this.#host, this)),
    };
  }

  #page(key: string, make: () => Page): Page {
    const known = this.#pages.get(key) ?? make();
    this.#pages.set(key, known);
    return known;
  }
}
