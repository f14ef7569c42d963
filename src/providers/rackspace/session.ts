import { Failure, type Problem } from '../../model/problem.ts';
import { stopped } from '../http/lifetime.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import { Pacer } from '../http/pacer.ts';
import { LONGEST_WAIT, type Try, tryAgain } from '../http/retry.ts';
import type { Secrets } from '../http/secrets.ts';
import { SharedCall } from '../http/sharedCall.ts';
import type { HttpAnswer, HttpMethod, Transport } from '../http/transport.ts';
import type { ProviderContext } from '../provider.ts';
import { type Fault, readFault, requestIdOf } from './faults.ts';
import type { Access, Identity } from './identity.ts';
import { faultProblem, unreadable } from './problems.ts';
import { withoutQuotes } from './quotedSecrets.ts';
import { readJson } from './wireFields.ts';

/** A call to one of the account's services. */
export interface ServiceCall {
  readonly method: HttpMethod;
  /** A base of the catalogue and a path below it; the token goes nowhere else. */
  readonly url: string;
  readonly body?: unknown;
  /** Texts of the body that are hidden wherever the engine quotes them. */
  readonly secrets?: readonly string[];
  /** What is being tried, as in "Could not …". */
  readonly what: string;
  readonly signal: AbortSignal;
}

/** The JSON of an answer to a read. */
export interface Reading {
  readonly json: unknown;
  readonly body: string;
  readonly requestId: string | null;
}

/**
 * What became of a write. Only `refused` says that it certainly was not done; `lost` must be looked up. `json` is the
 * answer's body, undefined where it had none that can be read; it may hold a password and is not to be logged.
 */
export type WriteOutcome =
  | { readonly kind: 'accepted'; readonly requestId: string | null; readonly json: unknown }
  | { readonly kind: 'refused'; readonly fault: Fault }
  | { readonly kind: 'lost'; readonly problem: Problem };

/** The guide allows 10 reads and 5 writes a second for an account (spec §8). */
const PACES = { read: { perSecond: 10, burst: 20 }, write: { perSecond: 5, burst: 10 } };
/** A token is renewed this long before it ends, but never one younger than the second, in milliseconds. */
const RENEW_BEFORE = 5 * 60_000;
const YOUNGEST = 60_000;

type Held = { readonly access: Access; readonly since: number };

/** Carries calls with the account's token: paced, repeated where that is safe, and signed in again once on 401. */
export class Session {
  readonly #identity: Identity;
  readonly #context: ProviderContext;
  readonly #transport: Transport;
  readonly #secrets: Secrets;
  readonly #pacer: Pacer;
  readonly #signIn = new SharedCall<Held>();
  #held: Held | null = null;

  constructor(identity: Identity, context: ProviderContext, transport: Transport, secrets: Secrets) {
    this.#identity = identity;
    this.#context = context;
    this.#transport = transport;
    this.#secrets = secrets;
    this.#pacer = new Pacer(context.clock, PACES);
  }

  /** The token and catalogue in use; signs in where there is none or it is about to end. */
  async access(signal: AbortSignal): Promise<Access> {
    return (await this.#hold(signal)).access;
  }

  /** A GET. Throws Failure when it is refused, lost after all tries, or no JSON. */
  async read(call: Omit<ServiceCall, 'method' | 'body'>): Promise<Reading> {
    const reply = await this.#exchange({ ...call, method: 'GET' });
    if (reply instanceof LostAnswer) throw new Failure(reply.problem(call.what), { cause: reply });
    if ('story' in reply) throw new Failure(faultProblem(reply, call.what));
    const json = readJson(reply.body);
    const requestId = requestIdOf(reply);
    if (typeof json !== 'object' || json === null)
      throw new Failure(unreadable(call.what, this.#secrets.hide(reply.body), requestId));
    return { json, body: reply.body, requestId };
  }

  /** A change. It is sent again only where the engine certainly did not take it. */
  async write(call: ServiceCall): Promise<WriteOutcome> {
    const reply = await this.#exchange(call);
    if (reply instanceof LostAnswer) {
      const problem = reply.problem(call.what);
      if (reply.sent) return { kind: 'lost', problem };
      throw new Failure(problem, { cause: reply });
    }
    if (!('story' in reply))
      return { kind: 'accepted', requestId: requestIdOf(reply), json: readJson(reply.body) };
    // Behind a 5xx the change may have been made all the same.
    if (reply.story === 'engine') return { kind: 'lost', problem: faultProblem(reply, call.what) };
    return { kind: 'refused', fault: reply };
  }

  async #exchange(call: ServiceCall): Promise<HttpAnswer | Fault | LostAnswer> {
    const { clock, random } = this.#context;
    const state = { replayed: false };
    return tryAgain(() => this.#attempt(call, state), { clock, random, signal: call.signal });
  }

  async #attempt(
    call: ServiceCall,
    state: { replayed: boolean },
  ): Promise<Try<HttpAnswer | Fault | LostAnswer>> {
    const safe = call.method === 'GET';
    await this.#pacer.turn(safe ? 'read' : 'write', call.signal);
    const held = await this.#hold(call.signal);
    const answer = await this.#send(call, held.access.token);
    if (answer instanceof LostAnswer) {
      if (answer.passing && (safe || !answer.sent)) return { result: answer, againAfter: 'backoff' };
      return { result: answer };
    }
    if (answer.status >= 200 && answer.status < 300) return { result: answer };
    const read = readFault({ ...answer, body: this.#secrets.hide(answer.body) }, this.#context.clock.now());
    const fault = withoutQuotes(read, call.secrets ?? []);
    if (fault.story === 'auth' && !state.replayed) {
      state.replayed = true;
      // Unless another call has replaced it already; by identity, as Identity may give the same token twice.
      if (this.#held === held) this.#held = null;
      return this.#attempt(call, state);
    }
    const wait = fault.retryAfterMs;
    if (fault.story === 'rate') {
      this.#pacer.hold(Math.min(wait ?? 0, LONGEST_WAIT));
      // The pacer does the waiting, for this call and all others.
      if (wait === null) return { result: fault, againAfter: 'backoff' };
      return { result: fault, ...(wait <= LONGEST_WAIT ? { againAfter: 0 } : {}) };
    }
    if (safe && fault.story === 'engine' && (wait ?? 0) <= LONGEST_WAIT)
      return { result: fault, againAfter: wait ?? 'backoff' };
    return { result: fault };
  }

  async #send(call: ServiceCall, token: string): Promise<HttpAnswer | LostAnswer> {
    const { clock, debug, userAgent } = this.#context;
    const { method, url } = call;
    const began = clock.now();
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    try {
      const answer = await this.#transport.send({
        method,
        url,
        headers: {
          // Exactly this: some handlers of the engine read it unguarded.
          accept: 'application/json',
          'user-agent': userAgent,
          'x-auth-token': token,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
        signal: call.signal,
      });
      debug('http', { method, url, status: answer.status, ms: clock.now() - began });
      return answer;
    } catch (error) {
      if (error instanceof LostAnswer) {
        debug('http', { method, url, lost: error.message, ms: clock.now() - began });
        if (method === 'GET' || error.status === null || error.status >= 500) return error;
        // The verdict on a write is in its status; a body that was cut off takes nothing from it.
        return { status: error.status, headers: {}, body: '' };
      }
      if (method === 'GET' || !call.signal.aborted) throw error;
      throw stopped(`Stopped while waiting for the answer to: ${call.what}`, true);
    }
  }

  #isFresh({ access, since }: Held): boolean {
    if (access.expiresAt === null) return true;
    // A clock that is wrong by hours must not make every call sign in.
    return this.#context.clock.now() < Math.max(access.expiresAt - RENEW_BEFORE, since + YOUNGEST);
  }

  async #hold(signal: AbortSignal): Promise<Held> {
    const held = this.#held;
    if (held !== null && this.#isFresh(held)) return held;
    return this.#signIn.join(async (shared) => {
      const access = await this.#identity.signIn(shared);
      this.#held = { access, since: this.#context.clock.now() };
      return this.#held;
    }, signal);
  }
}
