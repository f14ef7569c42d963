import type { Field, FormValues } from '../../../model/form.ts';

/** Characters: a chain of certificates is some thousands long. */
const MOST = 65_536;

/** Certificate, key and chain. `key` is how the private key is called here; `kept` where they may be left as they are. */
export function certificateFields(key: string, kept: boolean): readonly Field[] {
  const staying = kept ? '; empty keeps the one that is there' : '';
  const optional = kept ? { optional: true } : {};
  return [
    {
      kind: 'long',
      key: 'certificate',
      label: 'Certificate',
      help: `PEM, for an RSA key${staying}`,
      most: MOST,
      check: certificateFault,
      ...optional,
    },
    {
      kind: 'long',
      key,
      label: 'Private key',
      help: `PEM, RSA, without a passphrase${kept ? '; needed with a new certificate' : ''}. It is never shown again`,
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
      check: certificateFault,
      optional: true,
    },
  ];
}

/** The three belong together. */
export function certificateFaults(values: FormValues, key: string): Readonly<Record<string, string>> {
  const has = (name: string) => (values[name] ?? '') !== '';
  if (has('certificate') && !has(key)) return { [key]: 'A new certificate needs its private key' };
  if (has(key) && !has('certificate')) return { certificate: 'A private key comes with its certificate' };
  if (has('intermediateCertificate') && !has('certificate'))
    return { certificate: 'Intermediate certificates come with the certificate' };
  return {};
}

function certificateFault(text: string): string | null {
  // It would be shown and logged like anything else.
  if (text.includes('PRIVATE KEY'))
    return 'This file holds a private key: choose one with certificates alone';
  return text.includes('-----BEGIN CERTIFICATE-----')
    ? null
    : 'This is no certificate in PEM form: it begins with -----BEGIN CERTIFICATE-----';
}

function keyFault(text: string): string | null {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    return 'This is no private key in PEM form: it begins with -----BEGIN RSA PRIVATE KEY-----';
  if (/-----BEGIN ENCRYPTED |Proc-Type:.*ENCRYPTED/.test(text))
    return 'The key has a passphrase: write it without one first';
  return text.includes('-----BEGIN EC ') ? 'Rackspace takes RSA keys only' : null;
}
