/** A request as the protocols see it: read to its end, without sockets. */
export interface Call {
  /** Upper case; HEAD has become GET. */
  readonly method: string;
  /** The pathname, percent-decoded and cut at the slashes; empty pieces are left out. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** A header by its lower-case name. */
  readonly header: (name: string) => string | null;
  readonly body: string;
  /** Path and query as they came over the wire: what a signature is made of. */
  readonly target: string;
  /** `http://host:port` as the client called us: the answers' links lead back the same way. */
  readonly origin: string;
}

/** What goes back to the client. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A cloud's wire protocol before the world. It answers for the paths that begin with its `prefix` segment. */
export interface Protocol {
  readonly prefix: string;
  /** Other first segments that it answers for, for clients that cannot say the prefix; '' is no segment at all. */
  readonly alsoAt?: readonly string[];
  answer(call: Call): Answer;
  /** What a request asks, written as a path, where its own path does not tell: faults can name it. */
  topic?(call: Call): string;
  /** Its own words for a trouble of these kinds; without it there is only a status. */
  trouble?(kind: 'expired-token' | 'denied' | 'throttled', call: Call): Answer;
  /** An answer that ends in its middle; without it a piece of JSON. */
  readonly cutShort?: Answer;
}

/** Thrown by a handler that has its answer already. */
export class Answered extends Error {
  constructor(readonly answer: Answer) {
    super(`answered ${answer.status}`);
    this.name = 'Answered';
  }
}

/** An answer with a JSON body. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** An answer without a body. */
export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body: '' };
}

/** Handlers by method, for a path. `#` stands for a number, `*` for any one segment. */
export interface Route<Context> {
  readonly path: string;
  readonly handlers: Readonly<Record<string, (context: Context, matched: Matched) => Answer>>;
}

/** What `#` and `*` stood for. */
export class Matched {
  readonly #pieces: readonly string[];
  constructor(pieces: readonly string[]) {
    this.#pieces = pieces;
  }
  /** The piece at that place, from 0. */
  text(place: number): string {
    const piece = this.#pieces[place];
    if (piece === undefined) throw new Error(`the route has no piece ${place}`);
    return piece;
  }
  id(place: number): number {
    return Number(this.text(place));
  }
}

/** The handler of a path: a path nobody knows is `unknown`, a method it does not have is in none of `allowed`. */
export function findRoute<Context>(
  routes: readonly Route<Context>[],
  segments: readonly string[],
  method: string,
):
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not-allowed'; readonly allowed: readonly string[] }
  | { readonly kind: 'found'; readonly run: (context: Context) => Answer } {
  for (const route of routes) {
    const matched = match(route.path.split('/'), segments);
    if (!matched) continue;
    const handler = route.handlers[method];
    if (!handler) return { kind: 'not-allowed', allowed: Object.keys(route.handlers) };
    return { kind: 'found', run: (context) => handler(context, matched) };
  }
  return { kind: 'unknown' };
}

function match(pattern: readonly string[], segments: readonly string[]): Matched | null {
  if (pattern.length !== segments.length) return null;
  const pieces: string[] = [];
  for (const [place, wanted] of pattern.entries()) {
    const segment = segments[place] ?? '';
    if (wanted === '*' || (wanted === '#' && /^[0-9]{1,15}$/.test(segment))) pieces.push(segment);
    else if (wanted !== segment) return null;
  }
  return new Matched(pieces);
}
