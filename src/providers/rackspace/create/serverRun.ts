import { type Clock, sleep } from '../../../model/clock.ts';
import { Failure } from '../../../model/problem.ts';
import type { StepIo } from '../../create.ts';
import { SharedCall } from '../../http/sharedCall.ts';
import { askedPeace, faultProblem } from '../problems.ts';
import { serverBody } from './bodies.ts';
import { named } from './choices.ts';
import { isClear, lookFor, makeOnce, wasSentTwice } from './makeOnce.ts';
import { madeServerId, type NovaServer, type NovaServers } from './novaServers.ts';
import type { Offers } from './offers.ts';
import { serverStepId } from './plan.ts';
import type { ServerWatch } from './serverWatch.ts';
import type { ServerSpec } from './spec.ts';

/** How long a server may take to be built before the step gives up waiting, in milliseconds (spec §9). */
const BUILD_PATIENCE = 2 * 3_600_000;
/** How long a deleted server may take to be gone, in milliseconds. */
const REMOVE_PATIENCE = 10 * 60_000;
/** Milliseconds between looks at a server that is being deleted; the last one repeats. */
const REMOVE_LOOKS = [1_000, 2_000, 3_000, 5_000, 10_000] as const;
/** How often a deletion is sent that is lost or comes at a bad moment. */
const REMOVE_TRIES = 5;

/** Making one server of a run, and taking it away again. Facts: `id`, and `address` once it has one. */
export class ServerRun {
  readonly #servers: NovaServers;
  readonly #watch: ServerWatch;
  readonly #offers: Offers;
  readonly #clock: Clock;
  readonly #list = new SharedCall<readonly NovaServer[]>();

  constructor(servers: NovaServers, watch: ServerWatch, offers: Offers, clock: Clock) {
    this.#servers = servers;
    this.#watch = watch;
    this.#offers = offers;
    this.#clock = clock;
  }

  /** Resolves when the server is ACTIVE and has its private address. Throws Failure. */
  async run(server: ServerSpec, io: StepIo, signal: AbortSignal): Promise<void> {
    const still = await this.#still(server.name, io, signal);
    const id = still.id ?? (await this.#make(server, io, still.isClear, signal));
    const address = await this.#untilReady(server.name, id, io, signal);
    io.remember({ id, address });
  }

  /** Removes what the step made, and nothing that does not carry its mark. Throws Failure. */
  async undo(name: string, io: StepIo, signal: AbortSignal): Promise<void> {
    const known = io.facts['id'] || null;
    const ids = new Set<string>(known === null ? [] : [known]);
    if (known === null && io.begun && !isClear(io.facts)) {
      const find = async () => (await this.#marked(name, io.runId, signal))[0] ?? null;
      const { id, sure } = await lookFor({ clock: this.#clock, signal, find });
      if (id === null && !sure)
        throw new Failure({
          kind: 'network',
          message: `Could not find out whether server ${name} was made`,
          hint: 'Try again when the network is back',
        });
      if (id !== null) ids.add(id);
    }
    if (wasSentTwice(io.facts)) for (const id of await this.#marked(name, io.runId, signal)) ids.add(id);
    for (const id of ids) await this.#remove(name, id, io.runId, signal);
  }

  /** The server that an attempt before made, if it can still become something; a broken one is removed first. */
  async #still(
    name: string,
    io: StepIo,
    signal: AbortSignal,
  ): Promise<{ readonly id: string | null; readonly isClear: boolean }> {
    const id = io.facts['id'] || null;
    if (id === null) return { id, isClear: isClear(io.facts) };
    const now = await this.#servers.get(id, signal);
    if (now !== null && now.status !== 'ERROR') return { id, isClear: false };
    if (now !== null) {
      io.progress({ text: 'removing the one that failed' });
      await this.#remove(name, id, io.runId, signal);
    }
    // An id is forgotten before anything else is sent, so nothing can have been sent since it was remembered.
    io.remember({ id: '', address: '', sent: 'no' });
    return { id: null, isClear: true };
  }

  async #make(server: ServerSpec, io: StepIo, isClear: boolean, signal: AbortSignal): Promise<string> {
    const what = `create server ${server.name}`;
    const id = await makeOnce({
      what,
      io,
      isClear,
      signal,
      clock: this.#clock,
      send: async () => this.#servers.create(await this.#body(server, io.runId, what, signal), what, signal),
      idIn: madeServerId,
      find: async () => (await this.#marked(server.name, io.runId, signal))[0] ?? null,
    });
    io.remember({ id });
    return id;
  }

  async #body(server: ServerSpec, runId: string, what: string, signal: AbortSignal): Promise<unknown> {
    const [images, flavors] = await Promise.all([
      this.#offers.images.get(signal),
      this.#offers.flavors.get(signal),
    ]);
    const image = the(named('image', server.image, images), what).id;
    const flavor = the(named('flavor', server.flavor, flavors), what).id;
    return serverBody(server, { image, flavor, runId, stepId: serverStepId(server.name) });
  }

  /** The ids of what this step of this run has made. */
  async #marked(name: string, runId: string, signal: AbortSignal): Promise<readonly string[]> {
    const list = async (inner: AbortSignal) => (await this.#servers.list(inner)).rows;
    const all = await this.#list.join(list, signal);
    return all.filter((one) => isOurs(one, name, runId) && one.status !== 'DELETED').map(({ id }) => id);
  }

  #untilReady(name: string, id: string, io: StepIo, signal: AbortSignal): Promise<string> {
    const until = this.#clock.now() + BUILD_PATIENCE;
    const verdict = (now: NovaServer | null): string | null => {
      const server = `Server ${name} (${id})`;
      if (now === null)
        throw new Failure({
          kind: 'missing',
          message: `${server} is gone: it was deleted while it was being built`,
          hint: 'Retry to make a new one',
        });
      if (now.status === 'ERROR')
        throw new Failure({
          kind: 'engine',
          message: `${server} could not be built: ${now.fault?.replace(/\.$/, '') ?? 'Rackspace gives no reason'}`,
          hint: 'Retry to make a new one in its place',
        });
      if (now.status === 'ACTIVE' && now.privateIp !== null) return now.privateIp;
      if (this.#clock.now() >= until)
        throw new Failure({
          kind: 'timeout',
          message: `${server} is still ${now.status}${now.status === 'ACTIVE' ? ' without a private address' : ''} after 2 hours`,
          hint: 'Retry to go on waiting',
        });
      io.progress({
        ...(now.progress === null ? {} : { percent: now.progress }),
        text: now.status === 'ACTIVE' ? 'ACTIVE, waiting for its address' : now.status,
      });
      return null;
    };
    io.progress({ text: 'BUILD' });
    return this.#watch.until(id, verdict, signal);
  }

  async #remove(name: string, id: string, runId: string, signal: AbortSignal): Promise<void> {
    const what = `delete server ${name} (${id})`;
    for (let tries = 1; ; tries++) {
      const now = await this.#servers.get(id, signal);
      if (now === null) return;
      if (!isOurs(now, name, runId))
        throw new Failure({
          kind: 'conflict',
          message: `Did not ${what}: it does not carry the mark of this run`,
          hint: 'Look at the server, and delete it by hand if it is no longer needed',
        });
      const outcome = await this.#servers.remove(id, what, signal);
      if (outcome.kind === 'accepted') return this.#untilGone(id, what, signal);
      if (outcome.kind === 'refused') {
        if (outcome.fault.story === 'missing') return;
        // In the middle of a build step the engine says 409, and takes it a moment later.
        if (outcome.fault.status !== 409 || tries >= REMOVE_TRIES)
          throw new Failure(faultProblem(outcome.fault, what));
      } else if (tries >= REMOVE_TRIES) throw new Failure(outcome.problem);
      const peace = outcome.kind === 'lost' ? askedPeace(outcome.problem) : 0;
      await sleep(this.#clock, Math.max(peace, REMOVE_LOOKS[tries] ?? 5_000), signal);
    }
  }

  async #untilGone(id: string, what: string, signal: AbortSignal): Promise<void> {
    const until = this.#clock.now() + REMOVE_PATIENCE;
    for (let look = 0; ; look++) {
      await sleep(this.#clock, REMOVE_LOOKS[look] ?? 10_000, signal);
      if ((await this.#servers.get(id, signal)) === null) return;
      if (this.#clock.now() >= until)
        throw new Failure({
          kind: 'timeout',
          message: `Rackspace accepted to ${what}, but it is still there after 10 minutes`,
          hint: 'Try again later: Rackspace goes on with it',
        });
    }
  }
}

function isOurs(server: NovaServer, name: string, runId: string): boolean {
  return server.run === runId && server.step === serverStepId(name);
}

function the<T>(found: { readonly found: T } | { readonly fault: string }, what: string): T {
  if ('found' in found) return found.found;
  throw new Failure({
    kind: 'invalid',
    message: `Could not ${what}: ${found.fault}`,
    hint: 'The account’s choices have changed: begin anew',
  });
}
