import { expect, it } from 'vitest';
import type { Provider } from '../../../src/providers/provider.ts';
import { problemFrom } from '../kit/problems.ts';
import { never, rackspaceDouble } from '../kit/rackspaceDouble.ts';

const list = (provider: Provider) => {
  if (!provider.servers) throw new Error('DFW has servers');
  return provider.servers.list({ signal: never });
};

it('lists the servers of the region with the addresses of all their networks', async () => {
  const double = await rackspaceDouble(() => ({
    json: {
      servers: [
        {
          id: '7b6e',
          name: 'web-1\u0007',
          status: 'ACTIVE',
          accessIPv4: '203.0.113.77',
          accessIPv6: '',
          addresses: {
            private: [{ version: 4, addr: '10.20.0.11' }],
            public: [
              { version: 4, addr: '203.0.113.77' },
              { version: 6, addr: '2001:0db8::0077' },
            ],
            broken: 'x',
          },
        },
        { id: 5, addresses: null },
        { name: 'without an id' },
      ],
    },
  }));
  const provider = await double.open();
  expect(await list(provider)).toEqual([
    {
      id: '7b6e',
      name: 'web-1',
      status: 'ACTIVE',
      addresses: ['10.20.0.11', '203.0.113.77', '2001:db8::77'],
    },
    { id: '5', name: '5', status: 'UNKNOWN', addresses: [] },
  ]);
  expect(double.calls).toEqual(['GET /v2/480015/servers/detail?limit=100']);
});

it('follows the next links on its own base, until one comes twice', async () => {
  const next = (marker: string) => ({
    servers_links: [
      {
        rel: 'next',
        href: `https://internal.example.net/v2/480015/servers/detail?limit=100&marker=${marker}`,
      },
    ],
  });
  const double = await rackspaceDouble(({ url }) => {
    const marker = new URL(url, 'http://x').searchParams.get('marker');
    if (marker === null) return { json: { servers: [{ id: 'a' }, { id: 'b' }], ...next('b') } };
    return { json: { servers: [{ id: 'b' }, { id: 'c' }], ...next('c') } };
  });
  const provider = await double.open();
  expect((await list(provider)).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(double.calls).toEqual([
    'GET /v2/480015/servers/detail?limit=100',
    'GET /v2/480015/servers/detail?limit=100&marker=b',
    'GET /v2/480015/servers/detail?limit=100&marker=c',
  ]);
});

it('passes a refusal on', async () => {
  const double = await rackspaceDouble(() => ({
    status: 403,
    json: { forbidden: { code: 403, message: 'Policy does not allow it.' } },
    headers: { 'x-compute-request-id': 'req-9' },
  }));
  const provider = await double.open();
  expect(await problemFrom(list(provider))).toMatchObject({
    kind: 'forbidden',
    message: 'Could not list the servers of DFW: Policy does not allow it (HTTP 403)',
    requestId: 'req-9',
  });
});
