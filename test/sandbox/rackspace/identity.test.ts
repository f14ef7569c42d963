import { request } from 'node:http';
import { expect, it } from 'vitest';
import { apiKeyAuth, openSandbox, send } from '../client.ts';

it('opens the account to its API key, with a catalogue that leads back the way the client came', async () => {
  const { sandbox, client } = await openSandbox();
  expect(client.access.token.expires).toBe('2026-03-02T12:00:00.000Z');
  expect(client.access.user['RAX-AUTH:defaultRegion']).toBe('DFW');
  const names = client.access.serviceCatalog.map((entry: { name: string; type: string }) => [
    entry.name,
    entry.type,
  ]);
  expect(names).toEqual([
    ['cloudLoadBalancers', 'rax:load-balancer'],
    ['cloudServersOpenStack', 'compute'],
    ['cloudServers', 'compute'],
    ['sandboxConnections', 'sluice:connections'],
  ]);
  const named = await new Promise<string>((resolve, reject) => {
    const headers = { Host: 'cloud.example:8080', 'Content-Type': 'application/json' };
    request(`${sandbox.rackspace.identityUrl}/tokens`, { method: 'POST', headers }, (response) => {
      response.setEncoding('utf8').once('data', resolve);
    })
      .on('error', reject)
      .end(JSON.stringify(apiKeyAuth(sandbox)));
  });
  expect(named).toContain('"http://cloud.example:8080/rackspace/dfw/loadbalancers/v1.0/');
  expect((await client.lb('/loadbalancers')).status).toBe(200);
});

it('refuses wrong credentials with a wrapped 401', async () => {
  const { sandbox } = await openSandbox();
  const tokens = `${sandbox.rackspace.identityUrl}/tokens`;
  const { username, apiKey } = sandbox.rackspace;
  const wrong = [
    { auth: { 'RAX-KSKEY:apiKeyCredentials': { username, apiKey: `${apiKey}0` } } },
    { auth: { 'RAX-KSKEY:apiKeyCredentials': { username: 'nina', apiKey } } },
    { auth: { passwordCredentials: { username, password: apiKey } } },
    { auth: { token: { id: 'AABnonsense' }, tenantId: '1' } },
    { auth: { ...apiKeyAuth(sandbox).auth, tenantId: '1' } },
  ];
  for (const body of wrong) {
    const reply = await send(tokens, 'POST', body);
    expect(reply.status).toBe(401);
    expect(reply.body.unauthorized).toMatchObject({ code: 401 });
  }
  for (const body of [
    '{',
    {},
    { auth: {} },
    { auth: { ...apiKeyAuth(sandbox).auth, tenantId: '1', tenantName: '1' } },
  ]) {
    const reply = await send(tokens, 'POST', body);
    expect([reply.status, reply.body.badRequest.code]).toEqual([400, 400]);
  }
  expect((await send(tokens)).status).toBe(405);
});

it('opens the account to its password', async () => {
  const { sandbox } = await openSandbox();
  const { username, password } = sandbox.rackspace;
  const auth = { passwordCredentials: { username, password } };
  const { status, body } = await send(`${sandbox.rackspace.identityUrl}/tokens`, 'POST', { auth });
  expect([status, body.access.token['RAX-AUTH:authenticatedBy']]).toEqual([200, ['PASSWORD']]);
});

it('takes a token with the account number for a token', async () => {
  const { sandbox, client } = await openSandbox();
  const tenantId = client.access.token.tenant.id;
  const reply = await send(`${sandbox.rackspace.identityUrl}/tokens`, 'POST', {
    auth: { token: { id: client.token }, tenantId },
  });
  expect(reply.body.access.token.id).toBe(client.token);
});

it('lets nobody in with a bad, old or expired token', async () => {
  const { sandbox, client, clock } = await openSandbox();
  const url = `${client.urlOf('cloudLoadBalancers', 'DFW')}/loadbalancers`;
  const as = async (token: string) => (await send(url, 'GET', undefined, { 'X-Auth-Token': token })).status;
  expect(await as(client.token)).toBe(200);
  expect(await as('')).toBe(401);
  expect(await as(`${client.token.slice(0, -1)}${client.token.endsWith('0') ? '1' : '0'}`)).toBe(401);
  await clock.advance(24 * 3_600_000);
  expect(await as(client.token)).toBe(401);

  const fresh = await openSandbox();
  fresh.sandbox.control.fault({ kind: 'expire-tokens' });
  expect((await fresh.client.lb('/loadbalancers')).status).toBe(401);
  expect(sandbox.inFlight()).toBe(0);
});
