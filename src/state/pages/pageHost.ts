import type { Clock } from '../../model/clock.ts';
import type { Problem } from '../../model/problem.ts';
import type { ChangeRequest } from '../changes/request.ts';
import type { Place } from '../keys/bindings.ts';
import type { SortOrder } from '../list/column.ts';
import type { Tone } from '../present/cell.ts';
import type { Workspace } from '../workspace.ts';
import type { Page } from './page.ts';

/** Asked in a panel over the screen. Cancel is chosen at first. */
export interface Question {
  readonly title: string;
  /** What would happen, a line each. */
  readonly lines: readonly string[];
  /** Names of what it concerns. */
  readonly names: readonly string[];
  /** What the button says: `Disable 3 nodes`. */
  readonly yes: string;
  /** What must be typed instead of pressing the button. */
  readonly typed: string | null;
  readonly onYes: () => void;
  /** Said when it is cancelled; nothing where it is left out. */
  readonly cancelled?: string;
  /** ctrl-c, which asked it, pressed again is yes. */
  readonly insists?: boolean;
}

/** What a page may ask of the program it stands in. */
export interface PageHost {
  readonly workspace: Workspace;
  readonly clock: Clock;
  /** Draw again: something this page shows has changed. */
  changed(): void;
  push(page: Page): void;
  /** Goes to the root and opens this page over it. */
  home(page: Page): void;
  back(): void;
  /** True while this page is the one on the screen. */
  isOnTop(page: Page): boolean;
  say(text: string, tone?: Tone): void;
  sayProblem(problem: Problem): void;
  ask(question: Question): void;
  /** Plans the change, asks if the plan warns, and begins it. Every key that changes something ends here. */
  change(request: ChangeRequest): void;
  undo(): void;
  /** Why nothing can be undone, or null. */
  whyNoUndo(): string | null;
  copy(text: string, what: string): void;
  orderOf(place: Place): SortOrder | null;
  rememberOrder(place: Place, order: SortOrder): void;
}
