import { describe, expect, it } from 'vitest';
import { CERTIFICATE, PRIVATE_KEY } from '../../kit/pem.ts';
import { openSandbox } from '../client.ts';

const SETTLED = 1_500;
const MONITOR = { type: 'CONNECT', delay: 10, timeout: 5, attemptsBeforeDeactivation: 3 };
const THROTTLE = { minConnections: 1, maxConnections: 20, maxConnectionRate: 3, rateInterval: 60 };

it.each([
  ['healthmonitor', 'healthMonitor', MONITOR, {}],
  [
    'sessionpersistence',
    'sessionPersistence',
    { persistenceType: 'HTTP_COOKIE' },
    { sessionPersistence: {} },
  ],
  ['connectionthrottle', 'connectionThrottle', THROTTLE, {}],
])('puts, shows and deletes %s', async (path, root, value, none) => {
  const { client, clock } = await openSandbox();
  const url = `/loadbalancers/7001/${path}`;
  expect((await client.lb(url)).body).toEqual(none);
  expect((await client.lb(url, 'DELETE')).status).toBe(422);
  const put = await client.lb(url, 'PUT', { [root]: value });
  expect([put.status, put.text]).toEqual([202, '']);
  expect((await client.lb(url)).body).toEqual({ [root]: value });
  expect((await client.lb('/loadbalancers/7001')).body.loadBalancer[root]).toEqual(value);
  expect((await client.lb(url, 'DELETE')).status).toBe(422);
  await clock.advance(SETTLED);
  expect((await client.lb(url, 'DELETE')).status).toBe(202);
  expect((await client.lb(url)).body).toEqual(none);
  expect((await client.lb(url, 'PATCH', {})).status).toBe(405);
});

it.each([
  ['healthmonitor', { healthMonitor: { ...MONITOR, delay: 0 } }],
  ['healthmonitor', { healthMonitor: { ...MONITOR, path: '/' } }],
  ['healthmonitor', { healthMonitor: { ...MONITOR, type: 'HTTPS', path: '/', statusRegex: '.' } }],
  ['healthmonitor', { healthMonitor: { ...MONITOR, type: 'HTTP' } }],
  ['sessionpersistence', { sessionPersistence: { persistenceType: 'SSL_ID' } }],
  ['connectionthrottle', { connectionThrottle: { maxConnections: 20 } }],
  ['connectionthrottle', { connectionThrottle: { ...THROTTLE, maxConnections: 0 } }],
  ['connectionlogging', { connectionLogging: { enabled: 'perhaps' } }],
  ['accesslist', { accessList: [{ address: 'somewhere', type: 'DENY' }] }],
  ['accesslist', { accessList: [] }],
])('refuses %s %o', async (path, body) => {
  const { client } = await openSandbox();
  const method = path === 'accesslist' ? 'POST' : 'PUT';
  expect((await client.lb(`/loadbalancers/7001/${path}`, method, body)).status).toBe(400);
});

it('switches logging and caching, also by pyrax’s text', async () => {
  const { client, clock } = await openSandbox();
  await client.lb('/loadbalancers/7001/connectionlogging', 'PUT', { connectionLogging: { enabled: 'true' } });
  expect((await client.lb('/loadbalancers/7001/connectionlogging')).body).toEqual({
    connectionLogging: { enabled: true },
  });
  await clock.advance(SETTLED);
  await client.lb('/loadbalancers/7001/contentcaching', 'PUT', { contentCaching: { enabled: true } });
  expect((await client.lb('/loadbalancers/7001')).body.loadBalancer.contentCaching).toEqual({
    enabled: true,
  });
  expect(
    (await client.lb('/loadbalancers/7012/contentcaching', 'PUT', { contentCaching: { enabled: true } }))
      .status,
  ).toBe(400);
});

it('keeps an error page for HTTP', async () => {
  const { client, clock } = await openSandbox();
  const url = '/loadbalancers/7001/errorpage';
  const usual = (await client.lb(url)).body.errorpage.content;
  expect(usual).toContain('<html>');
  await client.lb(url, 'PUT', { errorpage: { content: '<html>back soon</html>' } });
  expect((await client.lb(url)).body.errorpage.content).toBe('<html>back soon</html>');
  await clock.advance(SETTLED);
  await client.lb(url, 'DELETE');
  expect((await client.lb(url)).body.errorpage.content).toBe(usual);
  expect(
    (await client.lb('/loadbalancers/7012/errorpage', 'PUT', { errorpage: { content: 'x' } })).status,
  ).toBe(400);
});

describe('the access list', () => {
  it('grows by what is posted and loses single items, several, or all', async () => {
    const { client, clock } = await openSandbox();
    const url = '/loadbalancers/7001/accesslist';
    const accessList = ['198.51.100.0/24', '203.0.113.9', '2001:db8::/32', '192.0.2.1'].map((address) => ({
      address,
      type: 'DENY',
    }));
    expect((await client.lb(url, 'POST', { accessList })).status).toBe(202);
    const ids = async () => (await client.lb(url)).body.accessList.map((item: { id: number }) => item.id);
    const [one, two, three] = await ids();
    await clock.advance(SETTLED);
    expect(
      (await client.lb(url, 'POST', { accessList: [{ address: '203.0.113.9', type: 'ALLOW' }] })).status,
    ).toBe(400);
    expect((await client.lb(`${url}/${one}`, 'DELETE')).status).toBe(202);
    await clock.advance(SETTLED);
    expect((await client.lb(`${url}?id=${two}&id=99999`, 'DELETE')).status).toBe(400);
    expect((await client.lb(`${url}?id=${two}&id=${three}`, 'DELETE')).status).toBe(202);
    expect(await ids()).toHaveLength(1);
    await clock.advance(SETTLED);
    expect((await client.lb(url, 'DELETE')).status).toBe(202);
    expect(await ids()).toEqual([]);
  });

  it('takes libcloud’s single item', async () => {
    const { client } = await openSandbox();
    const networkItem = { address: '203.0.113.9', type: 'DENY' };
    expect((await client.lb('/loadbalancers/7001/accesslist', 'POST', { networkItem })).status).toBe(202);
  });
});

it.each([
  ['a balancer', '/loadbalancers/7001'],
  ['a node', '/loadbalancers/7001/nodes/5101'],
])('keeps metadata of %s, at once and without moving its status', async (_, holder) => {
  const { client } = await openSandbox();
  const url = `${holder}/metadata`;
  const post = await client.lb(url, 'POST', { metadata: [{ key: 'team', value: 'shop' }] });
  expect(post.status).toBe(200);
  const [{ id }] = post.body.metadata;
  expect((await client.lb('/loadbalancers/7001')).body.loadBalancer.status).toBe('ACTIVE');
  expect((await client.lb(url, 'POST', { meta: { key: 'team', value: 'x' } })).status).toBe(422);
  expect((await client.lb(url, 'POST', { meta: { key: 'tier', value: 'x' } })).status).toBe(200);
  expect((await client.lb(`${url}/${id}`, 'PUT', { meta: { value: 'front' } })).status).toBe(200);
  expect((await client.lb(`${url}/${id}`)).body).toEqual({ meta: { id, key: 'team', value: 'front' } });
  const many = Array.from({ length: 24 }, (__, place) => ({ key: `k${place}`, value: 'v' }));
  expect((await client.lb(url, 'POST', { metadata: many })).status).toBe(400);
  expect((await client.lb(`${url}?id=${id}`, 'DELETE')).status).toBe(200);
  expect((await client.lb(`${url}/${id}`)).status).toBe(404);
  expect((await client.lb(url)).body.metadata).toHaveLength(1);
});

it('adds IPv6 addresses and keeps the last virtual ip', async () => {
  const { client, clock } = await openSandbox();
  const url = '/loadbalancers/7001/virtualips';
  expect((await client.lb(url, 'POST', { type: 'PUBLIC', ipVersion: 'IPV4' })).status).toBe(400);
  const { status, body } = await client.lb(url, 'POST', { type: 'PUBLIC', ipVersion: 'IPV6' });
  expect([status, body.ipVersion]).toEqual([202, 'IPV6']);
  await clock.advance(SETTLED);
  expect((await client.lb(`${url}?id=2211&id=9005512`, 'DELETE')).status).toBe(202);
  await clock.advance(SETTLED);
  expect((await client.lb(url)).body.virtualIps).toEqual([body]);
  expect((await client.lb(`${url}/${body.id}`, 'DELETE')).status).toBe(400);
  expect(
    (await client.lb('/loadbalancers/7005/virtualips', 'POST', { type: 'PUBLIC', ipVersion: 'IPV6' })).status,
  ).toBe(400);
});

describe('SSL termination', () => {
  it('is set up with its certificate, then by its switches, and never shows the key', async () => {
    const { client, clock } = await openSandbox();
    const url = '/loadbalancers/7009/ssltermination';
    expect((await client.lb(url)).status).toBe(404);
    expect((await client.lb(url, 'PUT', { sslTermination: { enabled: true } })).status).toBe(400);
    const sslTermination = { certificate: CERTIFICATE, privatekey: PRIVATE_KEY, securePort: 443 };
    const put = await client.lb(url, 'PUT', { sslTermination });
    expect([put.status, put.body.sslTermination.enabled]).toEqual([202, true]);
    expect(put.text).not.toContain('PRIVATE');
    await clock.advance(SETTLED);
    expect((await client.lb(url, 'PUT', { sslTermination: { secureTrafficOnly: true } })).status).toBe(202);
    expect((await client.lb('/loadbalancers/7009')).body.loadBalancer.sslTermination).toEqual({
      enabled: true,
      securePort: 443,
      secureTrafficOnly: true,
    });
    await clock.advance(SETTLED);
    const mapping = { hostName: 'm.example', certificate: CERTIFICATE, privateKey: PRIVATE_KEY };
    const added = await client.lb(`${url}/certificatemappings`, 'POST', { certificateMapping: mapping });
    expect([added.status, added.body.certificateMapping.hostName]).toEqual([202, 'm.example']);
    await clock.advance(SETTLED);
    expect((await client.lb(url, 'DELETE')).status).toBe(202);
    expect((await client.lb(url)).status).toBe(404);
    const usage = await client.lb('/loadbalancers/7009/usage/current');
    const events = usage.body.loadBalancerUsageRecords.map((each: { eventType?: string }) => each.eventType);
    expect(events).toEqual(expect.arrayContaining(['SSL_MIXED_ON', 'SSL_ONLY_ON', 'SSL_OFF']));
  });

  it('is for protocols that are not encrypted, on a port of its own', async () => {
    const { client } = await openSandbox();
    const put = (id: number, securePort: number) =>
      client.lb(`/loadbalancers/${id}/ssltermination`, 'PUT', {
        sslTermination: { certificate: CERTIFICATE, privatekey: PRIVATE_KEY, securePort },
      });
    expect((await put(7002, 8443)).status).toBe(400);
    expect((await put(7009, 80)).status).toBe(400);
  });
});
