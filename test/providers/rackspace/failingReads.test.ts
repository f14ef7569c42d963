import { describe, expect, it } from 'vitest';
import { problemFrom } from '../kit/problems.ts';
import { drive, never, rackspaceDouble } from '../kit/rackspaceDouble.ts';
import { type Answer, cut, silence } from '../kit/scriptedServer.ts';
import { detail, inTurn } from './answers.ts';

describe('a read that fails', () => {
  const half: Answer = (response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"loadBalancer": {"id": 7001,');
    setImmediate(() => response.socket?.destroy());
  };
  const limited = { status: 413, headers: { 'retry-after': '7' }, json: { overLimit: { code: 413 } } };

  it.each<[string, Answer]>([
    ['a cut connection', cut],
    ['a body that was cut', half],
    ['a 500', { status: 500, json: { code: 500, message: 'loadBalancerFault' } }],
    ['a 502 in HTML', { status: 502, text: '<html>Bad gateway</html>' }],
    ['a 503 with a wait', { status: 503, headers: { 'retry-after': '3' } }],
    ['a rate limit', limited],
    ['a 429', { status: 429 }],
  ])('is repeated after %s, three times at most', async (_, fault) => {
    const healed = await rackspaceDouble(inTurn(fault, fault, detail()));
    const provider = await healed.open();
    const read = await drive(healed.clock, provider.getBalancer('7001', { signal: never }));
    expect(read.name).toBe('shop-front');
    expect(healed.calls).toHaveLength(3);

    const broken = await rackspaceDouble(() => fault);
    const other = await broken.open();
    await problemFrom(drive(broken.clock, other.getBalancer('7001', { signal: never })));
    expect(broken.calls).toHaveLength(3);
  });

  it('holds up all calls of the account while the engine asks for peace', async () => {
    let first = true;
    const double = await rackspaceDouble(({ url }) => {
      if (!url.endsWith('/7001') || !first) return detail();
      first = false;
      return limited;
    });
    const provider = await double.open();
    const began = double.clock.now();
    const limitedRead = provider.getBalancer('7001', { signal: never });
    while (first || double.clock.waiting === 0) await new Promise((resolve) => setImmediate(resolve));
    const other = provider.getBalancer('7002', { signal: never });
    await double.clock.advance(6_999);
    expect(double.calls).toHaveLength(1);
    await drive(double.clock, Promise.all([limitedRead, other]));
    expect(double.clock.now() - began).toBe(7_000);
    expect(double.calls).toHaveLength(3);
  });

  it('is not repeated when the wait is too long, which is passed on', async () => {
    const double = await rackspaceDouble(() => ({ ...limited, headers: { 'retry-after': '300' } }));
    const provider = await double.open();
    const problem = await problemFrom(drive(double.clock, provider.getBalancer('7001', { signal: never })));
    expect(problem).toMatchObject({ kind: 'limit', retryAfterMs: 300_000 });
    expect(double.calls).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ['a quota', { status: 413, json: { code: 413, message: 'Nodes must not exceed 25' } }],
    ['a refusal', { status: 400, json: { message: ['JSON does not match the expected schema'] } }],
    ['a redirect', { status: 301, headers: { location: 'http://127.0.0.1:1/' } }],
  ])('is not repeated after %s', async (_, fault) => {
    const double = await rackspaceDouble(() => fault);
    const provider = await double.open();
    await problemFrom(drive(double.clock, provider.getBalancer('7001', { signal: never })));
    expect(double.calls).toHaveLength(1);
  });

  it('ends in time when nothing answers', async () => {
    const double = await rackspaceDouble(() => silence, { limits: { headersMs: 4_000 } });
    const provider = await double.open();
    expect(await problemFrom(provider.getBalancer('7001', { signal: never }))).toMatchObject({
      kind: 'timeout',
      message: expect.stringMatching(
        /^Could not read balancer 7001: 127\.0\.0\.1:\d+ did not answer in time$/,
      ),
    });
    expect(double.calls).toHaveLength(1);
  });

  it('ends in time when the answer drips', async () => {
    const drip: Answer = (response) => {
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(timer));
    };
    const double = await rackspaceDouble(() => drip, { limits: { totalMs: 4_000 } });
    const provider = await double.open();
    expect(await problemFrom(provider.getBalancer('7001', { signal: never }))).toMatchObject({
      kind: 'timeout',
    });
  });

  it('ends when the answer grows too large', async () => {
    const double = await rackspaceDouble(() => ({ text: ' '.repeat(5_000) }), {
      limits: { answerBytes: 2_000 },
    });
    const provider = await double.open();
    expect(await problemFrom(provider.getBalancer('7001', { signal: never }))).toMatchObject({
      kind: 'engine',
      message: expect.stringMatching(/too large/),
    });
    expect(double.calls).toHaveLength(1);
  });

  it('does not show a token that an answer quotes', async () => {
    const double = await rackspaceDouble(() => ({ status: 403, text: 'No entry for token-1!\u001b[31m' }));
    const provider = await double.open();
    const problem = await problemFrom(provider.getBalancer('7001', { signal: never }));
    expect(problem.message).toBe('Could not read balancer 7001: No entry for [secret]! (HTTP 403)');
  });

  it('stops at once when it is aborted, and leaves no connection behind', async () => {
    const double = await rackspaceDouble(() => silence);
    const provider = await double.open();
    const controller = new AbortController();
    const read = provider.getBalancer('7001', { signal: controller.signal });
    while (double.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(await problemFrom(read)).toEqual({ kind: 'cancelled', message: 'Stopped' });
    await provider.close();
    while ((await double.server.connections()) > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(double.clock.waiting).toBe(0);
  });

  it('stops when the provider is closed, also while it waits to try again', async () => {
    const double = await rackspaceDouble(() => ({ status: 503, headers: { 'retry-after': '30' } }));
    const provider = await double.open();
    const read = provider.getBalancer('7001', { signal: never });
    while (double.clock.waiting === 0) await new Promise((resolve) => setImmediate(resolve));
    const [problem] = await Promise.all([problemFrom(read), provider.close()]);
    expect(problem.kind).toBe('cancelled');
    expect((await problemFrom(provider.listBalancers({ signal: never }))).kind).toBe('cancelled');
    expect(double.clock.waiting).toBe(0);
  });
});
