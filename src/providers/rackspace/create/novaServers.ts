import { isIPv4 } from 'node:net';
import * as z from 'zod/mini';
import { Failure } from '../../../model/problem.ts';
import { pathId } from '../balancers.ts';
import { readPages } from '../pages.ts';
import { unreadable } from '../problems.ts';
import type { Session, WriteOutcome } from '../session.ts';
import { address, number, readEach, text, word } from '../wireFields.ts';
import { RUN_TAG, STEP_TAG } from './tags.ts';

/** A server as the wizard and a run need it. */
export interface NovaServer {
  readonly id: string;
  readonly name: string;
  /** BUILD, ACTIVE, ERROR, DELETED or another of the engine's words. */
  readonly status: string;
  /** 0 to 100 while it is being built, where the engine says. */
  readonly progress: number | null;
  /** Its IPv4 address in the region's own network, which the balancer reaches without leaving it. */
  readonly privateIp: string | null;
  readonly publicIp: string | null;
  /** Why it is in ERROR, in the engine's words. */
  readonly fault: string | null;
  /** The run and the step that made it, where it was one of ours. */
  readonly run: string | null;
  readonly step: string | null;
}

const keyed = z.catch(z.record(z.string(), z.unknown()), {});
const serverShape = z.object({
  id: text,
  name: text,
  status: word,
  progress: number,
  addresses: keyed,
  metadata: keyed,
  fault: z.catch(z.object({ message: text }), { message: null }),
});
const addressShape = z.object({ addr: address });
const oneShape = z.object({ server: serverShape });
const madeShape = z.object({ server: z.object({ id: text }) });

function serverOf({ id, name, status, addresses, ...read }: z.infer<typeof serverShape>): NovaServer[] {
  if (id === null) return [];
  const ipv4 = (network: string): string[] => {
    const members = addresses[network];
    return Array.isArray(members)
      ? readEach(addressShape, members).flatMap(({ addr }) => (addr !== null && isIPv4(addr) ? [addr] : []))
      : [];
  };
  const inside = ipv4('private');
  return [
    {
      id,
      name: name ?? id,
      status: status ?? 'UNKNOWN',
      progress: read.progress,
      // ServiceNet's addresses begin with 10; an isolated network under the same label does not reach the balancer.
      privateIp: inside.find((one) => one.startsWith('10.')) ?? inside[0] ?? null,
      publicIp: ipv4('public')[0] ?? null,
      fault: read.fault.message,
      run: tagOf(read.metadata, RUN_TAG),
      step: tagOf(read.metadata, STEP_TAG),
    },
  ];
}

function tagOf(metadata: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = metadata[key];
  return typeof value === 'string' ? value : null;
}

/** The address that the balancer is to use: the private one, else the public one, whose traffic is billed; or null. */
export function addressOf(server: NovaServer | undefined): string | null {
  return server?.privateIp ?? server?.publicIp ?? null;
}

/** The Cloud Servers of one region, one call each. All calls throw Failure. */
export class NovaServers {
  readonly #session: Session;
  readonly #base: string;
  readonly #where: string;

  constructor(session: Session, base: string, region: string | null) {
    this.#session = session;
    this.#base = base;
    this.#where = region === null ? '' : ` of ${region}`;
  }

  /** All servers, and in how many pages they came. */
  async list(signal: AbortSignal): Promise<{ readonly rows: readonly NovaServer[]; readonly pages: number }> {
    const source = {
      base: this.#base,
      collection: 'servers',
      what: `list the servers${this.#where}`,
      signal,
    } as const;
    return readPages(this.#session, source, (members) => readEach(serverShape, members).flatMap(serverOf));
  }

  /** One server; null when it is gone. */
  async get(id: string, signal: AbortSignal): Promise<NovaServer | null> {
    const what = `read server ${id}`;
    try {
      const { json, body, requestId } = await this.#session.read({ url: this.#url(id), what, signal });
      const read = oneShape.safeParse(json);
      const server = read.success ? serverOf(read.data.server)[0] : undefined;
      if (!server) throw new Failure(unreadable(what, body, requestId));
      return server.status === 'DELETED' ? null : server;
    } catch (thrown) {
      if (thrown instanceof Failure && thrown.problem.kind === 'missing') return null;
      throw thrown;
    }
  }

  create(body: unknown, what: string, signal: AbortSignal): Promise<WriteOutcome> {
    return this.#session.write({ method: 'POST', url: `${this.#base}/servers`, body, what, signal });
  }

  remove(id: string, what: string, signal: AbortSignal): Promise<WriteOutcome> {
    return this.#session.write({ method: 'DELETE', url: this.#url(id), what, signal });
  }

  #url(id: string): string {
    return `${this.#base}/servers/${pathId(id, 'server')}`;
  }
}

/** The id in the answer to a creation. The password beside it is left where it is: it is shown to nobody and kept nowhere. */
export function madeServerId(json: unknown): string | null {
  const read = madeShape.safeParse(json);
  return read.success ? read.data.server.id : null;
}
