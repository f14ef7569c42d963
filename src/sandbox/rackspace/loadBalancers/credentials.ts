import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { Answered } from '../../exchange.ts';
import { flat } from '../faults.ts';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/** Certificate, private key and chain as the service got them, in PEM. */
export interface Credentials {
  readonly certificate: string;
  readonly key: string;
  readonly chain: string | undefined;
}

/**
 * Throws 400 with everything that is wrong with the three together, in the service's own words. Of several certificates
 * the first counts. A certificate whose time is over or not come is taken.
 */
export function matchCredentials({ certificate, key, chain }: Credentials): void {
  refuse([...keyFaults(key), ...certificateFaults(certificate), ...chainFaults(chain)]);
  refuse(belong(firstIn(certificate), publicHalf(key)));
}

/**
 * The same for a certificate that comes without a key: the one that is kept must fit it. No key is written down, but the
 * certificate that stood beside it has its public half.
 */
export function matchKeptKey(certificate: string, chain: string | undefined, kept: string): void {
  refuse([...certificateFaults(certificate), ...chainFaults(chain)]);
  refuse(belong(firstIn(certificate), publicKeyOf(firstIn(kept))));
}

/** Whether a text is one private key that the service can use. */
export function isPrivateKey(text: string): boolean {
  return keyFaults(text).length === 0;
}

/** Whether a text is one certificate that the service can read. */
export function isCertificate(text: string): boolean {
  return blocksIn(text).length === 1 && firstIn(text) !== null;
}

/** Whether every block of a text is a certificate. */
export function isChain(text: string): boolean {
  return chainFaults(text).length === 0;
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new Answered(flat(400, faults.join(', ')));
}

function blocksIn(text: string): readonly string[] {
  return [...text.matchAll(BLOCK)].map(([block]) => block);
}

function firstIn(text: string): X509Certificate | null {
  const [block] = blocksIn(text);
  return block === undefined ? null : read(() => new X509Certificate(block));
}

function keyFaults(text: string): readonly string[] {
  const count = blocksIn(text).length;
  if (count === 0) return ['Key Required'];
  if (count > 1) return ['Multiple pem blocks used in Key'];
  const half = publicHalf(text);
  if (half === null) return ['Unable to parse pemblock to RSA Key'];
  return isRsa(half) ? [] : ['Error Decoding Key Error decoding public portion of key.'];
}

function certificateFaults(text: string): readonly string[] {
  const certificate = firstIn(text);
  if (certificate === null) return ['Unable to read userCrt'];
  const key = publicKeyOf(certificate);
  return key && isRsa(key) ? [] : ['Unable to extract public RSA key from x509 certificate'];
}

function chainFaults(text: string | undefined): readonly string[] {
  return blocksIn(text ?? '').flatMap((block) => {
    if (read(() => new X509Certificate(block)) !== null) return [];
    const line = (text ?? '').slice(0, text?.indexOf(block)).split('\n').length;
    return [`Empty object at line starting at line ${line}`];
  });
}

function belong(certificate: X509Certificate | null, key: KeyObject | null): readonly string[] {
  const own = publicKeyOf(certificate);
  return own && key && !own.equals(key) ? ['Modulus between user cert and key did not match'] : [];
}

/** Null for what is no private key, and for one with a passphrase. */
function publicHalf(key: string): KeyObject | null {
  return read(() => createPublicKey(createPrivateKey(key)));
}

function publicKeyOf(certificate: X509Certificate | null): KeyObject | null {
  return certificate && read(() => certificate.publicKey);
}

function isRsa(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'rsa';
}

function read<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch {
    return null;
  }
}
