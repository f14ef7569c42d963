import * as z from 'zod/mini';
import { Failure } from '../../model/problem.ts';
import type { Server } from '../../model/server.ts';
import { unreadable } from './problems.ts';
import type { Session } from './session.ts';
import { address, list, readEach, text, word } from './wireFields.ts';

const PAGE = 100;
/** 20,000 servers; whoever sends more pages than that is going round in circles. */
const MOST_PAGES = 200;

const pageShape = z.object({ servers: z.nullable(z.array(z.unknown())), servers_links: list });
const serverShape = z.object({
  id: text,
  name: text,
  status: word,
  addresses: z.catch(z.record(z.string(), z.unknown()), {}),
  accessIPv4: address,
  accessIPv6: address,
});
const addressShape = z.object({ addr: address });
const linkShape = z.object({ rel: text, href: text });

/** The Cloud Servers of the balancers' region. */
export class CloudServers {
  readonly #session: Session;
  readonly #base: string;
  readonly #what: string;

  constructor(session: Session, base: string, region: string | null) {
    this.#session = session;
    this.#base = base;
    this.#what = `list the servers${region === null ? '' : ` of ${region}`}`;
  }

  /** All servers, distinct by id. The marker is exclusive here, and pages follow the engine's `next` links (spec §9). */
  async list(signal: AbortSignal): Promise<readonly Server[]> {
    const found = new Map<string, Server>();
    const asked = new Set<string>();
    let marker: string | null = null;
    for (let page = 0; page < MOST_PAGES; page++) {
      const query = new URLSearchParams({ limit: String(PAGE), ...(marker === null ? {} : { marker }) });
      const url = `${this.#base}/servers/detail?${query}`;
      const { json, body, requestId } = await this.#session.read({ url, what: this.#what, signal });
      const read = pageShape.safeParse(json);
      if (!read.success) throw new Failure(unreadable(this.#what, body, requestId));
      const servers = readEach(serverShape, read.data.servers ?? []).flatMap(serverOf);
      for (const server of servers) if (!found.has(server.id)) found.set(server.id, server);
      marker = nextMarker(read.data.servers_links);
      if (marker === null || servers.length === 0 || asked.has(marker)) break;
      asked.add(marker);
    }
    return [...found.values()];
  }
}

/** Only the marker is taken from the link: its host may be an internal one, and our token must not go there. */
function nextMarker(links: readonly unknown[]): string | null {
  const next = readEach(linkShape, links).find(({ rel }) => rel === 'next');
  const query = next?.href?.split('?')[1];
  return query === undefined ? null : new URLSearchParams(query).get('marker');
}

function serverOf(read: z.infer<typeof serverShape>): Server[] {
  if (read.id === null) return [];
  const networks = Object.values(read.addresses).flatMap((network) =>
    Array.isArray(network) ? readEach(addressShape, network).map(({ addr }) => addr) : [],
  );
  const addresses = [...networks, read.accessIPv4, read.accessIPv6].filter((each) => each !== null);
  return [
    {
      id: read.id,
      name: read.name ?? read.id,
      status: read.status ?? 'UNKNOWN',
      addresses: [...new Set(addresses)],
    },
  ];
}
