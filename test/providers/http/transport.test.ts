import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HTTP_LIMITS } from '../../../src/providers/http/dispatchers.ts';
import { LostAnswer } from '../../../src/providers/http/lostAnswer.ts';
import { Transport } from '../../../src/providers/http/transport.ts';
import { problemFrom } from '../kit/problems.ts';
import { never } from '../kit/rackspaceDouble.ts';
import { ScriptedServer } from '../kit/scriptedServer.ts';

async function echo() {
  const server = await ScriptedServer.start(({ headers }) => ({ text: `for ${headers.host}` }));
  onTestFinished(() => server.close());
  return server;
}

/** A proxy that leads every CONNECT to `port`, or refuses it with `status`, or never answers. */
async function proxy(port: number, behave: 'lead' | 'refuse' | 'silence' = 'lead') {
  const asked: string[] = [];
  const server: Server = createServer();
  server.on('connect', (request, socket) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    socket.on('error', () => {});
    if (behave === 'silence') return;
    if (behave === 'refuse') {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { asked, host: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function transport(env: Record<string, string>, limits = {}) {
  const made = new Transport(env, { ...HTTP_LIMITS, ...limits });
  onTestFinished(() => made.close());
  return made;
}

const get = (url: string, signal = never) => ({ method: 'GET' as const, url, headers: {}, signal });

async function lossOf(call: Promise<unknown>): Promise<LostAnswer> {
  const thrown = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown instanceof LostAnswer) return thrown;
  throw new Error(`Expected a lost answer, not ${thrown}`);
}

describe('proxies', () => {
  it.each(['http_proxy', 'HTTP_PROXY'])('are taken from %s, with their password', async (name) => {
    const server = await echo();
    const way = await proxy(server.port);
    const answer = await transport({ [name]: `http://u:p%40w@${way.host}` }).send(
      get('http://lb.example.test/x'),
    );
    expect(answer.body).toBe('for lb.example.test');
    expect(way.asked).toEqual([`lb.example.test:80 Basic ${Buffer.from('u:p@w').toString('base64')}`]);
  });

  it('are taken without a scheme', async () => {
    const server = await echo();
    const way = await proxy(server.port);
    const answer = await transport({ http_proxy: way.host }).send(get('http://lb.example.test/'));
    expect(answer.status).toBe(200);
  });

  it('are passed by for this machine and for NO_PROXY', async () => {
    const server = await echo();
    const way = await proxy(server.port);
    const env = {
      HTTP_PROXY: `http://${way.host}`,
      HTTPS_PROXY: `http://${way.host}`,
      NO_PROXY: '.example.test',
    };
    expect((await transport(env).send(get(`${server.url}/x`))).status).toBe(200);
    // Nothing is called so, which is what shows that the proxy was not asked.
    const lost = await lossOf(transport(env, { connectMs: 2_000 }).send(get('http://lb.example.test/')));
    expect(lost.sent).toBe(false);
    expect(way.asked).toEqual([]);
  });

  it('that refuse are named as the cause, and nothing was sent', async () => {
    const server = await echo();
    const way = await proxy(server.port, 'refuse');
    const lost = await lossOf(
      transport({ http_proxy: `http://u:geheim@${way.host}` }).send(get('http://lb.example.test/')),
    );
    expect(lost).toMatchObject({
      kind: 'network',
      sent: false,
      message: 'the proxy would not connect to lb.example.test (HTTP 407)',
    });
  });

  it('that say nothing do not hold us up', async () => {
    const way = await proxy(0, 'silence');
    const lost = await lossOf(
      transport({ http_proxy: `http://${way.host}` }, { totalMs: 120 }).send(get('http://lb.example.test/')),
    );
    expect(lost.kind).toBe('timeout');
    const controller = new AbortController();
    const call = transport({ http_proxy: `http://${way.host}` }).send(
      get('http://lb.example.test/', controller.signal),
    );
    setImmediate(() => controller.abort());
    expect((await problemFrom(call)).kind).toBe('cancelled');
  });

  it.each(['socks5://x:1', 'http://', 'nonsense://u:geheim@x'])('must be HTTP: not %s', async (value) => {
    const through = transport({ HTTPS_PROXY: value });
    expect(await problemFrom(through.send(get('https://lb.example.test/')))).toMatchObject({
      kind: 'invalid',
      message: 'HTTPS_PROXY is not the address of an HTTP proxy',
    });
    // What is on this machine goes by no proxy, whatever is wrong with that.
    const { url } = await echo();
    expect((await through.send(get(url))).status).toBe(200);
  });
});

describe('a call that is lost', () => {
  it('was not sent when the connection was refused', async () => {
    const server = await echo();
    const { url } = server;
    await server.close();
    const lost = await lossOf(transport({}).send(get(url)));
    expect(lost).toMatchObject({ kind: 'network', sent: false, passing: true });
    expect(lost.message).toMatch(/^127\.0\.0\.1:\d+ refused the connection$/);
  });

  it('is not tried over TLS with a server that does not speak it', async () => {
    const server = await echo();
    const lost = await lossOf(transport({}).send(get(server.url.replace('http:', 'https:'))));
    expect(lost.kind).toBe('network');
    expect(server.seen).toEqual([]);
  });

  it('may have been sent when what came back is no HTTP', async () => {
    const server = await ScriptedServer.start(() => (response) => {
      response.socket?.end('HELO\r\n\r\n');
    });
    onTestFinished(() => server.close());
    expect(await lossOf(transport({}).send(get(server.url)))).toMatchObject({ kind: 'network', sent: true });
  });
});
