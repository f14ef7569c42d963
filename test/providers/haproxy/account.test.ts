import { describe, expect, it } from 'vitest';
import { accountForm } from '../../../src/providers/haproxy/accountForm.ts';
import { placeText, readSocketPlace } from '../../../src/providers/haproxy/socketPlace.ts';
import { problemFrom } from '../kit/problems.ts';
import { open } from './kit.ts';

describe('where a socket is', () => {
  it.each([
    ['/run/haproxy/admin.sock', { kind: 'unix', path: '/run/haproxy/admin.sock' }],
    ['unix@/run/h.sock', { kind: 'unix', path: '/run/h.sock' }],
    ['~/h.sock', { kind: 'unix', path: '/home/nina/h.sock' }],
    ['10.0.0.5:9999', { kind: 'tcp', host: '10.0.0.5', port: 9999 }],
    ['ipv4@10.0.0.5:9999', { kind: 'tcp', host: '10.0.0.5', port: 9999 }],
    ['lb.example.net:9999', { kind: 'tcp', host: 'lb.example.net', port: 9999 }],
    ['ipv6@[::1]:9999', { kind: 'tcp', host: '::1', port: 9999 }],
    ['ssh://lb1/run/h.sock', { kind: 'ssh', destination: 'lb1', port: null, path: '/run/h.sock' }],
    [
      'ssh://nina@lb1.example.net:2222/run/h.sock',
      { kind: 'ssh', destination: 'nina@lb1.example.net', port: 2222, path: '/run/h.sock' },
    ],
    ['ssh://nina@[2001:db8::1]/h', { kind: 'ssh', destination: 'nina@2001:db8::1', port: null, path: '/h' }],
  ])('%s', (typed, place) => {
    expect(readSocketPlace(typed, '/home/nina')).toEqual(place);
  });

  it.each([
    'haproxy.sock',
    ':9999',
    'host:0',
    'host:70000',
    '[nonsense]:80',
    'abns@x',
    'fd@3',
    'ssh://lb1',
    'ssh://-oProxyCommand=evil/run/h.sock',
    'ssh://-oX@lb1/run/h.sock',
    'ssh://lb1/run/h:sock',
    'ssh://lb 1/run/h.sock',
    'ssh:///run/h.sock',
    `/${'x'.repeat(120)}`,
    '/run/\u0007.sock',
  ])('refuses %s', (typed) => {
    expect(readSocketPlace(typed, '/home/nina')).toHaveProperty('fault');
    const [socket] = accountForm.fields;
    expect(socket?.check?.(typed, {})).toEqual(expect.any(String));
  });

  it('is shown as it can be typed', () => {
    for (const typed of ['/run/h.sock', '10.0.0.5:9999', '[::1]:9999', 'ssh://nina@lb1:2222/run/h.sock']) {
      const place = readSocketPlace(typed, '');
      expect('fault' in place ? place.fault : placeText(place)).toBe(typed);
    }
  });
});

describe('an account', () => {
  it('whose socket is not there, or is none, says so with a mend', async () => {
    expect(await problemFrom(open('/nowhere/h.sock'))).toMatchObject({
      kind: 'network',
      message: 'Could not open edge: there is no socket at /nowhere/h.sock',
      hint: expect.stringContaining('stats socket'),
    });
    expect(await problemFrom(open(new URL(import.meta.url).pathname))).toMatchObject({
      message: expect.stringMatching(/nothing listens on|is no stream socket/),
    });
    expect(await problemFrom(open('127.0.0.1:1'))).toMatchObject({
      message: 'Could not open edge: nothing listens on 127.0.0.1:1',
    });
    expect(await problemFrom(open('nonsense'))).toMatchObject({ kind: 'invalid' });
    expect(await problemFrom(open(''))).toMatchObject({ kind: 'invalid' });
  });
});
