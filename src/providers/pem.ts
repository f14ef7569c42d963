import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

/** One `-----BEGIN …-----` with what follows it, to its end. */
export interface PemBlock {
  /** `CERTIFICATE`, `RSA PRIVATE KEY` */
  readonly label: string;
  readonly text: string;
  /** False where it is cut off or damaged, so that nobody can read it; what is encrypted counts as whole. */
  readonly whole: boolean;
  readonly encrypted: boolean;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)(-----END \1-----|(?=-----BEGIN )|$)/g;

/** The blocks of a text in their order; what stands between them is left out, as every reader of PEM does. */
export function pemBlocks(text: string): readonly PemBlock[] {
  return [...text.matchAll(BLOCK)].map(([whole, label = '', inner = '', end = '']) => {
    const encrypted = label.startsWith('ENCRYPTED ') || /^Proc-Type:.*ENCRYPTED/m.test(inner);
    return { label, text: whole, encrypted, whole: end !== '' && (encrypted || isSequence(inner)) };
  });
}

/** Whether it is base64 of one ASN.1 sequence to its last byte, as every certificate and key is. */
function isSequence(base64: string): boolean {
  const packed = base64.replace(/\s+/g, '');
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return false;
  const bytes = Buffer.from(packed, 'base64');
  const [tag, first = 0] = bytes;
  if (tag !== 0x30) return false;
  if (first < 0x80) return bytes.length === 2 + first;
  const width = first - 0x80;
  if (width < 1 || width > 4 || bytes.length < 2 + width) return false;
  return bytes.length === 2 + width + bytes.readUIntBE(2, width);
}

/** The certificate; null where node:crypto cannot read it. */
export function certificateOf(block: PemBlock): X509Certificate | null {
  try {
    return new X509Certificate(block.text);
  } catch {
    return null;
  }
}

/** The private key; null where node:crypto cannot read it, or it is encrypted. */
export function privateKeyOf(block: PemBlock): KeyObject | null {
  if (block.encrypted) return null;
  try {
    return createPrivateKey(block.text);
  } catch {
    return null;
  }
}

/** The algorithm of a certificate's key: `rsa`, `ec`; null where node:crypto does not know it. */
export function keyTypeOf(certificate: X509Certificate): string | null {
  try {
    return certificate.publicKey.asymmetricKeyType ?? null;
  } catch {
    return null;
  }
}
