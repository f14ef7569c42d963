import { LostAnswer } from '../http/lostAnswer.ts';
import type { HttpMethod, Transport } from '../http/transport.ts';
import type { DebugLog } from '../provider.ts';

/** A request as the SDK's clients hand it over, signed. */
interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** What an answer's body must look like; null takes anything. */
export type AnswerFormat = 'xml' | 'json' | null;

const XML = /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:[\w-]+:)?\w*Response[\s>/]/;
const JSON_OBJECT = /^\s*\{/;

/**
 * Carries the SDK's requests over our own HTTP: with the proxies of the environment, bounded in time, sent once, closed
 * with the provider. The SDK's own handler follows no proxy and lets a call hang. An answer that AWS cannot have given
 * (the page of a proxy or a sign-in portal) ends here: the SDK would read one as an empty list.
 */
export class SdkHttp {
  readonly #transport: Transport;
  readonly #debug: DebugLog;
  readonly #format: AnswerFormat;
  readonly #sent = new WeakSet<AbortSignal>();

  constructor(transport: Transport, debug: DebugLog, format: AnswerFormat) {
    this.#transport = transport;
    this.#debug = debug;
    this.#format = format;
  }

  /** True when a request that goes by this signal may have left us. */
  wasSent(signal: AbortSignal): boolean {
    return this.#sent.has(signal);
  }

  async handle(
    request: SdkRequest,
    options: { readonly abortSignal?: unknown } = {},
  ): Promise<{ response: SdkResponse }> {
    const given = options.abortSignal;
    const signal = given instanceof AbortSignal ? given : new AbortController().signal;
    const url = urlOf(request);
    const headers = Object.fromEntries(
      // It is counted anew, and a second count that differs would fail the request.
      Object.entries(request.headers).filter(([name]) => name.toLowerCase() !== 'content-length'),
    );
    const body = textOf(request.body);
    this.#sent.add(signal);
    try {
      const answer = await this.#transport.send({
        method: request.method as HttpMethod,
        url,
        headers,
        ...(body === '' ? {} : { body }),
        signal,
      });
      this.#check(answer.status, answer.body, new URL(url).host);
      return {
        response: {
          statusCode: answer.status,
          headers: { ...answer.headers },
          body: new TextEncoder().encode(answer.body),
        },
      };
    } catch (thrown) {
      if (thrown instanceof LostAnswer) {
        if (!thrown.sent) this.#sent.delete(signal);
        this.#debug('aws http', { url: url.split('?')[0], lost: thrown.message });
      }
      throw thrown;
    }
  }

  #check(status: number, body: string, host: string): void {
    if (this.#format === null) return;
    if ((this.#format === 'xml' ? XML : JSON_OBJECT).test(body)) return;
    const redirect = status >= 300 && status < 400;
    throw new LostAnswer(`HTTP ${status}, ${redirect ? 'a redirect' : 'unreadable answer'} of ${host}`, {
      kind: 'engine',
      hint: 'Check the endpoint, and whether a proxy or a sign-in page answers in AWS’s place',
      sent: true,
      status,
      passing: status >= 500,
    });
  }
}

function urlOf({ protocol, hostname, port, path, query = {} }: SdkRequest): string {
  const words = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) =>
      one === null ? encodeURIComponent(name) : `${encodeURIComponent(name)}=${encodeURIComponent(one)}`,
    ),
  );
  const search = words.length === 0 ? '' : `?${words.join('&')}`;
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}${search}`;
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  return '';
}
