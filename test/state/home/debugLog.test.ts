import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDebugFile } from '../../../src/state/home/debugLog.ts';
import { createRedactor } from '../../../src/state/home/redactor.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { modeOf, tempFolder } from './tempFolder.ts';

describe('redactor', () => {
  const KEY = 'p@ss/w+rd "é"\\';

  function knowing(secret: string) {
    const redactor = createRedactor();
    redactor.add(secret);
    return redactor;
  }

  test.each([
    ['plain', KEY],
    ['in a URL', encodeURIComponent(KEY)],
    ['in a URL, lower case', encodeURIComponent(KEY).toLowerCase()],
    ['in a form', new URLSearchParams({ a: KEY }).toString()],
    ['in JSON', JSON.stringify({ note: KEY })],
    ['in base64', Buffer.from(KEY).toString('base64')],
    ['in base64url', Buffer.from(KEY).toString('base64url')],
  ])('a known secret is taken out %s', (_how, text) => {
    const cleaned = knowing(KEY).text(`before ${text} after`);
    expect(cleaned).toContain('[redacted]');
    expect(cleaned).not.toContain('rd');
    expect(cleaned).toMatch(/^before .* after$/);
  });

  test('in base64 it is found wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 6 }), fc.string({ maxLength: 6 }), (before, after) => {
        const encoded = Buffer.from(`${before}0f1e2d3c4b5a6978${after}`).toString('base64');
        const kept = knowing('0f1e2d3c4b5a6978').text(encoded).split('[redacted]');
        expect(kept.length).toBe(2);
        expect(Buffer.from(kept.join(''), 'base64').toString()).not.toContain('e2d3c4b5');
      }),
    );
  });

  test('of two secrets with one beginning nothing is left', () => {
    const redactor = knowing('secret-1');
    redactor.add('secret-1-and-more');
    expect(redactor.text('x secret-1-and-more x')).toBe('x [redacted] x');
  });

  test('values of secret-looking keys go, whatever they are', () => {
    const facts = {
      apiKey: 'abc',
      api_key: 'abc',
      'X-Auth-Token': 'abc',
      Authorization: 'Basic abc',
      server: { adminPass: 'abc', token: { id: 'abc' }, privatekey: ['abc'] },
      password: null,
      passed: 3,
    };
    expect(createRedactor().value(facts)).toEqual({
      apiKey: '[redacted]',
      api_key: '[redacted]',
      'X-Auth-Token': '[redacted]',
      Authorization: '[redacted]',
      server: { adminPass: '[redacted]', token: '[redacted]', privatekey: '[redacted]' },
      password: null,
      passed: 3,
    });
  });

  test.each([
    'GET /x X-Auth-Token: abc123 done',
    '{"auth":{"apiKey":"abc123"}} ',
    'cut {"auth":{"password":"abc123',
    'quoted {\\"apiKey\\":\\"abc123\\"}',
    '/x?api_key=abc123&y=1',
    'Authorization: Bearer abc123',
    'proxy http://nina:abc123@proxy:80',
    '-----BEGIN RSA PRIVATE KEY-----\nabc123\n-----END RSA PRIVATE KEY-----',
  ])('in text too: %s', (text) => {
    const cleaned = createRedactor().value({ text });
    expect(JSON.stringify(cleaned)).toContain('[redacted]');
    expect(JSON.stringify(cleaned)).not.toContain('abc123');
  });

  test('a token once seen under its key is known afterwards', () => {
    const redactor = createRedactor();
    redactor.value({ headers: { 'x-auth-token': 'AACk3v0123456789' } });
    expect(redactor.text('GET /AACk3v0123456789')).toBe('GET /[redacted]');
  });

  test('what is no secret stays as it is', () => {
    const facts = { path: '/v1.0/480015/loadbalancers', status: 202, ok: true, list: [1, 'two', null] };
    const redactor = knowing('0f1e2d3c4b5a');
    redactor.add('no');
    expect(redactor.value(facts)).toEqual(facts);
  });
});

describe('debug file', () => {
  function logging(file: string) {
    const redactor = createRedactor();
    return { redactor, debug: openDebugFile({ file, clock: new VirtualClock(), redactor }) };
  }

  test('a line of JSON for each event, without secrets, for the user alone', () => {
    const file = path.join(tempFolder(), 'debug.jsonl');
    fs.writeFileSync(file, '', { mode: 0o644 });
    const { redactor, debug } = logging(file);
    redactor.add('0f1e2d3c');
    debug.log('request', { url: '/x?0f1e2d3c', apiKey: 'abc' });
    debug.log('end');
    debug.close();
    const lines = fs.readFileSync(file, 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { time: '2026-03-01T12:00:00.000Z', event: 'request', url: '/x?[redacted]', apiKey: '[redacted]' },
      { time: '2026-03-01T12:00:00.000Z', event: 'end' },
    ]);
    expect(modeOf(file)).toBe('600');
  });

  test('where it cannot write, the program goes on and can say why', () => {
    const { debug } = logging(tempFolder());
    debug.log('request');
    expect(debug.problem()?.message).toMatch(/it is a folder/);
  });

  test('facts that cannot be written down do no harm', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const { debug } = logging(path.join(tempFolder(), 'debug.jsonl'));
    debug.log('odd', { circle, big: 1n, error: new Error('no'), act: () => 1 });
    expect(debug.problem()).toBeNull();
  });
});
