import type { Balancer, BalancerDetail } from '../../model/balancer.ts';
import { Failure } from '../../model/problem.ts';
import type { Labels } from './labels.ts';
import { unreadable } from './problems.ts';
import type { Session } from './session.ts';
import { type BalancerPage, readBalancerDetail, readBalancerPage } from './wire.ts';

/** The engine's greatest page (spec §3.1). */
const PAGE = 100;
/** Pages asked for at once, growing as the list proves to be long: most accounts have one page. */
const LANES = [1, 2, 4] as const;
/** 50,000 balancers. An engine that goes on for longer is repeating itself in a way we did not notice. */
const MOST_PAGES = 500;

/** Reading balancers of one region. */
export class Balancers {
  readonly #session: Session;
  readonly #base: string;
  readonly #labels: Labels;
  readonly #where: string;

  constructor(session: Session, base: string, labels: Labels, region: string | null) {
    this.#session = session;
    this.#base = base;
    this.#labels = labels;
    this.#where = region === null ? '' : ` of ${region}`;
  }

  /** All balancers, a page at a time; the engine states no order, so they come as they come, distinct by id. */
  async list(signal: AbortSignal, onPage: (page: readonly Balancer[]) => void): Promise<readonly Balancer[]> {
    const found = new Map<string, Balancer>();
    const enough = new AbortController();
    // Both signals live no longer than this call.
    const until = AbortSignal.any([signal, enough.signal]);
    try {
      await this.#collect(found, until, onPage);
    } finally {
      enough.abort();
    }
    return [...found.values()];
  }

  async #collect(
    found: Map<string, Balancer>,
    signal: AbortSignal,
    onPage: (page: readonly Balancer[]) => void,
  ): Promise<void> {
    let next = 0;
    for (let round = 0; next < MOST_PAGES; round++) {
      const lanes = LANES[round] ?? LANES[LANES.length - 1] ?? 1;
      const pages = Array.from({ length: lanes }, (_, lane) => this.#page(next + lane, signal));
      // A page that fails is reported by the loop below; until then its rejection must have an owner.
      for (const page of pages) page.catch(() => {});
      next += lanes;
      for (const pending of pages) {
        const page = await pending;
        const fresh: Balancer[] = [];
        for (const row of page.rows) {
          if (found.has(row.id)) continue;
          found.set(row.id, row);
          fresh.push(row);
        }
        this.#labels.sawBalancers(fresh);
        if (fresh.length > 0) onPage(fresh);
        // A full page of deleted rows brings nothing new and is not the end.
        const repeats = fresh.length === 0 && page.rows.length > 0;
        if (page.size < PAGE || repeats) return;
      }
    }
  }

  async #page(index: number, signal: AbortSignal): Promise<BalancerPage> {
    const what = `list the balancers${this.#where}`;
    const offset = index === 0 ? '' : `&offset=${index * PAGE}`;
    const url = `${this.#base}/loadbalancers?limit=${PAGE}${offset}`;
    const { json, body, requestId } = await this.#session.read({ url, what, signal });
    const page = readBalancerPage(json);
    if (page === null) throw new Failure(unreadable(what, body, requestId));
    return page;
  }

  /** One balancer with its nodes. Deleted, in any of the engine's three ways to say so: Failure `missing`. */
  async get(id: string, signal: AbortSignal): Promise<BalancerDetail> {
    const what = `read ${this.#labels.balancer(id)}`;
    const { json, body, requestId } = await this.#session.read({ url: this.url(id), what, signal });
    const detail = readBalancerDetail(json, id);
    if (detail === null) throw new Failure(unreadable(what, body, requestId));
    this.#labels.sawDetail(detail);
    if (detail.status === 'DELETED')
      throw new Failure({
        kind: 'missing',
        message: `Could not ${what}: it has been deleted`,
        hint: 'Refresh the list',
        ...(requestId === null ? {} : { requestId }),
      });
    return detail;
  }

  /** The address of a balancer. Throws Failure `missing` for what cannot be an id, before it becomes part of a path. */
  url(id: string): string {
    return `${this.#base}/loadbalancers/${pathId(id, 'balancer')}`;
  }

  /** The address of a node. */
  nodeUrl(id: string, nodeId: string): string {
    return `${this.url(id)}/nodes/${pathId(nodeId, 'node')}`;
  }

  /** The address of several nodes: never empty, since without ids the engine's batch calls mean all or fail. */
  nodesUrl(id: string, nodeIds: readonly string[]): string {
    const query = nodeIds.map((nodeId) => `id=${pathId(nodeId, 'node')}`).join('&');
    return `${this.url(id)}/nodes${query === '' ? '' : `?${query}`}`;
  }
}

/** Ids are numbers at Rackspace, perhaps `lb-1` at its doubles; a mere word would name another resource (`usage`). */
export function isPathId(id: string): boolean {
  return /^(?=.*\d)[\w-]{1,128}$/.test(id);
}

/** The id, fit to be part of a path. Throws Failure `missing` for what cannot be one. */
export function pathId(id: string, noun: string): string {
  if (isPathId(id)) return id;
  throw new Failure({
    kind: 'missing',
    message: `There is no ${noun} “${id.slice(0, 60)}”`,
    hint: 'The ids of Rackspace are numbers',
  });
}
