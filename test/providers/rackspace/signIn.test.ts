import { describe, expect, it } from 'vitest';
import { rackspaceEngine } from '../../../src/providers/rackspace/engine.ts';
import { problemFrom } from '../kit/problems.ts';
import { accessOf, drive, never, rackspaceDouble } from '../kit/rackspaceDouble.ts';
import { cut, ScriptedServer } from '../kit/scriptedServer.ts';

const noBalancers = () => ({ json: { loadBalancers: [] } });

describe('signing in', () => {
  it('costs one request and sends the API key in the body alone', async () => {
    const double = await rackspaceDouble(noBalancers);
    const provider = await double.open();
    expect(double.server.calls).toEqual(['POST /v2.0/tokens']);
    expect(JSON.parse(double.server.seen[0]?.body ?? '')).toEqual({
      auth: {
        'RAX-KSKEY:apiKeyCredentials': { username: 'nina', apiKey: '0f1e2d3c4b5a69788796a5b4c3d2e1f0' },
      },
    });
    expect(double.server.seen[0]?.headers['user-agent']).toBe('sluice-test/1');
    expect(provider.region).toBe('DFW');
    expect(provider.regions).toEqual(['DFW', 'ORD']);
    expect(provider.oneChangeAtATime).toBe(true);
    expect(double.log.join()).not.toMatch(/0f1e2d3c|token-1/);
  });

  it('goes through the engine as the program does', async () => {
    const double = await rackspaceDouble(noBalancers);
    const provider = await rackspaceEngine.open(double.login, double.context, { signal: never });
    expect(await provider.listBalancers({ signal: never })).toEqual([]);
    await provider.close();
  });

  it('uses the password and the tenant where that is what the account has', async () => {
    const double = await rackspaceDouble(noBalancers, {
      login: { secret: async (key) => (key === 'password' ? 's3cret' : null) },
    });
    const login = { ...double.login, settings: { ...double.login.settings, tenantId: '480015' } };
    await (await rackspaceEngine.open(login, double.context, { signal: never })).close();
    expect(JSON.parse(double.server.seen[0]?.body ?? '')).toEqual({
      auth: { passwordCredentials: { username: 'nina', password: 's3cret' }, tenantId: '480015' },
    });
  });

  it.each(['', '/', '/v2.0', '/v2.0/', '/v2.0/tokens', '/v2.0/tokens/'])(
    'takes the identity URL with %j at its end',
    async (end) => {
      const double = await rackspaceDouble(noBalancers);
      const settings = { ...double.login.settings, identityUrl: double.server.url + end };
      const provider = await rackspaceEngine.open({ ...double.login, settings }, double.context, {
        signal: never,
      });
      await provider.close();
      expect(double.server.calls).toEqual(['POST /v2.0/tokens']);
    },
  );

  it.each([
    ['http://identity.example.net/v2.0', /would send the secret unencrypted/],
    ['https://identity.example.net/v3', /asks for v3/],
    ['identity.example.net', /not a web address/],
    ['https://nina:pw@identity.example.net/', /holds a user or password/],
  ])('refuses %s before anything is sent', async (identityUrl, message) => {
    const double = await rackspaceDouble(noBalancers);
    const settings = { ...double.login.settings, identityUrl };
    const problem = await problemFrom(
      rackspaceEngine.open({ ...double.login, settings }, double.context, { signal: never }),
    );
    expect(problem.kind).toBe('invalid');
    expect(problem.message).toMatch(message);
    expect(problem.hint).toBeTruthy();
  });

  it('names the account and the field when the key is wrong, and does not try again', async () => {
    const double = await rackspaceDouble(noBalancers, {
      signIn: () => ({
        status: 401,
        json: { unauthorized: { code: 401, message: 'Bad key 0f1e2d3c4b5a69788796a5b4c3d2e1f0' } },
      }),
    });
    const problem = await problemFrom(double.open());
    expect(problem.kind).toBe('auth');
    expect(problem.message).toBe(
      'Could not sign in to prod: the API key of user nina was refused (Bad key [secret])',
    );
    expect(problem.hint).toBe('Check the user name and the API key of prod');
    expect(double.server.calls).toHaveLength(1);
  });

  it('says that a second factor is asked for and how to do without', async () => {
    const double = await rackspaceDouble(noBalancers, {
      signIn: () => ({
        status: 401,
        headers: { 'www-authenticate': "OS-MF sessionId='abc', factor='PASSCODE'" },
        json: { unauthorized: { code: 401, message: 'Additional authentication credentials required' } },
      }),
      login: { secret: async (key) => (key === 'password' ? 's3cret' : null) },
    });
    const problem = await problemFrom(double.open());
    expect(problem.kind).toBe('auth');
    expect(problem.message).toMatch(/second factor/);
    expect(problem.hint).toMatch(/API key/);
  });

  it('tries again when the connection is cut or Identity stumbles', async () => {
    const double = await rackspaceDouble(noBalancers, {
      signIn: (times) => (times === 1 ? cut : times === 2 ? { status: 503, text: 'busy' } : null),
    });
    await double.open();
    expect(double.server.calls).toHaveLength(3);
  });

  it('waits as long as a rate limit asks, and no longer than a minute', async () => {
    const limited = (retryAfter: string) => ({
      status: 413,
      headers: { 'retry-after': retryAfter },
      json: { overLimit: { code: 413, message: 'OverLimit Retry...' } },
    });
    const patient = await rackspaceDouble(noBalancers, {
      signIn: (times) => (times === 1 ? limited('40') : null),
    });
    const before = patient.clock.now();
    await patient.open();
    expect(patient.clock.now() - before).toBe(40_000);

    const long = await rackspaceDouble(noBalancers, { signIn: () => limited('600') });
    expect(await problemFrom(long.open())).toMatchObject({
      kind: 'limit',
      retryAfterMs: 600_000,
      status: 413,
    });
    expect(long.server.calls).toHaveLength(1);
  });

  it('does not follow a redirect with the credentials', async () => {
    const elsewhere = await ScriptedServer.start(() => ({ json: {} }));
    const double = await rackspaceDouble(noBalancers, {
      signIn: () => ({ status: 302, headers: { location: `${elsewhere.url}/v2.0/tokens` } }),
    });
    const problem = await problemFrom(double.open());
    expect(problem.message).toMatch(/redirect \(HTTP 302\)/);
    expect(elsewhere.seen).toEqual([]);
    await elsewhere.close();
  });

  it.each([
    ['HTML', { text: '<html><body>Welcome to the hotel</body></html>' }],
    ['nothing', { text: '' }],
    ['half the fields', { json: { access: { token: {} } } }],
    ['a token that breaks headers', { json: accessOf('http://127.0.0.1', 'evil\r\nx: y') }],
  ])('calls an answer of %s unreadable', async (_, answer) => {
    const double = await rackspaceDouble(noBalancers, { signIn: () => answer });
    expect(await problemFrom(double.open())).toMatchObject({
      kind: 'engine',
      message: expect.stringMatching(/unreadable answer/),
    });
  });
});

describe('the region', () => {
  const regionOf = async (region: string | null) => {
    const double = await rackspaceDouble(noBalancers, { login: { region } });
    return (await double.open()).region;
  };

  it('is the one asked for, in any case', async () => {
    expect(await regionOf('dfw')).toBe('DFW');
  });

  it('is the account’s default when none is asked for', async () => {
    expect(await regionOf(null)).toBe('ORD');
  });

  it('is refused with the ones there are when it is not among them', async () => {
    const double = await rackspaceDouble(noBalancers, { login: { region: 'MARS' } });
    const problem = await problemFrom(double.open());
    expect(problem).toMatchObject({ kind: 'invalid', hint: 'Its regions are DFW, ORD' });
  });

  it('has servers and connections only where the catalogue says so', async () => {
    const double = await rackspaceDouble(
      ({ url }) =>
        url === '/sbx/loadbalancers/7001'
          ? { json: { nodes: [{ id: 5101, connections: 12 }, { id: '5102', connections: '3' }, {}] } }
          : { status: 404 },
      {
        signIn: () => ({
          json: accessOf(double.server.url, 'token-1', [
            {
              name: 'sandboxConnections',
              type: 'sluice:connections',
              endpoints: [{ region: 'DFW', publicURL: `${double.server.url}/sbx` }],
            },
          ]),
        }),
      },
    );
    const dfw = await double.open();
    expect(dfw.servers).toBeDefined();
    const counts = await dfw.connections?.read('7001', { signal: never });
    expect([...(counts ?? [])]).toEqual([
      ['5101', 12],
      ['5102', 3],
    ]);
    const ord = await rackspaceEngine.open({ ...double.login, region: 'ORD' }, double.context, {
      signal: never,
    });
    expect(ord.servers).toBeUndefined();
    expect(ord.connections).toBeUndefined();
    expect(Object.keys(ord.missing)).toEqual(['servers', 'connections']);
    await ord.close();
  });

  it('says so when the account has no load balancers, or only ones that a token must not go to', async () => {
    for (const serviceCatalog of [
      [],
      [
        {
          name: 'cloudLoadBalancers',
          type: 'rax:load-balancer',
          endpoints: [{ region: 'DFW', publicURL: 'http://elsewhere.example.net/v1.0/1' }],
        },
      ],
    ]) {
      const double = await rackspaceDouble(noBalancers, {
        signIn: () => ({ json: { access: { token: { id: 't' }, serviceCatalog } } }),
      });
      expect(await problemFrom(double.open())).toMatchObject({
        kind: 'forbidden',
        message: 'Cloud Load Balancers are not among the services of prod',
      });
    }
  });
});

describe('a token that ends', () => {
  it('is renewed once for all parallel calls, which are replayed', async () => {
    const double = await rackspaceDouble(({ headers }) =>
      headers['x-auth-token'] === 'token-2'
        ? { json: { loadBalancer: { id: 7001, name: 'a', status: 'ACTIVE' } } }
        : { status: 401 },
    );
    const provider = await double.open();
    const reads = Array.from({ length: 6 }, () => provider.getBalancer('7001', { signal: never }));
    await drive(double.clock, Promise.all(reads));
    expect(double.server.calls.filter((call) => call.endsWith('/tokens'))).toHaveLength(2);
  });

  it('is renewed once only: the second 401 is final', async () => {
    const double = await rackspaceDouble(() => ({ status: 401, json: null }));
    const provider = await double.open();
    const problem = await problemFrom(drive(double.clock, provider.getBalancer('7001', { signal: never })));
    expect(problem).toMatchObject({ kind: 'auth', status: 401 });
    expect(double.calls).toHaveLength(2);
    expect(double.server.calls).toHaveLength(4);
  });

  it('is renewed shortly before it ends, without a 401', async () => {
    const double = await rackspaceDouble(noBalancers);
    const provider = await double.open();
    await double.clock.advance(23 * 3_600_000);
    await provider.listBalancers({ signal: never });
    expect(double.server.calls.filter((call) => call.endsWith('/tokens'))).toHaveLength(1);
    await double.clock.advance(3_600_000 - 4 * 60_000);
    await provider.listBalancers({ signal: never });
    expect(double.server.calls.filter((call) => call.endsWith('/tokens'))).toHaveLength(2);
  });
});
