import type { Header, PageView } from '../pages/page.ts';
import type { Cell } from '../present/cell.ts';
import type { KeyHint } from './keyHints.ts';
import type { Layout, Size } from './layout.ts';
import type { Overlay } from './overlays.ts';

/** What the program can make the terminal do. */
export interface Effects {
  quit(): void;
  suspend(): void;
  /** Puts text on the clipboard of the user's terminal. */
  copy(text: string): void;
  /** Lends the terminal to another program (an editor) until `run` is over, however it ends. */
  handOver<T>(run: () => Promise<T>): Promise<T>;
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
