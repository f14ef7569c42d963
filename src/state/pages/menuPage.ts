import type { CommandId } from '../keys/bindings.ts';
import type { Header, MenuView, Page } from './page.ts';

/** What a menu shows, and what choosing does. `signal` is aborted when the menu is left. */
export interface Menu {
  readonly crumb: string;
  readonly header: () => Header;
  readonly title: string;
  readonly items: MenuView['items'];
  /** Lit at first; null for the first. */
  readonly current: string | null;
  readonly choose: (value: string, signal: AbortSignal) => void;
}

/** A short fixed menu on a page of its own. */
export class MenuPage implements Page {
  readonly place = 'regions';
  readonly crumb: string;
  readonly factLines = 0;
  readonly #menu: Menu;
  readonly #leave = new AbortController();

  constructor(menu: Menu) {
    this.crumb = menu.crumb;
    this.#menu = menu;
  }

  header(): Header {
    return this.#menu.header();
  }

  view(): MenuView {
    const { title, items, current, choose } = this.#menu;
    return { kind: 'menu', title, items, current, choose: (value) => choose(value, this.#leave.signal) };
  }

  whyNot(_command: CommandId): string | null {
    return null;
  }

  run(_command: CommandId): void {}

  setHeight(_rows: number): void {}

  show(): void {}

  hide(): void {
    this.#leave.abort();
  }
}
