import { describe, expect, it, vi } from 'vitest';
import { problemFrom } from '../kit/problems.ts';
import { type Answer, cut, silence } from '../kit/scriptedServer.ts';
import { refusal } from './fakeAws.ts';
import { type AwsDouble, awsDouble, never, quietly, SECRET } from './kit.ts';

const html: Answer = {
  text: '<!DOCTYPE html><html><body>Please sign in</body></html>',
  headers: { 'content-type': 'text/html' },
};

async function opened(
  limits: Parameters<typeof awsDouble>[0] = {},
): Promise<
  AwsDouble & { list(): Promise<unknown>; readonly calls: () => number; disable(): Promise<unknown> }
> {
  const double = await awsDouble(limits);
  double.aws.balancer('shop', ['i-0000000a']);
  const provider = await double.open();
  return {
    ...double,
    list: () => double.run(provider.listBalancers({ signal: never })),
    disable: () => double.run(provider.changeNode('shop', 'i-0000000a', { condition: 'DISABLED' }, quietly)),
    calls: () => double.aws.actions.length,
  };
}

describe('refusals', () => {
  it.each([
    ['ExpiredToken', 403, 'auth'],
    ['RequestExpired', 400, 'auth'],
    ['InvalidClientTokenId', 403, 'auth'],
    ['SignatureDoesNotMatch', 403, 'auth'],
    ['AccessDenied', 403, 'forbidden'],
    ['LoadBalancerNotFound', 400, 'missing'],
    ['TooManyLoadBalancers', 400, 'quota'],
    ['InvalidConfigurationRequest', 409, 'conflict'],
    ['DuplicateListener', 400, 'conflict'],
    ['ValidationError', 400, 'invalid'],
    ['SomethingNew', 400, 'invalid'],
  ])('%s (HTTP %i) is %s, asked once', async (code, status, kind) => {
    const world = await opened();
    world.aws.instead = () => refusal(code, `Because of ${code}.`, status);
    const problem = await problemFrom(world.list());
    expect(problem).toMatchObject({ kind, status, requestId: 'bad-1' });
    expect(problem.message).toContain(code);
    expect(problem.message).toMatch(/^Could not list the balancers of us-east-1: /);
    expect(problem.message).not.toMatch(/\.$/);
    expect(world.calls()).toBe(1);
  });

  it('name the action that is denied, as AWS names it', async () => {
    const world = await opened();
    const words =
      'User: arn:aws:iam::123456789012:user/nina is not authorized to perform: elasticloadbalancing:DescribeLoadBalancers because no policy allows it';
    world.aws.instead = () => refusal('AccessDenied', words, 403);
    expect(await problemFrom(world.list())).toMatchObject({
      message:
        'Could not list the balancers of us-east-1: elasticloadbalancing:DescribeLoadBalancers is not allowed (AccessDenied)',
      hint: 'Ask the account’s administrator for the permission elasticloadbalancing:DescribeLoadBalancers',
    });
  });

  it.each(['Throttling', 'DependencyThrottle', 'RequestLimitExceeded'])(
    '%s is asked again a while later, and then said',
    async (code) => {
      const world = await opened();
      let left = 2;
      world.aws.instead = () => (left-- > 0 ? refusal(code, 'Rate exceeded') : null);
      const before = world.clock.now();
      expect(await world.list()).toHaveLength(1);
      expect(world.clock.now() - before).toBeGreaterThan(1_000);
      world.aws.instead = () => refusal(code, 'Rate exceeded');
      expect(await problemFrom(world.list())).toMatchObject({ kind: 'limit' });
    },
  );

  it('tell how wrong this machine’s clock is, when AWS’s answers do', async () => {
    const world = await opened();
    const ahead = { date: new Date(Date.now() + 12 * 60_000).toUTCString() };
    world.aws.instead = () => {
      const answer = refusal('RequestExpired', 'Request has expired');
      return typeof answer === 'function' ? answer : { ...answer, headers: ahead };
    };
    const problem = await problemFrom(world.list());
    expect(problem).toMatchObject({ kind: 'auth', hint: 'Set the clock right, then try again' });
    expect(problem.message).toContain('this machine’s clock is 12 minutes slow');
    // Signed again by AWS's clock before anything was said.
    expect(world.calls()).toBeGreaterThan(1);
  });

  it('hold no secret and no control characters, however AWS words them', async () => {
    const world = await opened();
    world.aws.instead = () =>
      refusal('ValidationError', `\u001b[31mbad ${SECRET}&#x1b;[2J\n${'x'.repeat(5000)}`);
    const problem = await problemFrom(world.list());
    const said = JSON.stringify([problem, world.log]);
    expect(said).not.toContain(SECRET);
    expect(problem.message.length).toBeLessThan(500);
    expect(problem.message).not.toMatch(/[\u0000-\u001f]/);
  });
});

describe('answers that are none', () => {
  it.each<[string, Answer, string]>([
    ['a sign-in page', html, 'HTTP 200, unreadable answer'],
    ['nothing', {}, 'HTTP 200, unreadable answer'],
    ['JSON', { json: { LoadBalancerDescriptions: [] } }, 'HTTP 200, unreadable answer'],
    ['XML that stops', { text: '<DescribeLoadBalancersResponse><Describe' }, 'unreadable answer'],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:9/' } }, 'HTTP 302, a redirect'],
    ['a proxy’s 502', { ...(html as object), status: 502 }, 'HTTP 502, unreadable answer'],
    ['a bare 500', { status: 500, text: 'oops' }, 'HTTP 500, unreadable answer'],
  ])('%s is said so', async (_, answer, words) => {
    const world = await opened();
    world.aws.instead = () => answer;
    const problem = await problemFrom(world.list());
    expect(problem.kind).toBe('engine');
    expect(problem.message).toContain(words);
  });

  it('a read that fails in passing is asked again', async () => {
    const world = await opened();
    let left = 2;
    world.aws.instead = () => (left-- > 0 ? (left === 1 ? cut : { status: 503, text: 'busy' }) : null);
    expect(await world.list()).toHaveLength(1);
    expect(world.calls()).toBe(3);
  });

  it('an answer that does not come is given up', async () => {
    const world = await opened({ limits: { headersMs: 4_000, totalMs: 5_000 } });
    world.aws.instead = () => silence;
    expect(await problemFrom(world.list())).toMatchObject({ kind: 'timeout' });
    expect(world.calls()).toBe(1);
  });

  it('a write behind a 500 may have been made: the balancer itself is asked', async () => {
    const world = await opened();
    const oops = refusal('InternalFailure', 'x', 500);
    world.aws.after = (action) => (action.startsWith('Deregister') ? oops : null);
    await world.disable();
    expect(world.aws.balancers.get('shop')?.registered).toEqual([]);
  });

  it('a server that is not there is network trouble', async () => {
    const world = await opened();
    await world.server.close();
    expect(await problemFrom(world.list())).toMatchObject({ kind: 'network' });
  });
});

describe('the SDK', () => {
  it('prints nothing, in whatever way a call ends', async () => {
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(() => {}),
    );
    const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const stderr = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const world = await opened();
    for (const answer of [html, cut, refusal('Throttling', 'x'), refusal('InternalFailure', 'x', 500)]) {
      world.aws.instead = () => answer;
      await world.list().catch(() => {});
    }
    const printed = [...spies, warning, stderr].flatMap((spy) => spy.mock.calls);
    vi.restoreAllMocks();
    expect(printed).toEqual([]);
  });

  it('stops when it is told to, and with the provider', async () => {
    const double = await awsDouble();
    const provider = await double.open();
    double.aws.instead = () => silence;
    const stop = new AbortController();
    const list = provider.listBalancers({ signal: stop.signal });
    setImmediate(() => stop.abort());
    expect(await problemFrom(list)).toMatchObject({ kind: 'cancelled' });
    const other = provider.listBalancers({ signal: never });
    setImmediate(() => void provider.close());
    expect(await problemFrom(other)).toMatchObject({ kind: 'cancelled' });
  });
});
