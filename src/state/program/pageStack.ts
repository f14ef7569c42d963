import type { Page } from '../pages/page.ts';

/** The pages that are open, the root below them. Only the one on top reads. */
export class PageStack {
  readonly #root: Page;
  readonly #onMove: () => void;
  #pages: readonly Page[];
  #cover: { readonly page: Page; readonly onGone: () => void } | null = null;

  /** `onMove` is called between the page that goes and the one that comes. */
  constructor(root: Page, onMove: () => void) {
    this.#root = root;
    this.#onMove = onMove;
    this.#pages = [root];
  }

  get root(): Page {
    return this.#root;
  }

  get top(): Page {
    return this.#cover?.page ?? this.#pages.at(-1) ?? this.#root;
  }

  get atRoot(): boolean {
    return this.#pages.length === 1 && !this.#cover;
  }

  /** The way from the root to the page on top. */
  get crumbs(): readonly string[] {
    const pages = this.#cover ? [...this.#pages, this.#cover.page] : this.#pages;
    return pages.flatMap(({ crumb, tab }) => (tab === undefined ? [crumb] : [crumb, tab]));
  }

  /** Lays a page over the one on top, which goes on reading as if it were still seen. `onGone` is called however it goes. */
  cover(page: Page, onGone: () => void): void {
    this.#uncover();
    this.#cover = { page, onGone };
    this.#onMove();
    page.show();
  }

  /** Takes this page away where it still covers another. */
  uncover(page: Page): void {
    if (this.#cover?.page !== page) return;
    this.#uncover();
    this.#onMove();
  }

  push(page: Page): void {
    this.#show([...this.#pages, page]);
  }

  /** Goes to the root and opens this page over it. */
  home(page: Page): void {
    this.#show([this.#root, page]);
  }

  /** Puts a page right above the root, below `first`, which stands there: the page on top stays. False where it does not. */
  slip(page: Page, first: Page): boolean {
    if (this.#pages[1] !== first) return false;
    this.#pages = [this.#root, page, ...this.#pages.slice(1)];
    return true;
  }

  back(): void {
    if (this.#cover) this.uncover(this.#cover.page);
    else if (!this.atRoot) this.#show(this.#pages.slice(0, -1));
  }

  /** This page in place of the one on top. What both of them read goes on being read. */
  replace(page: Page): void {
    this.#uncover();
    const before = this.top;
    if (page === before) return;
    this.#pages = [...this.#pages.slice(0, -1), page];
    this.#onMove();
    page.show();
    before.hide();
  }

  #uncover(): void {
    const gone = this.#cover;
    this.#cover = null;
    gone?.page.hide();
    gone?.onGone();
  }

  #show(pages: readonly Page[]): void {
    this.#uncover();
    this.top.hide();
    this.#pages = pages;
    this.#onMove();
    this.top.show();
  }
}
