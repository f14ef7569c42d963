import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, createConnection, createServer as createTcp, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * A server that answers with its name. `/held` begins its answer and ends it when the test says so, so that a request can
 * be in flight for as long as it must.
 */
export class WebServer {
  readonly name: string;
  port = 0;
  served = 0;
  readonly #held = new Set<() => void>();
  readonly #server: Server;

  private constructor(name: string) {
    this.name = name;
    this.#server = createServer((request, response) => {
      this.served++;
      response.setHeader('content-type', 'text/plain');
      if (!request.url?.startsWith('/held')) {
        response.end(name);
        return;
      }
      response.write('begun ');
      const finish = () => response.end(name);
      this.#held.add(finish);
      response.once('close', () => this.#held.delete(finish));
    });
  }

  static async start(name: string): Promise<WebServer> {
    const web = new WebServer(name);
    web.#server.listen(0, '127.0.0.1');
    await once(web.#server, 'listening');
    web.port = (web.#server.address() as AddressInfo).port;
    onTestFinished(() => web.stop());
    return web;
  }

  /** How many requests are held. */
  get holding(): number {
    return this.#held.size;
  }

  finishHeld(): void {
    for (const finish of this.#held) finish();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

/** A server that sends back what it gets. */
export async function startEcho(): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createTcp((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return (server.address() as AddressInfo).port;
}

/** What became of one request. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  /** False where the connection ended before the answer did. */
  readonly whole: boolean;
  readonly cookie: string | null;
}

/** One request on a connection of its own; `begun` is called when the first of the body has come. */
export function ask(
  port: number,
  path: string,
  options: { readonly cookie?: string | null; readonly begun?: () => void } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = options.cookie ? { cookie: options.cookie } : {};
    get({ port, host: '127.0.0.1', path, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        if (body === '') options.begun?.();
        body += text;
      });
      const end = () =>
        resolve({
          status: response.statusCode ?? 0,
          body,
          whole: response.complete,
          cookie: cookieOf(response),
        });
      response.once('error', end);
      response.once('close', end);
    }).once('error', reject);
  });
}

function cookieOf({ headers }: IncomingMessage): string | null {
  return headers['set-cookie']?.[0]?.split(';')[0] ?? null;
}

/** Who answers so many requests of new visitors. */
export async function visitors(port: number, count: number): Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>();
  for (let done = 0; done < count; done += 20) {
    const replies = await Promise.all(
      Array.from({ length: Math.min(20, count - done) }, () => ask(port, '/')),
    );
    for (const { status, body } of replies) {
      const who = status === 200 ? body : String(status);
      seen.set(who, (seen.get(who) ?? 0) + 1);
    }
  }
  return seen;
}

/** A TCP connection that is held: what is sent is echoed while it lives. */
export class Held {
  readonly #socket: Socket;
  #heard = '';
  readonly ended: Promise<void>;

  private constructor(socket: Socket) {
    this.#socket = socket.setEncoding('utf8');
    socket.on('data', (text) => {
      this.#heard += String(text);
    });
    this.ended = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => {});
    onTestFinished(() => {
      socket.destroy();
    });
  }

  static async open(port: number): Promise<Held> {
    const socket = createConnection({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    return new Held(socket);
  }

  /** Sends a word and resolves when it has come back. */
  async echo(word: string): Promise<void> {
    this.#socket.write(word);
    while (!this.#heard.endsWith(word)) await once(this.#socket, 'data');
  }
}
