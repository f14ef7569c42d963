import { type Dispatcher, request } from 'undici';
import { startDeadline } from './deadline.ts';
import { Dispatchers, type Environment, HTTP_LIMITS, type HttpLimits } from './dispatchers.ts';
import { stopped } from './lifetime.ts';
import { lostAnswer, outOfTime } from './lostAnswer.ts';

/** What is sent; whether a GET may be sent again is for the caller to say. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One request. It is sent once: redirects are not followed and nothing is repeated. */
export interface HttpCall {
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** A whole answer, whatever its status says. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; a repeated header's values joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** HTTP for one opened provider: its connections, its limits. */
export class Transport {
  readonly #limits: HttpLimits;
  readonly #dispatchers: Dispatchers;

  constructor(env: Environment, limits: HttpLimits = HTTP_LIMITS) {
    this.#limits = limits;
    this.#dispatchers = new Dispatchers(env, limits);
  }

  /** The answer, whatever its status. Throws LostAnswer, or Failure `cancelled` when the signal is aborted. */
  async send(call: HttpCall): Promise<HttpAnswer> {
    if (call.signal.aborted) throw stopped();
    const url = new URL(call.url);
    const dispatcher = this.#dispatchers.for(url);
    const deadline = startDeadline(call.signal, this.#limits.totalMs);
    let status: number | null = null;
    try {
      // undici looks at the signal only once it is connected, hence the race; a call that lost it is never written.
      return await Promise.race([
        this.#exchange(call, url, dispatcher, deadline.signal, (seen) => {
          status = seen;
        }),
        aborted(deadline.signal),
      ]);
    } catch (error) {
      if (deadline.passed) throw outOfTime(url.host, status, error);
      if (call.signal.aborted) throw stopped();
      throw lostAnswer(error, url.host, status);
    } finally {
      deadline.end();
    }
  }

  async #exchange(
    call: HttpCall,
    url: URL,
    dispatcher: Dispatcher,
    signal: AbortSignal,
    onStatus: (status: number) => void,
  ): Promise<HttpAnswer> {
    const response = await request(url, {
      dispatcher,
      method: call.method,
      headers: call.headers,
      body: call.body ?? null,
      signal,
    });
    onStatus(response.statusCode);
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(response.headers))
      if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
    return { status: response.statusCode, headers, body: await response.body.text() };
  }

  /** Cuts what is under way. */
  async close(): Promise<void> {
    await this.#dispatchers.destroy();
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
