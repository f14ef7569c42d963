import type { Node } from '../../model/node.ts';
import type { Warning } from './guards.ts';
import type { Call, Plan, Step } from './plan.ts';

/** What a section's change comes to: its words, its steps, what to know before. */
export interface Draft {
  readonly title: string;
  readonly done: string;
  readonly steps: readonly Step[];
  readonly skipped: Plan['skipped'];
  readonly warnings: readonly Warning[];
  readonly notes: readonly string[];
  /** Why it cannot be done; said when there are no steps. */
  readonly refusal: string | null;
}

/** Whose section it is. */
export interface Whose {
  readonly node: Node | null;
  /** `web-1 of shop-front`, `shop-front` */
  readonly text: string;
}

/** What the engine says besides, as warnings. */
export function engineWarnings(texts: readonly string[]): readonly Warning[] {
  return texts.map((text) => ({ code: 'engine', text }));
}

/** That it is not what it was when it was read; an undo knows what its change had left. */
export function meanwhileWarning(was: string, is: string, undoing: boolean): Warning {
  const since = undoing ? 'since' : 'since it was read';
  return {
    code: 'changed-meanwhile',
    text: `Somebody else has changed it ${since}: it was ${was}, it is ${is}`,
  };
}

/** Why nothing is to be written; an undo finds nothing to put back only where somebody else was there before. */
export function nothingText(what: string, undoing: boolean): string {
  return undoing
    ? `There is nothing to put back: somebody else has changed ${what} since`
    : `${what} is so already`;
}

/** A step that makes nothing new. */
export function sectionCall(run: Extract<Call, { kind: 'section' }>['run']): Call {
  return { kind: 'section', run, made: () => [] };
}
