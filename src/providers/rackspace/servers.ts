import * as z from 'zod/mini';
import type { Server } from '../../model/server.ts';
import { readPages } from './pages.ts';
import type { Session } from './session.ts';
import { address, readEach, text, word } from './wireFields.ts';

const serverShape = z.object({
  id: text,
  name: text,
  status: word,
  addresses: z.catch(z.record(z.string(), z.unknown()), {}),
  accessIPv4: address,
  accessIPv6: address,
});
const addressShape = z.object({ addr: address });

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

  /** All servers, distinct by id. */
  async list(signal: AbortSignal): Promise<readonly Server[]> {
    const source = { base: this.#base, collection: 'servers', what: this.#what, signal } as const;
    const { rows } = await readPages(this.#session, source, (members) =>
      readEach(serverShape, members).flatMap(serverOf),
    );
    return rows;
  }
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
