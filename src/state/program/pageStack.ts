import type { Page } from '../pages/page.ts';

/** The pages that are open, the root below them. Only the one on top reads. */
export class PageStack {
  readonly #root: Page;
  readonly #onMove: () => void;
  #pages: readonly Page[];

  /** `onMove` is called between the page that goes and the one that comes. */
  constructor(root: Page, onMove: () => void) {
    this.#root = root;
    this.#onMove = onMove;
    this.#pages = [root];
  }

  get top(): Page {
    return this.#pages.at(-1) ?? this.#root;
  }

  get atRoot(): boolean {
    return this.#pages.length === 1;
  }

  /** The way from the root to the page on top. */
  get crumbs(): readonly string[] {
    return this.#pages.flatMap(({ crumb, tab }) => (tab === undefined ? [crumb] : [crumb, tab]));
  }

  push(page: Page): void {
    this.#show([...this.#pages, page]);
  }

  /** Goes to the root and opens this page over it. */
  home(page: Page): void {
    this.#show([this.#root, page]);
  }

  back(): void {
    if (!this.atRoot) this.#show(this.#pages.slice(0, -1));
  }

  /** This page in place of the one on top. What both of them read goes on being read. */
  replace(page: Page): void {
    const before = this.top;
    if (page === before) return;
    this.#pages = [...this.#pages.slice(0, -1), page];
    this.#onMove();
    page.show();
    before.hide();
  }

  #show(pages: readonly Page[]): void {
    this.top.hide();
    this.#pages = pages;
    this.#onMove();
    this.top.show();
  }
}
