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

/** A step that makes nothing new. */
export function sectionCall(run: Extract<Call, { kind: 'section' }>['run']): Call {
  return { kind: 'section', run, made: () => [] };
}
