import * as z from 'zod/mini';
import type { Clock } from '../../../model/clock.ts';
import { Failure } from '../../../model/problem.ts';
import { Kept } from '../../http/kept.ts';
import { readPages } from '../pages.ts';
import { unreadable } from '../problems.ts';
import type { Session } from '../session.ts';
import { list, number, readEach, text, time, word } from '../wireFields.ts';
import { DOCUMENTED_ALGORITHMS, DOCUMENTED_PROTOCOLS } from './documented.ts';

/** What a server can be made from. Sizes in gigabytes of disk and megabytes of memory; 0 asks for nothing. */
export interface Image {
  readonly id: string;
  readonly name: string;
  readonly status: string | null;
  readonly minDisk: number;
  readonly minRam: number;
  readonly createdAt: string | null;
  readonly distro: string | null;
  /** Taken of one of the account's servers. */
  readonly isSnapshot: boolean;
  /** Classes of flavors it runs on: `*,!onmetal`. */
  readonly flavorClasses: string | null;
}

/** How large a server is. Disk in gigabytes, 0 where it boots from a volume only; memory in megabytes. */
export interface Flavor {
  readonly id: string;
  readonly name: string;
  readonly ram: number;
  readonly disk: number;
  readonly vcpus: number | null;
  /** What an image's `flavorClasses` are held against: `general1`. */
  readonly class: string | null;
}

/** A protocol and the port it has by itself; null where one must be given. */
export interface Protocol {
  readonly name: string;
  readonly port: number | null;
}

const imageShape = z.object({
  id: text,
  name: text,
  status: word,
  minDisk: number,
  minRam: number,
  created: time,
  metadata: z.catch(z.object({ os_distro: text, image_type: text, flavor_classes: text }), {
    os_distro: null,
    image_type: null,
    flavor_classes: null,
  }),
  server: z.optional(z.unknown()),
});
const flavorShape = z.object({
  id: text,
  name: text,
  ram: number,
  disk: number,
  vcpus: number,
  'OS-FLV-WITH-EXT-SPECS:extra_specs': z.catch(z.object({ class: text }), { class: null }),
});
const namedShape = z.object({ name: text, port: number });
const keyPairShape = z.object({ keypair: z.object({ name: text }) });

/**
 * What the account can choose from in its region, kept for some minutes; nothing to make servers of where it has no Cloud
 * Servers. All reads throw Failure.
 */
export class Offers {
  readonly protocols: Kept<readonly Protocol[]>;
  readonly algorithms: Kept<readonly string[]>;
  readonly images: Kept<readonly Image[]>;
  readonly flavors: Kept<readonly Flavor[]>;
  /** Names; empty where the service does not tell. */
  readonly keyPairs: Kept<readonly string[]>;
  readonly #session: Session;

  constructor(
    session: Session,
    clock: Clock,
    bases: { readonly balancers: string; readonly servers: string | null },
  ) {
    this.#session = session;
    const { balancers, servers } = bases;
    this.protocols = new Kept(clock, async (signal) => {
      const rows = await this.#offered(`${balancers}/loadbalancers/protocols`, 'protocols', signal);
      if (rows === null) return DOCUMENTED_PROTOCOLS;
      return readEach(namedShape, rows).flatMap(({ name, port }) =>
        name === null ? [] : [{ name, port: port === 0 ? null : port }],
      );
    });
    this.algorithms = new Kept(clock, async (signal) => {
      const rows = await this.#offered(`${balancers}/loadbalancers/algorithms`, 'algorithms', signal);
      if (rows === null) return DOCUMENTED_ALGORITHMS;
      return readEach(namedShape, rows).flatMap(({ name }) => name ?? []);
    });
    this.images = new Kept(clock, async (signal) => {
      if (servers === null) return [];
      const source = { base: servers, collection: 'images', what: 'list the images', signal } as const;
      return (await readPages(session, source, (rows) => readEach(imageShape, rows).flatMap(imageOf))).rows;
    });
    this.flavors = new Kept(clock, async (signal) => {
      if (servers === null) return [];
      const source = { base: servers, collection: 'flavors', what: 'list the flavors', signal } as const;
      return (await readPages(session, source, (rows) => readEach(flavorShape, rows).flatMap(flavorOf))).rows;
    });
    this.keyPairs = new Kept(clock, async (signal) =>
      servers === null ? [] : this.#readKeyPairs(`${servers}/os-keypairs`, signal),
    );
  }

  async #rows(
    url: string,
    key: 'protocols' | 'algorithms' | 'keypairs',
    signal: AbortSignal,
  ): Promise<readonly unknown[]> {
    const what = `list the ${key}`;
    const { json, body, requestId } = await this.#session.read({ url, what, signal });
    const read = z.object({ [key]: list }).safeParse(json);
    if (!read.success) throw new Failure(unreadable(what, body, requestId));
    return read.data[key] ?? [];
  }

  /** Rows of a list; null where the server does not offer the call at all. */
  async #offered(
    url: string,
    key: 'protocols' | 'algorithms',
    signal: AbortSignal,
  ): Promise<readonly unknown[] | null> {
    try {
      return await this.#rows(url, key, signal);
    } catch (thrown) {
      if (thrown instanceof Failure && [404, 405, 501].includes(thrown.problem.status ?? 0)) return null;
      throw thrown;
    }
  }

  /** Key pairs are an extension: where it is missing or closed, a server is made without one. */
  async #readKeyPairs(url: string, signal: AbortSignal): Promise<readonly string[]> {
    try {
      return readEach(keyPairShape, await this.#rows(url, 'keypairs', signal)).flatMap(
        ({ keypair }) => keypair.name ?? [],
      );
    } catch (thrown) {
      if (thrown instanceof Failure && ['missing', 'forbidden', 'invalid'].includes(thrown.problem.kind))
        return [];
      throw thrown;
    }
  }
}

function imageOf({ id, name, created, metadata, server, ...read }: z.infer<typeof imageShape>): Image[] {
  if (id === null) return [];
  return [
    {
      id,
      name: name ?? id,
      status: read.status,
      minDisk: read.minDisk ?? 0,
      minRam: read.minRam ?? 0,
      createdAt: created,
      distro: metadata.os_distro,
      isSnapshot: metadata.image_type === 'snapshot' || (typeof server === 'object' && server !== null),
      flavorClasses: metadata.flavor_classes,
    },
  ];
}

function flavorOf({ id, name, ram, disk, vcpus, ...read }: z.infer<typeof flavorShape>): Flavor[] {
  if (id === null) return [];
  const { class: of } = read['OS-FLV-WITH-EXT-SPECS:extra_specs'];
  return [{ id, name: name ?? id, ram: ram ?? 0, disk: disk ?? 0, vcpus, class: of }];
}
