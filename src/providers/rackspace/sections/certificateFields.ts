import type { Field, FormValues } from '../../../model/form.ts';
import { certificateOf, keyTypeOf, type PemBlock, pemBlocks, privateKeyOf } from '../../pem.ts';

/** Characters: a chain of certificates is some thousands long. */
const MOST = 65_536;

/**
 * What a form begins with: `nothing`; a `certificate` that may stay as it is, while a new one comes with its key; a
 * certificate and a `key`, either of which may stay, so that a renewed certificate goes on with the key that is there.
 */
export type Kept = 'nothing' | 'certificate' | 'key';

const KEY_HELP: Readonly<Record<Kept, string>> = {
  nothing: '',
  certificate: '; needed with a new certificate',
  key: '; empty keeps the one that is there',
};

/** Certificate, key and chain. `key` is how the private key is called here. */
export function certificateFields(key: string, kept: Kept): readonly Field[] {
  const optional = kept === 'nothing' ? {} : { optional: true };
  return [
    {
      kind: 'long',
      key: 'certificate',
      label: 'Certificate',
      help: `PEM, for an RSA key${kept === 'nothing' ? '' : '; empty keeps the one that is there'}`,
      most: MOST,
      check: certificateFault,
      ...optional,
    },
    {
      kind: 'long',
      key,
      label: 'Private key',
      help: `PEM, RSA, without a passphrase${KEY_HELP[kept]}. It is never shown again`,
      most: MOST,
      secret: true,
      check: keyFault,
      ...optional,
    },
    {
      kind: 'long',
      key: 'intermediateCertificate',
      label: 'Intermediate certificates',
      help: 'PEM, where the authority gives any; they go with a new certificate',
      most: MOST,
      check: chainFault,
      optional: true,
    },
  ];
}

/** What is wrong with the three together, by field key; each is right by itself. */
export function certificateFaults(
  values: FormValues,
  key: string,
  kept: Kept,
): Readonly<Record<string, string>> {
  const { certificate = '', [key]: privateKey = '', intermediateCertificate = '' } = values;
  if (certificate !== '' && privateKey === '' && kept !== 'key')
    return { [key]: 'A new certificate needs its private key' };
  if (privateKey !== '' && certificate === '')
    return { certificate: 'A private key comes with its certificate' };
  if (intermediateCertificate !== '' && certificate === '')
    return { certificate: 'Intermediate certificates come with the certificate' };
  return belongTogether(certificate, privateKey)
    ? {}
    : {
        [key]: 'This key does not belong to the certificate: choose the certificate’s own',
      };
}

/** False only where both can be read and do not fit: what node:crypto cannot read, the engine may. */
function belongTogether(certificate: string, privateKey: string): boolean {
  const [first] = pemBlocks(certificate);
  const [own] = pemBlocks(privateKey);
  if (!first || !own) return true;
  const read = certificateOf(first);
  const key = privateKeyOf(own);
  return read === null || key === null || read.checkPrivateKey(key);
}

/** What clients will object to at `now`, a sentence each: the engine takes certificates whose time is over, or not come. */
export function certificateWarnings(values: FormValues, now: number): readonly string[] {
  const { certificate = '', intermediateCertificate = '' } = values;
  return [
    ...pemBlocks(certificate).flatMap((block) => timeWarnings('The certificate', block, now)),
    ...pemBlocks(intermediateCertificate).flatMap((block) =>
      timeWarnings('An intermediate certificate', block, now),
    ),
  ];
}

function timeWarnings(which: string, block: PemBlock, now: number): readonly string[] {
  const read = certificateOf(block);
  if (read === null) return [];
  const from = Date.parse(read.validFrom);
  const to = Date.parse(read.validTo);
  if (to < now) return [`${which} ended on ${dayOf(to)}: clients refuse it`];
  return from > now ? [`${which} begins on ${dayOf(from)}: clients refuse it until then`] : [];
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

const DAMAGED = 'cut off or damaged: copy it again, from -----BEGIN to the end of the -----END line';

/** One alone: of several, certificate mappings are refused, and SSL termination leaves out all but the first. */
function certificateFault(text: string): string | null {
  const fault = chainFault(text);
  if (fault !== null) return fault;
  const [first, ...others] = pemBlocks(text);
  if (others.length > 0)
    return `There are ${others.length + 1} certificates: leave the site’s own here, and put the others into Intermediate certificates`;
  const read = first ? certificateOf(first) : null;
  // A key type that node:crypto does not know is left to the engine.
  const type = read && keyTypeOf(read);
  return type && !isRsa(type) ? 'This certificate is not for an RSA key: Rackspace takes no others' : null;
}

/** Nobody reads what is no whole ASN.1; whole but unknown to node:crypto is left to the engine. */
function chainFault(text: string): string | null {
  const blocks = pemBlocks(text);
  const keys = blocks.filter(isKey).length;
  // It would be shown and logged like anything else.
  if (keys > 0 || text.includes('PRIVATE KEY'))
    return keys > 0 && keys === blocks.length
      ? 'This is a private key: choose the file with the certificate'
      : 'This file holds a private key: choose one with certificates alone';
  if (!blocks.some(isCertificate))
    return 'This is no certificate in PEM form: it begins with -----BEGIN CERTIFICATE-----';
  if (!blocks.every(isCertificate))
    return 'This file holds more than certificates: choose one with certificates alone';
  const damaged = blocks.findIndex(({ whole }) => !whole);
  if (damaged < 0) return null;
  return blocks.length === 1
    ? `The certificate is ${DAMAGED}`
    : `Certificate ${damaged + 1} of ${blocks.length} is ${DAMAGED}`;
}

function keyFault(text: string): string | null {
  const blocks = pemBlocks(text);
  const [block, ...others] = blocks;
  if (!block || !blocks.some(isKey))
    return blocks.some(isCertificate)
      ? 'This is a certificate: choose the file with its private key'
      : 'This is no private key in PEM form: it begins with -----BEGIN RSA PRIVATE KEY-----';
  if (blocks.some(({ label }) => /^(EC|DSA|OPENSSH) /.test(label))) return NOT_RSA;
  if (others.length > 0) return 'This file holds more than the private key: choose one with the key alone';
  if (block.encrypted)
    return 'The key has a passphrase: remove it with openssl rsa -in KEY -out NEW-KEY, and choose that file';
  if (!block.whole) return `The key is ${DAMAGED}`;
  const type = privateKeyOf(block)?.asymmetricKeyType;
  return type && !isRsa(type) ? NOT_RSA : null;
}

const NOT_RSA = 'Rackspace takes RSA keys only: give an RSA key and its certificate';

function isRsa(type: string): boolean {
  return type.startsWith('rsa');
}

function isCertificate({ label }: PemBlock): boolean {
  return label === 'CERTIFICATE';
}

function isKey({ label }: PemBlock): boolean {
  return label.endsWith('PRIVATE KEY');
}
