import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../src/model/text.ts';
import { accountForm } from '../../../src/providers/rackspace/accountForm.ts';
import {
  compareAddresses,
  nodeAddressFault,
  shortAddress,
} from '../../../src/providers/rackspace/address.ts';
import { nodeForm } from '../../../src/providers/rackspace/nodeForm.ts';
import { readBalancerDetail, readBalancerPage } from '../../../src/providers/rackspace/wire.ts';
import { readTime } from '../../../src/providers/rackspace/wireFields.ts';

const odd = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.string({ unit: 'binary' }), fc.constant(undefined));
const node = fc.record(
  { id: odd, address: odd, port: odd, condition: odd, status: odd, type: odd, weight: odd },
  { requiredKeys: [] },
);
const balancer = fc.record(
  {
    id: odd,
    name: odd,
    status: odd,
    port: odd,
    nodeCount: odd,
    nodes: fc.oneof(odd, fc.array(fc.oneof(odd, node), { maxLength: 4 })),
    virtualIps: fc.oneof(odd, fc.array(fc.record({ id: odd, address: odd }), { maxLength: 3 })),
    created: fc.oneof(odd, fc.record({ time: odd })),
  },
  { requiredKeys: [] },
);

describe('reading the wire', () => {
  it('keeps every row that has an id, whatever its other fields are', () => {
    fc.assert(
      fc.property(fc.array(balancer, { maxLength: 5 }), (rows) => {
        const named = rows.map((row, n) => ({ ...row, id: n, status: 'ACTIVE' }));
        const page = readBalancerPage(JSON.parse(JSON.stringify({ loadBalancers: named })));
        expect(page?.rows.map(({ id }) => id)).toEqual(named.map(({ id }) => String(id)));
        expect(page?.size).toBe(rows.length);
      }),
      { numRuns: 150 },
    );
  });

  it('never throws on a detail, and leaves nothing unsafe in it', () => {
    fc.assert(
      fc.property(fc.oneof(balancer, odd), (body) => {
        const detail = readBalancerDetail({ loadBalancer: body }, '7001');
        if (detail === null) return;
        expect(detail.name).toBe(cleanText(detail.name));
        for (const { address, id } of detail.nodeList)
          expect([address, id]).toEqual([address && cleanText(address), cleanText(id)]);
        expect(detail.nodes.total).toBe(detail.nodeList.length);
      }),
      { numRuns: 300 },
    );
  });

  it('survives JSON as deep as it comes', () => {
    const deep = JSON.parse(`{"loadBalancer":{"id":1,"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`);
    expect(readBalancerDetail(deep, '1')?.id).toBe('1');
  });

  it.each([
    ['2025-11-05T07:30:12Z', '2025-11-05T07:30:12.000Z'],
    ['2025-11-05T07:30:12.107Z', '2025-11-05T07:30:12.107Z'],
    ['2025-11-05T07:30:12+0000', '2025-11-05T07:30:12.000Z'],
    ['2025-11-05T01:30:12-06:00', '2025-11-05T07:30:12.000Z'],
    ['2025-11-05T07:30:12.123456', '2025-11-05T07:30:12.123Z'],
  ])('reads the time %s', (text, iso) => {
    expect(new Date(readTime(text) ?? 0).toISOString()).toBe(iso);
  });

  it.each(['', 'yesterday', '2025-13-40T00:00:00Z', '12'])('reads no time from %j', (text) => {
    expect(readTime(text)).toBeNull();
  });
});

describe('an address', () => {
  it.each([
    ['2001:0db8:00a1:0000:1f2e:3d4c:0000:0007', '2001:db8:a1:0:1f2e:3d4c:0:7'],
    ['2001:0DB8::0001', '2001:db8::1'],
    ['10.20.0.11', '10.20.0.11'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['web.example.net', 'web.example.net'],
  ])('%s is written %s', (address, short) => {
    expect(shortAddress(address)).toBe(short);
  });

  it('is ordered by number', () => {
    const sorted = ['b.example', '10.0.0.10', null, '::1', '9.0.0.1', '10.0.0.9'].sort(compareAddresses);
    expect(sorted).toEqual(['9.0.0.1', '10.0.0.9', '10.0.0.10', '::1', 'b.example', null]);
  });

  it.each(['10.20.0.11', '203.0.113.5', '2001:db8::1', 'web-1.example.net', 'web_1'])(
    '%s may be a node',
    (address) => {
      expect(nodeAddressFault(address)).toBeNull();
    },
  );

  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '255.255.255.255',
    '10.0.0.300',
    '10.0.0',
    '10.0.0.0/24',
    '10.0.0.1:80',
    '[2001:db8::1]',
    '2001:db8::zz',
    'http://x',
    '-x.example',
    'web 1',
    `${'a'.repeat(60)}.${'b'.repeat(60)}.example`,
  ])('%s may not', (address) => {
    expect(nodeAddressFault(address)).toMatch(/^[A-Z0-9].*[^.]$/);
  });
});

describe('the forms', () => {
  it('of an account wants one of the two secrets', () => {
    expect(accountForm.fields.map(({ flag }) => flag)).toEqual([
      'username',
      'api-key',
      'password',
      'identity-url',
      'tenant-id',
    ]);
    expect(accountForm.check?.({ username: 'nina' })).toEqual({ apiKey: 'Give the API key or the password' });
    expect(accountForm.check?.({ username: 'nina', password: 'x' })).toEqual({});
  });

  it('of a node knows the engine’s limits', () => {
    const field = (key: string) => nodeForm.fields.find((each) => each.key === key);
    expect(field('port')).toMatchObject({ kind: 'number', min: 1, max: 65_535 });
    expect(field('weight')).toMatchObject({ kind: 'number', min: 1, max: 100, optional: true });
    expect(field('condition')).toMatchObject({ initial: 'ENABLED' });
  });
});
