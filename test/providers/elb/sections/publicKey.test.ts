import { expect, it } from 'vitest';
import { CERTIFICATE, KEY_LINES, PRIVATE_KEY } from '../../../kit/pem.ts';
import { addTo, awsWorld } from './world.ts';

const PUBLIC_KEY = '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0B\n-----END PUBLIC KEY-----\n';

it.each<[string, string, RegExp]>([
  ['a private key', PRIVATE_KEY, /^This is a private key: choose the file with the public key$/],
  ['both', PUBLIC_KEY + PRIVATE_KEY, /^This is a private key/],
  ['a certificate', CERTIFICATE, /^This is a certificate: take its key out with openssl x509/],
  ['two keys', PUBLIC_KEY + PUBLIC_KEY, /^There are 2 keys: give each a policy of its own$/],
])('%s becomes no policy of a public key', async (_, text, fault) => {
  const world = await awsWorld();
  const policies = await world.collection('web-classic', 'policies');
  const typed = { type: 'PublicKeyPolicyType', name: 'key', 'public-key': text };
  const faults = await addTo(policies, typed);
  expect(faults).toEqual({ 'public-key': expect.stringMatching(fault) });
  for (const line of KEY_LINES) expect(JSON.stringify(faults)).not.toContain(line);
  expect(world.asked).not.toContain('CreateLoadBalancerPolicy');
});
