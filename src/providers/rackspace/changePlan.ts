import type { BalancerDetail } from '../../model/balancer.ts';
import type { HttpMethod } from '../http/transport.ts';
import type { Fault } from './faults.ts';

/** What a balancer shows of a change: done, none of it, or neither can be said. */
export type Trace = 'done' | 'none' | 'unclear';

/**
 * What a refusal leaves to do. nothing: it is so already · all: the refusal stands · under way: the engine is at it ·
 * busy: another change is in the way · a plan: less than was asked for.
 */
export type Left = 'nothing' | 'all' | 'under way' | 'busy' | ChangePlan;

/** One request that changes a balancer, and how to find out whether it was carried out. */
export interface ChangePlan {
  readonly balancerId: string;
  /** As in "Could not …". */
  readonly what: string;
  readonly request: {
    readonly method: HttpMethod;
    readonly url: string;
    readonly body?: unknown;
    /** Texts of the body that must never be shown, also where the engine quotes them. */
    readonly secrets?: readonly string[];
  };
  /** True where doing it twice is the same as doing it once. */
  readonly repeatable: boolean;
  /** When it is over: the balancer is ACTIVE again (where this is left out), as soon as it is accepted, or it is gone. */
  readonly ends?: 'active' | 'at once' | 'gone';
  /** May ask the engine for what the balancer's own answer does not show; throws Failure. */
  trace(detail: BalancerDetail, signal: AbortSignal): Trace | Promise<Trace>;
  /** For refusals that may mean "it is so already", by a look at the balancer; without it they stand. */
  left?(detail: BalancerDetail, fault: Fault, signal: AbortSignal): Left | Promise<Left>;
}
