import { Agent, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import { Failure } from '../../model/problem.ts';
import { isLoopback } from './loopback.ts';

/** Times in milliseconds, size in bytes. */
export interface HttpLimits {
  readonly connectMs: number;
  readonly headersMs: number;
  /** Between two pieces of a body. */
  readonly bodyMs: number;
  /** For one request from its start to the last byte of its answer. */
  readonly totalMs: number;
  readonly answerBytes: number;
}

/** Those of a transport that is given none. What takes longer, or is larger, counts as a lost answer. */
export const HTTP_LIMITS: HttpLimits = {
  connectMs: 5_000,
  headersMs: 20_000,
  bodyMs: 20_000,
  totalMs: 30_000,
  answerBytes: 32 * 1024 * 1024,
};

/** Variables by name. They are passed in: nothing below reads those of the process itself. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Connections to this machine are always direct (a proxy elsewhere could not reach it, and what is sent in plain text
 * must not leave the machine); all others follow the environment's proxies. Certificates are verified whatever
 * NODE_TLS_REJECT_UNAUTHORIZED says.
 */
export class Dispatchers {
  readonly #env: Environment;
  readonly #limits: HttpLimits;
  readonly #direct: Agent;
  #outward: Dispatcher | null = null;

  constructor(env: Environment, limits: HttpLimits) {
    this.#env = env;
    this.#limits = limits;
    this.#direct = new Agent(optionsOf(limits));
  }

  /** The way to that URL. Throws Failure `invalid` when it goes by a proxy in the environment that is no proxy URL. */
  for(url: URL): Dispatcher {
    if (isLoopback(url.hostname)) return this.#direct;
    this.#outward ??= outward(this.#env, this.#limits);
    return this.#outward;
  }

  /** Cuts every connection. */
  async destroy(): Promise<void> {
    await Promise.all([this.#direct.destroy(), this.#outward?.destroy()]);
  }
}

function optionsOf(limits: HttpLimits) {
  return {
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.bodyMs,
    maxResponseSize: limits.answerBytes,
    connectTimeout: limits.connectMs,
    connect: { timeout: limits.connectMs, rejectUnauthorized: true },
  };
}

function outward(env: Environment, limits: HttpLimits): Dispatcher {
  const { connect, ...times } = optionsOf(limits);
  // Empty strings, because undefined would make undici look at the process's own environment.
  return new EnvHttpProxyAgent({
    ...times,
    connect,
    proxyTls: connect,
    requestTls: connect,
    // The connection to the proxy itself, which would wait five minutes for the answer to CONNECT.
    clientFactory: (origin, options) => new Pool(origin, { ...options, ...times }),
    httpsProxy: proxyOf(env, 'HTTPS_PROXY'),
    httpProxy: proxyOf(env, 'HTTP_PROXY'),
    noProxy: env['no_proxy'] ?? env['NO_PROXY'] ?? '',
  });
}

/** The lower-case name wins, as everywhere; a bare `host:port` is taken for http. */
function proxyOf(env: Environment, name: 'HTTPS_PROXY' | 'HTTP_PROXY'): string {
  const found = (env[name.toLowerCase()] ?? env[name] ?? '').trim();
  if (found === '') return '';
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(found) ? found : `http://${found}`;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    // The value is not shown: it may hold a password.
    throw new Failure({
      kind: 'invalid',
      message: `${name} is not the address of an HTTP proxy`,
      hint: `Write it as http://HOST:PORT, or unset ${name}`,
    });
  return text;
}
