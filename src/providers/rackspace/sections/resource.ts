import type { BalancerDetail } from '../../../model/balancer.ts';
import type { Clock } from '../../../model/clock.ts';
import { Failure } from '../../../model/problem.ts';
import type { Lifetime } from '../../http/lifetime.ts';
import type { Balancers } from '../balancers.ts';
import type { Changes } from '../changes.ts';
import type { Offers } from '../create/offers.ts';
import type { Labels } from '../labels.ts';
import { unreadable } from '../problems.ts';
import type { Session } from '../session.ts';
import { keyedOrNull } from './wireValues.ts';

/** What the sections of one region's balancers are made with: the opened provider's parts. */
export interface SectionParts {
  readonly clock: Clock;
  readonly lifetime: Lifetime;
  readonly session: Session;
  readonly balancers: Balancers;
  readonly labels: Labels;
  readonly changes: Changes;
  readonly offers: Offers;
  /** Of the load balancer service in this region. */
  readonly base: string;
}

/** Where something that hangs off a balancer is found. */
export interface Place {
  readonly balancerId: string;
  readonly url: string;
  /** The key of the answer under which it stands. */
  readonly root: string;
  /** `the health monitor of shop-front (7001)` */
  readonly noun: string;
  /** True where the balancer's own answer shows it as well, under the same key. */
  readonly inDetail: boolean;
  /** True where the engine always has it, so that an answer without it is none. */
  readonly always?: boolean;
  /** True where 404 means that there is none of it. */
  readonly none404?: boolean;
}

/** Something that hangs off a balancer: where it is, and how to see it. */
export class Resource {
  readonly place: Place;
  readonly #session: Session;

  constructor(session: Session, place: Place) {
    this.#session = session;
    this.place = place;
  }

  /** What stands under the key; undefined where nothing does. Throws Failure. */
  async read(signal: AbortSignal): Promise<unknown> {
    const { url, root, noun, always, none404 } = this.place;
    const what = `read ${noun}`;
    try {
      const { json, body, requestId } = await this.#session.read({ url, what, signal });
      const value = keyedOrNull(json)?.[root];
      if (always && value === undefined) throw new Failure(unreadable(what, body, requestId));
      return value;
    } catch (thrown) {
      if (none404 && thrown instanceof Failure && thrown.problem.status === 404) return undefined;
      throw thrown;
    }
  }

  /** The same from the balancer's answer. */
  shownBy(detail: BalancerDetail): unknown {
    return detailOf(detail)[this.place.root];
  }

  /** As it is now, when the balancer has just been read. */
  async seen(detail: BalancerDetail, signal: AbortSignal): Promise<unknown> {
    return this.place.inDetail ? this.shownBy(detail) : this.read(signal);
  }
}

/** The engine's own answer about a balancer, without its wrapper. */
export function detailOf(balancer: BalancerDetail): Readonly<Record<string, unknown>> {
  return keyedOrNull(keyedOrNull(balancer.raw)?.['loadBalancer']) ?? {};
}
