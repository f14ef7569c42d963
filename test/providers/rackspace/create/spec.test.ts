import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { specFaults } from '../../../../src/providers/rackspace/create/readSpec.ts';
import { SPEC_SCHEMA } from '../../../../src/providers/rackspace/create/schema.ts';
import { structureFaults } from '../../../../src/providers/specSchema.ts';
import { specOf } from './kit.ts';

const WHOLE = specOf(['web-1', 'web-2'], {
  timeout: 60,
  sessionPersistence: 'HTTP_COOKIE',
  healthMonitor: { type: 'HTTP', delay: 10, timeout: 5, attempts: 3, path: '/up', statusRegex: '^2' },
  metadata: { team: 'checkout' },
  virtualIp: { share: [{ id: 2211 }, { id: 9005512 }] },
  servers: {
    existing: ['db-1'],
    create: [
      { name: 'web-1', image: 'Debian 12', flavor: 'general1-1', keyName: 'laptop' },
      { name: 'web-2', image: 'Debian 12', flavor: 'general1-1' },
    ],
  },
  nodes: [
    { server: 'web-1', port: 8080 },
    { server: 'web-2', port: 8080, condition: 'DRAINING', weight: 3, type: 'SECONDARY' },
    { server: 'db-1', port: 8080 },
    { address: '2001:db8::1', port: 80 },
  ],
});

const paths = (value: unknown) => specFaults(value).map(({ path }) => path);
const words = (value: unknown) => specFaults(value).map(({ path, message }) => `${path} ${message}`);

describe('a spec', () => {
  it('has no faults where there are none', () => {
    expect(specFaults(WHOLE)).toEqual([]);
    expect(specFaults(specOf([]))).toEqual([]);
    expect(specFaults(specOf(['web-1']))).toEqual([]);
  });

  it.each([null, 5, 'text', [], undefined])('is not %j', (value) => {
    expect(specFaults(value)).toEqual([
      { path: '', message: expect.stringMatching(/^The spec is .* is needed$/) },
    ]);
  });

  it('names what is missing', () => {
    expect(paths({})).toEqual(['/name', '/protocol', '/port', '/algorithm', '/virtualIp', '/nodes']);
  });

  it('tells every fault at once, each with its place and its mend', () => {
    expect(
      words({
        name: ' ',
        protcol: 'HTTP',
        protocol: 'TCP',
        port: 99_999,
        algorithm: 'RANDOM',
        timeout: '60',
        sessionPersistence: 'HTTP_COOKIE',
        healthMonitor: { type: 'CONNECT', path: 'up' },
        metadata: { 'sluice-run': 'x', 'a/b': '' },
        virtualIp: { type: 'SERVICENET', ipVersion: 'IPV6' },
        servers: {
          create: [
            { name: 'web-1', image: 'i', flavor: 'f' },
            { name: 'web-1', image: 'i' },
          ],
        },
        nodes: [
          { server: 'web-1', port: 80 },
          { server: 'web1', port: 0 },
          { address: '127.0.0.1', port: 80, condition: 'enabled' },
          { port: 80 },
          { address: '10.0.0.1', server: 'web-1', port: 80 },
          { address: '10.0.0.2', port: 80, type: 'SECONDARY' },
          { address: '2001:db8::1', port: 80 },
          { address: '2001:0DB8::0001', port: 80 },
        ],
      }),
    ).toEqual([
      '/name name is blank. What the balancer is called.',
      '/protcol There is no "protcol" here (did you mean "protocol"?)',
      '/port port is 99999: a whole number from 1 to 65535 is needed',
      '/timeout timeout is "60": a whole number from 30 to 120 is needed',
      '/healthMonitor/path path is "up": it must begin with /',
      '/metadata/a~1b a/b is empty. A note.',
      '/servers/create/1/flavor "flavor" is missing. Id or exact name of a flavor.',
      '/nodes/1/port port is 0: a whole number from 1 to 65535 is needed',
      '/nodes/2/condition condition is "enabled": one of ENABLED, DRAINING, DISABLED is needed (did you mean "ENABLED"?)',
      '/nodes/3 nodes 3 needs "server" or "address"',
      '/nodes/4 nodes 4 has more than one of "server" or "address": leave one',
      '/sessionPersistence HTTP_COOKIE works with the protocol HTTP only: choose SOURCE_IP, or none',
      '/metadata/sluice-run The key sluice-run is used to find the balancer again: choose another',
      '/virtualIp/ipVersion SERVICENET has IPv4 addresses only: leave this out',
      '/servers/create/1/name "web-1" is there twice: names tell servers apart here',
      '/nodes/1/server "web1" is not among the servers (did you mean "web-1"?)',
      '/nodes/2/address The balancer cannot reach 127.x: give the address the server has',
      '/nodes/4/port web-1 with port 80 is there twice: leave one out, or change its port',
      '/nodes/7/port 2001:0DB8::0001 with port 80 is there twice: leave one out, or change its port',
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'a secondary without a monitor',
      { nodes: [{ address: '10.0.0.1', port: 1, type: 'SECONDARY' }] },
      '/nodes/0/type',
    ],
    [
      'a secondary without an enabled primary',
      {
        healthMonitor: { type: 'CONNECT' },
        nodes: [
          { address: '10.0.0.1', port: 1, condition: 'DISABLED' },
          { address: '10.0.0.2', port: 1, type: 'SECONDARY' },
        ],
      },
      '/nodes/1/type',
    ],
    ['a monitor that does not fit', { healthMonitor: { type: 'HTTPS' } }, '/healthMonitor/type'],
    ['a monitor over UDP', { protocol: 'UDP', healthMonitor: { type: 'CONNECT' } }, '/healthMonitor/type'],
    ['a page for CONNECT', { healthMonitor: { type: 'CONNECT', path: '/' } }, '/healthMonitor/path'],
    ['SSL_ID over HTTP', { sessionPersistence: 'SSL_ID' }, '/sessionPersistence'],
    ['one virtual IP twice', { virtualIp: { share: [{ id: 1 }, { id: 1 }] } }, '/virtualIp/share/1/id'],
    [
      'a version for a shared one',
      { virtualIp: { share: [{ id: 1 }], ipVersion: 'IPV4' } },
      '/virtualIp/ipVersion',
    ],
    ['no virtual IP', { virtualIp: {} }, '/virtualIp'],
    ['a name that cannot be drawn', { name: 'a\u202eb' }, '/name'],
    ['a server that no node uses', { servers: { existing: ['db-1'] } }, '/servers/existing/0'],
    [
      'too much metadata',
      { metadata: Object.fromEntries(Array.from({ length: 25 }, (_, n) => [`k${n}`, 'v'])) },
      '/metadata',
    ],
    ['members of the prototype', { constructor: 1 }, '/constructor'],
  ])('refuses %s', (_, more, path) => {
    expect(paths(specOf([], more))).toEqual([path]);
  });
});

/** The keywords of JSON Schema that ours uses, as the standard says and without a line of ours. */
function follows(schema: Readonly<Record<string, unknown>>, value: unknown): boolean {
  const is = (key: string): key is string => schema[key] !== undefined;
  const at = (key: string) => Number(schema[key]);
  const inner = (key: string) => (schema[key] ?? {}) as Record<string, Record<string, unknown>>;
  if (typeof value === 'string') {
    const length = [...value].length;
    if (schema['type'] !== 'string') return false;
    if (is('enum') && !(schema['enum'] as string[]).includes(value)) return false;
    if ((is('minLength') && length < at('minLength')) || (is('maxLength') && length > at('maxLength')))
      return false;
    return !is('pattern') || new RegExp(String(schema['pattern']), 'u').test(value);
  }
  if (typeof value === 'number')
    return (
      schema['type'] === 'integer' &&
      Number.isInteger(value) &&
      value >= at('minimum') &&
      value <= at('maximum')
    );
  if (Array.isArray(value)) {
    if (schema['type'] !== 'array') return false;
    if (
      (is('minItems') && value.length < at('minItems')) ||
      (is('maxItems') && value.length > at('maxItems'))
    )
      return false;
    return value.every((item) => follows(inner('items'), item));
  }
  if (typeof value !== 'object' || value === null || schema['type'] !== 'object') return false;
  const given = Object.entries(value);
  const known = inner('properties');
  if (is('maxProperties') && given.length > at('maxProperties')) return false;
  if (is('required') && !(schema['required'] as string[]).every((key) => Object.hasOwn(value, key)))
    return false;
  if (is('oneOf')) {
    const met = (schema['oneOf'] as { required: string[] }[]).filter(({ required }) =>
      required.every((key) => Object.hasOwn(value, key)),
    );
    if (met.length !== 1) return false;
  }
  return given.every(([key, member]) => {
    const own = Object.hasOwn(known, key) ? known[key] : undefined;
    if (own) return follows(own, member);
    return schema['additionalProperties'] !== false && follows(inner('additionalProperties'), member);
  });
}

/** All places of a value. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => places(member, [...path, key]))];
}

function changed(value: unknown, path: readonly string[], change: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...(value as object) };
  const next = changed((value as Record<string, unknown>)[key], rest, change);
  if (Array.isArray(copy)) copy[Number(key)] = next;
  else if (next === undefined) delete copy[key];
  else copy[key] = next;
  return copy;
}

describe('the schema', () => {
  const odd = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      '',
      ' ',
      '/',
      'HTTP',
      0,
      1,
      30,
      1.5,
      -1,
      101,
      70_000,
      [],
      {},
      undefined,
    ),
    fc.constantFrom<unknown>(
      'x'.repeat(128),
      'x'.repeat(129),
      '😀'.repeat(128),
      'x'.repeat(300),
      [1],
      ['a'],
      { id: 1 },
    ),
    fc.constantFrom<unknown>(
      { type: 'PUBLIC' },
      { type: 'HTTP' },
      { share: [] },
      { a: 'b' },
      { a: 1 },
      { unknown: 1 },
    ),
  );

  it('says of 2,000 mutations the same as the check', () => {
    const all = places(WHOLE);
    let accepted = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(all.length - 1), odd), { minLength: 1, maxLength: 2 }),
        (mutations) => {
          const value = mutations.reduce<unknown>((whole, [at, put]) => {
            try {
              return changed(whole, all[at] ?? [], () => put);
            } catch {
              return whole;
            }
          }, WHOLE);
          const right = follows(SPEC_SCHEMA, value);
          if (right) accepted++;
          expect(structureFaults(SPEC_SCHEMA, value).length === 0).toBe(right);
          if (!right) expect(specFaults(value).length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 2_000, seed: 11 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('describes each of its parts', () => {
    const silent = places(SPEC_SCHEMA)
      .filter((path) => path.at(-1) === 'type' && path.at(-2) !== 'properties')
      .filter((path) => {
        const part = path
          .slice(0, -1)
          .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], SPEC_SCHEMA);
        return typeof (part as Record<string, unknown>)['description'] !== 'string';
      });
    expect(silent).toEqual([]);
  });
});
