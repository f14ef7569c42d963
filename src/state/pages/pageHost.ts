import type { Clock } from '../../model/clock.ts';
import type { Problem } from '../../model/problem.ts';
import type { ChangeRequest } from '../changes/request.ts';
import type { Run } from '../changes/run.ts';
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
  /** Called instead of `onYes`, however it was refused. */
  readonly onNo?: () => void;
}

/** How a change is to be asked for, and what whoever asks wants to hear of it. */
export interface ChangeManner {
  /** Asks first, whether or not the plan warns. */
  readonly asks?: boolean;
  /** Aborted when it is not wanted any more: what has not begun does not begin. */
  readonly signal?: AbortSignal;
  /** It has begun. */
  readonly onBegin?: (run: Run) => void;
  /** It does not begin. `problem` is why, which nobody else says then; null where the user has said no. */
  readonly onDrop?: (problem: Problem | null) => void;
  /** All of it is so already: called instead of `onDrop` with a sentence that says so, which nobody else says then. */
  readonly onFulfilled?: (text: string) => void;
  /** Said behind the reason if all of it fails: what the user can do. */
  readonly afterFailure?: string;
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
  /** This page in place of the one on the screen. */
  replace(page: Page): void;
  /** True while this page is the one on the screen. */
  isOnTop(page: Page): boolean;
  say(text: string, tone?: Tone): void;
  /** Says why a key does nothing now, until another page is shown. */
  refuse(whyNot: string): void;
  sayProblem(problem: Problem): void;
  ask(question: Question): void;
  /** Plans the change, asks if the plan warns, and begins it. Every key that changes something ends here. */
  change(request: ChangeRequest, manner?: ChangeManner): void;
  undo(): void;
  /** Why nothing can be undone, or null. */
  whyNoUndo(): string | null;
  copy(text: string, what: string): void;
  /** The text after the user's editor has had it, with the terminal meanwhile. Throws Failure: nothing has changed then. */
  edit(text: string, name: string): Promise<string>;
  orderOf(place: Place): SortOrder | null;
  rememberOrder(place: Place, order: SortOrder): void;
}
