import type { Problem } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';

/** A call that brought no whole answer. The message is a clause: `api.example.net cut the connection`. */
export class LostAnswer extends Error {
  readonly kind: 'network' | 'timeout' | 'engine';
  readonly hint: string | undefined;
  /** False when certainly nothing of the request has left us. */
  readonly sent: boolean;
  /** The status, when the answer was lost only after its head had come. */
  readonly status: number | null;
  /** True when the fault is of the passing kind. */
  readonly passing: boolean;

  constructor(
    message: string,
    facts: {
      kind: 'network' | 'timeout' | 'engine';
      hint?: string | undefined;
      sent: boolean;
      status?: number | null;
      passing: boolean;
      cause?: unknown;
    },
  ) {
    super(message, { cause: facts.cause });
    this.name = 'LostAnswer';
    this.kind = facts.kind;
    this.hint = facts.hint;
    this.sent = facts.sent;
    this.status = facts.status ?? null;
    this.passing = facts.passing;
  }

  /** As a Problem of the thing that was asked for: `Could not read shop-front: the connection was cut`. */
  problem(what: string): Problem {
    return {
      kind: this.kind,
      message: `Could not ${what}: ${this.message}`,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
    };
  }
}

const NETWORK_HINT = 'Check the network, and HTTPS_PROXY if you are behind a proxy';
const CERTIFICATE = /CERT|UNABLE_TO_|SELF_SIGNED|_SIGNATURE|ERR_TLS|UND_ERR_PRX_TLS/;

/** Error codes that can only come up before a request is written. */
const UNSENT: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ENOTFOUND: 'has no address (the name was not found)',
  EAI_AGAIN: 'could not be looked up (the name server did not answer)',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  EADDRNOTAVAIL: 'cannot be reached',
  EACCES: 'may not be reached',
};

/** Sorts what undici throws. `host` names the other side; `status` is known when the body was cut. */
export function lostAnswer(error: unknown, host: string, status: number | null): LostAnswer {
  const code = codeOf(error);
  const text = error instanceof Error ? cleanText(error.message) : String(error);
  const facts = { status, cause: error };
  const unsent = UNSENT[code];
  if (unsent !== undefined)
    return new LostAnswer(`${host} ${unsent}`, {
      ...facts,
      kind: 'network',
      hint: NETWORK_HINT,
      sent: false,
      passing: true,
    });
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || (code === 'ETIMEDOUT' && syscallOf(error) === 'connect'))
    return new LostAnswer(`${host} did not take the connection in time`, {
      ...facts,
      kind: 'timeout',
      hint: NETWORK_HINT,
      sent: false,
      passing: true,
    });
  if (CERTIFICATE.test(code))
    return new LostAnswer(`the certificate of ${host} could not be verified (${code})`, {
      ...facts,
      kind: 'network',
      hint: 'Behind an inspecting proxy, set NODE_EXTRA_CA_CERTS to the file of its root certificate',
      sent: false,
      passing: false,
    });
  const tunnel = /Proxy response \((\d+)\)/.exec(text);
  if (tunnel)
    return new LostAnswer(`the proxy would not connect to ${host} (HTTP ${tunnel[1]})`, {
      ...facts,
      kind: 'network',
      hint: 'Check HTTPS_PROXY, its user and password, and NO_PROXY',
      sent: false,
      passing: false,
    });
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT' || code === 'ETIMEDOUT')
    return outOfTime(host, status, error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
    return new LostAnswer(`the answer of ${host} is too large to be one`, {
      ...facts,
      kind: 'engine',
      sent: true,
      passing: false,
    });
  const cut = code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET';
  return new LostAnswer(
    cut ? `${host} cut the connection` : `the answer of ${host} cannot be read (${code || text})`,
    { ...facts, kind: 'network', hint: NETWORK_HINT, sent: true, passing: true },
  );
}

/** The other side took its time beyond our limits. Not tried again: that would double an already long wait. */
export function outOfTime(host: string, status: number | null, cause?: unknown): LostAnswer {
  return new LostAnswer(`${host} did not answer in time`, {
    kind: 'timeout',
    hint: 'Try again in a moment',
    sent: true,
    passing: false,
    status,
    cause,
  });
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : '';
}

function syscallOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'syscall' in error ? String(error.syscall) : '';
}
