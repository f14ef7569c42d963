import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, sleep } from '../model/clock.ts';
import { Failure } from '../model/problem.ts';
import { type Answer, Answered, type Call, json, type Protocol } from './exchange.ts';
import { FaultGate } from './faultGate.ts';
import type { World } from './world/world.ts';

/** Longest request body, bytes. */
const BODY_LIMIT = 1_048_576;

/** What is served, and where. */
export interface ServerOptions {
  readonly world: World;
  readonly clock: Clock;
  readonly port: number;
  readonly protocols: readonly Protocol[];
  /** Reached through every fault. */
  readonly control: Protocol;
  readonly onRequest?: (phase: 'begin' | 'end', method: string, path: string) => void;
}

/** A server that listens. */
export interface SandboxServer {
  readonly url: string;
  inFlight(): number;
  close(): Promise<void>;
}

/** Listens on loopback and puts the protocols on the wire. Throws Failure when the port cannot be had. */
export async function listen(options: ServerOptions): Promise<SandboxServer> {
  const gate = new FaultGate(options.world);
  let running = 0;
  const server = createServer((request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?');
    const method = request.method ?? 'GET';
    running += 1;
    options.onRequest?.('begin', method, path);
    let over = false;
    const end = () => {
      if (over) return;
      over = true;
      running -= 1;
      options.onRequest?.('end', method, path);
    };
    const gone = new AbortController();
    response.once('finish', end);
    response.once('close', () => {
      end();
      gone.abort();
    });
    serve(options, gate, request, response, gone.signal).catch(() => response.destroy());
  });
  // A reused connection must not end between two requests of a client that keeps it.
  server.keepAliveTimeout = 60_000;
  await bind(server, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    inFlight: () => running,
    close() {
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        new Failure(
          {
            kind: taken ? 'conflict' : 'network',
            message: taken
              ? `Port ${port} is in use by another program`
              : `The sandbox cannot listen on port ${port}: ${error.code ?? error.message}`,
            hint: 'Choose another port, or name none to get any free one',
          },
          { cause: error },
        ),
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function serve(
  options: ServerOptions,
  gate: FaultGate,
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const body = await readBody(request);
  const url = parseUrl(request.url ?? '/');
  const segments = url && decode(url.pathname);
  if (!url || !segments) return send(options, response, json(400, { code: 400, message: 'Bad request' }));
  if (body === null)
    return send(
      options,
      response,
      json(413, { code: 413, message: `Request body exceeds ${BODY_LIMIT} bytes` }, { Connection: 'close' }),
    );
  const call: Call = {
    method: request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET'),
    segments,
    query: url.searchParams,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : (value ?? null);
    },
    body,
    target: request.url ?? '/',
    origin: `http://${hostOf(request)}`,
  };
  if (segments[0] === options.control.prefix) return send(options, response, handle([options.control], call));
  const protocol = protocolOf(options.protocols, call);
  let after: Answer | 'cut' | null = null;
  for (const fault of gate.meet(call, `${url.pathname}${url.search} ${protocol?.topic?.(call) ?? ''}`)) {
    if (fault.kind === 'down' || fault.kind === 'cut') {
      request.socket.destroy();
      return;
    }
    if (fault.kind === 'slow') await sleep(options.clock, fault.ms ?? 1_000, signal);
    else if (fault.kind === 'cut-after') after ??= 'cut';
    else if (fault.kind === 'status') return send(options, response, sorry(fault.status ?? 503));
    else if (fault.kind === 'malformed') after ??= protocol?.cutShort ?? BROKEN;
    else
      return send(options, response, protocol?.trouble?.(fault.kind, call) ?? sorry(STATUS_OF[fault.kind]));
  }
  const answer = handle(options.protocols, call);
  if (after === 'cut') {
    request.socket.destroy();
    return;
  }
  send(options, response, after ?? answer);
}

function handle(protocols: readonly Protocol[], call: Call): Answer {
  try {
    return protocolOf(protocols, call)?.answer(call) ?? json(404, { code: 404, message: 'Not found' });
  } catch (thrown) {
    if (thrown instanceof Answered) return thrown.answer;
    // Said to the client, never printed: this server shares a terminal with a full-screen program.
    return json(500, { code: 500, message: 'An unknown exception has occurred in the sandbox' });
  }
}

function protocolOf(protocols: readonly Protocol[], { segments: [first = ''] }: Call): Protocol | undefined {
  return protocols.find(({ prefix, alsoAt = [] }) => prefix === first || alsoAt.includes(first));
}

/** The statuses of troubles that a protocol has no words for. */
const STATUS_OF = { 'expired-token': 401, denied: 403, throttled: 429 } as const;

const BROKEN: Answer = {
  status: 200,
  headers: { 'Content-Type': 'application/json' },
  body: '{"loadBalancers": [{"id": 70',
};

/** What a proxy on the way says when it has given up. */
function sorry(status: number): Answer {
  return {
    status,
    headers: { 'Content-Type': 'text/html' },
    body: `<html><head><title>${status}</title></head><body><h1>${status} Service trouble</h1></body></html>`,
  };
}

function send({ world }: ServerOptions, response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  const { headers, status } = answer;
  // The whole service lives by the sandbox's clock, its Date header too.
  response.setHeader('Date', new Date(world.now()).toUTCString());
  response.setHeader('X-Request-Id', `req-${world.newId()}`);
  response.setHeader('Via', '1.1 sandbox');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (status !== 204) response.setHeader('Content-Length', Buffer.byteLength(answer.body));
  response.writeHead(status);
  response.end(answer.body);
}

/** The body as text; null when it is longer than the limit, which is then read to its end and dropped. */
function readBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_LIMIT) chunks.push(chunk);
      else resolve(null);
    });
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.once('error', reject);
    request.once('close', () => reject(new Error('the client has gone')));
  });
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text, 'http://sandbox') ? new URL(text, 'http://sandbox') : null;
}

function decode(pathname: string): string[] | null {
  try {
    return pathname
      .split('/')
      .filter((piece) => piece !== '')
      .map(decodeURIComponent);
  } catch {
    return null;
  }
}

/** How the client called us, if that is a plain host name and port; else where we are. */
function hostOf(request: IncomingMessage): string {
  const host = request.headers.host ?? '';
  return /^[\w.-]+(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/i.test(host)
    ? host
    : `127.0.0.1:${request.socket.localPort}`;
}
