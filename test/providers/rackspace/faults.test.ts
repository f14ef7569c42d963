import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFault } from '../../../src/providers/rackspace/faults.ts';
import { faultProblem } from '../../../src/providers/rackspace/problems.ts';

const NOW = Date.parse('2025-11-05T07:30:00Z');
const fault = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  readFault({ status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }, NOW);

describe('the words of a fault', () => {
  it.each<[string, unknown, string | null]>([
    ['flat', { code: 400, message: 'Bad port.', details: 'x' }, 'Bad port'],
    ['wrapped', { itemNotFound: { code: 404, message: 'Gone' } }, 'Gone'],
    ['a list', { message: ['JSON does not match', 'the schema'] }, 'JSON does not match; the schema'],
    [
      'validation',
      { code: 400, message: 'Validation Failure', details: 'd', validationErrors: { messages: ['a', 'b'] } },
      'Validation Failure; a; b',
    ],
    ['validation alone', { validationErrors: { messages: ['a'] } }, 'a'],
    ['details alone', { code: 500, details: 'No cluster' }, 'No cluster'],
    ['a bare string', '"Key is taken"', 'Key is taken'],
    ['a bare list', ['Key is taken', 'Value is long'], 'Key is taken; Value is long'],
    [
      'HTML',
      '<html><head><title>t</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>',
      '502 Bad Gateway',
    ],
    ['plain text', '\n  upstream connect error\nsecond line', 'upstream connect error'],
    ['null', 'null', null],
    ['nothing', '', null],
    ['escape codes', { message: 'a\u001b]0;title\u0007b\u0000c\u202e' }, 'abc'],
  ])('are read from %s', (_, body, words) => {
    expect(fault(400, body).words).toBe(words);
  });

  it('are cut to 300 characters', () => {
    const { words } = fault(400, { message: '🙂'.repeat(1_000) });
    expect([...(words ?? '')]).toHaveLength(300);
    expect(words).toMatch(/🙂…$/u);
  });

  it('fall back to the reason of the status', () => {
    expect(faultProblem(fault(405, ''), 'read x').message).toBe(
      'Could not read x: Method Not Allowed (HTTP 405)',
    );
  });
});

describe('the story of a fault', () => {
  it.each<[number, unknown, Record<string, string>, string]>([
    [413, { overLimit: { code: 413, message: 'OverLimit Retry...' } }, {}, 'rate'],
    [413, { code: 413, message: 'x' }, { 'retry-after': '3' }, 'rate'],
    [413, { code: 413, message: 'Nodes must not exceed 25' }, {}, 'quota'],
    [429, '', {}, 'rate'],
    [403, { forbidden: { code: 403, message: 'Quota exceeded for instances' } }, {}, 'quota'],
    [403, 'no', {}, 'forbidden'],
    [422, { message: "has a status of 'PENDING_UPDATE' and is considered immutable." }, {}, 'busy'],
    [422, { message: "has a status of 'error' and is considered immutable." }, {}, 'stuck'],
    [422, { message: 'LoadBalancer is not ACTIVE' }, {}, 'busy'],
    [422, { message: 'The load balancer is deleted and considered missing' }, {}, 'missing'],
    [422, { message: 'Duplicate nodes detected. One or more' }, {}, 'duplicate'],
    [400, { message: 'Duplicate nodes detected. One or more' }, {}, 'duplicate'],
    [422, { message: 'The node is already deleted' }, {}, 'already'],
    [422, { message: 'No health monitor found to delete' }, {}, 'already'],
    [422, { message: 'Something else' }, {}, 'invalid'],
    [404, '', {}, 'missing'],
    [410, '', {}, 'missing'],
    [401, '', { 'www-authenticate': "OS-MF sessionId='x'" }, 'second factor'],
    [401, '', {}, 'auth'],
    [301, '', {}, 'redirect'],
    [500, { code: 404, message: 'trust the status' }, {}, 'engine'],
  ])('%i %j %j is %s', (status, body, headers, story) => {
    expect(fault(status, body, headers).story).toBe(story);
  });

  it.each<[Record<string, string>, unknown, number | null]>([
    [{ 'retry-after': '12' }, {}, 12_000],
    [{ 'retry-after': 'Wed, 05 Nov 2025 07:31:00 GMT' }, {}, 60_000],
    [{ 'retry-after': 'soon' }, {}, null],
    [{}, { overLimit: { retryAfter: '2025-11-05T07:30:30Z' } }, 30_000],
    [{}, { overLimit: { retryAt: '2025-11-05T01:29:00.000-06:00' } }, 0],
  ])('waits by %j and %j for %j ms', (headers, body, ms) => {
    expect(fault(413, body, headers).retryAfterMs).toBe(ms);
  });
});

describe('any answer', () => {
  const sane = (read: ReturnType<typeof fault>) => {
    const { message } = faultProblem(read, 'read x');
    expect(message.length).toBeLessThan(700);
    expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  };

  it('of JSON is a fault', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.integer({ min: 300, max: 599 }), (body, status) =>
        sane(fault(status, body)),
      ),
      { numRuns: 300 },
    );
  });

  it('of the right shape with wrong types is a fault', () => {
    const odd = fc.anything({ maxDepth: 2, withNullPrototype: true });
    const shape = fc.record(
      {
        code: odd,
        message: odd,
        details: odd,
        retryAfter: odd,
        validationErrors: fc.record({ messages: odd }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(shape, fc.record({ overLimit: shape })), (body) => {
        const text = safeJson(body);
        if (text !== null) sane(fault(413, text));
      }),
      { numRuns: 300 },
    );
  });

  it('of bytes is a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) =>
        sane(fault(500, Buffer.from(bytes).toString('utf8'))),
      ),
      { numRuns: 300 },
    );
  });

  it('of endless markup is one in no time', () => {
    for (const piece of ['<script>', '<', '<head ', '[', '{"a":']) sane(fault(500, piece.repeat(100_000)));
  });
});

function safeJson(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}
