import { pemBlocks } from '../../pem.ts';

/**
 * Why a text cannot be the public key of a policy, with the mend; null when it may be one. A policy can be read by
 * everybody who may look at the balancer, so a private key never becomes part of it. Whether the key is any good is
 * AWS's to say.
 */
export function publicKeyFault(text: string): string | null {
  const blocks = pemBlocks(text);
  if (text.includes('PRIVATE KEY')) return 'This is a private key: choose the file with the public key';
  if (blocks.some(({ label }) => label === 'CERTIFICATE'))
    return 'This is a certificate: take its key out with openssl x509 -in FILE -noout -pubkey, and choose that';
  return blocks.length > 1 ? `There are ${blocks.length} keys: give each a policy of its own` : null;
}
