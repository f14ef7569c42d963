import type { PolicyAttribute } from './records.ts';

/** The protocol and order switches of an SSL negotiation policy. */
export const SSL_SWITCHES = [
  'Protocol-TLSv1',
  'Protocol-SSLv3',
  'Protocol-TLSv1.1',
  'Protocol-TLSv1.2',
  'Server-Defined-Cipher-Order',
] as const;

/** What every predefined policy since 2014-10 lets in, best first. */
const MODERN =
  'ECDHE-ECDSA-AES128-GCM-SHA256 ECDHE-RSA-AES128-GCM-SHA256 ECDHE-ECDSA-AES128-SHA256 ECDHE-RSA-AES128-SHA256 ECDHE-ECDSA-AES128-SHA ECDHE-RSA-AES128-SHA ECDHE-ECDSA-AES256-GCM-SHA384 ECDHE-RSA-AES256-GCM-SHA384 ECDHE-ECDSA-AES256-SHA384 ECDHE-RSA-AES256-SHA384 ECDHE-RSA-AES256-SHA ECDHE-ECDSA-AES256-SHA AES128-GCM-SHA256 AES128-SHA256 AES128-SHA AES256-GCM-SHA384 AES256-SHA256 AES256-SHA'.split(
    ' ',
  );

const OLDER =
  'DHE-RSA-AES128-SHA DHE-DSS-AES128-SHA CAMELLIA128-SHA EDH-RSA-DES-CBC3-SHA DES-CBC3-SHA ECDHE-RSA-RC4-SHA RC4-SHA ECDHE-ECDSA-RC4-SHA DHE-DSS-AES256-GCM-SHA384 DHE-RSA-AES256-GCM-SHA384 DHE-RSA-AES256-SHA256 DHE-DSS-AES256-SHA256 DHE-RSA-AES256-SHA DHE-DSS-AES256-SHA DHE-RSA-CAMELLIA256-SHA DHE-DSS-CAMELLIA256-SHA CAMELLIA256-SHA EDH-DSS-DES-CBC3-SHA DHE-DSS-AES128-GCM-SHA256 DHE-RSA-AES128-GCM-SHA256 DHE-RSA-AES128-SHA256 DHE-DSS-AES128-SHA256 DHE-RSA-CAMELLIA128-SHA DHE-DSS-CAMELLIA128-SHA ADH-AES128-GCM-SHA256 ADH-AES128-SHA ADH-AES128-SHA256 ADH-AES256-GCM-SHA384 ADH-AES256-SHA ADH-AES256-SHA256 ADH-CAMELLIA128-SHA ADH-CAMELLIA256-SHA ADH-DES-CBC3-SHA ADH-DES-CBC-SHA ADH-RC4-MD5 ADH-SEED-SHA DES-CBC-SHA DHE-DSS-SEED-SHA DHE-RSA-SEED-SHA EDH-DSS-DES-CBC-SHA EDH-RSA-DES-CBC-SHA IDEA-CBC-SHA RC4-MD5 SEED-SHA DES-CBC3-MD5 DES-CBC-MD5 RC2-CBC-MD5 PSK-AES256-CBC-SHA PSK-3DES-EDE-CBC-SHA KRB5-DES-CBC3-SHA KRB5-DES-CBC3-MD5 PSK-AES128-CBC-SHA PSK-RC4-SHA KRB5-RC4-SHA KRB5-RC4-MD5 KRB5-DES-CBC-SHA KRB5-DES-CBC-MD5 EXP-EDH-RSA-DES-CBC-SHA EXP-EDH-DSS-DES-CBC-SHA EXP-ADH-DES-CBC-SHA EXP-DES-CBC-SHA EXP-RC2-CBC-MD5 EXP-KRB5-RC2-CBC-SHA EXP-KRB5-DES-CBC-SHA EXP-KRB5-RC2-CBC-MD5 EXP-KRB5-DES-CBC-MD5 EXP-ADH-RC4-MD5 EXP-RC4-MD5 EXP-KRB5-RC4-SHA EXP-KRB5-RC4-MD5'.split(
    ' ',
  );

/** The ciphers an SSL negotiation policy can let in, one attribute each. */
export const CIPHERS: readonly string[] = [...MODERN, ...OLDER];

const TLS = ['Protocol-TLSv1', 'Protocol-TLSv1.1', 'Protocol-TLSv1.2', 'Server-Defined-Cipher-Order'];
const AEAD = MODERN.filter((cipher) => !/-SHA$/.test(cipher));
const RC4 = ['ECDHE-ECDSA-RC4-SHA', 'ECDHE-RSA-RC4-SHA', 'RC4-SHA'];
const DHE = ['DHE-RSA-AES128-SHA', 'DHE-DSS-AES128-SHA'];
const UNORDERED_2011 = [
  'DES-CBC3-SHA',
  'RC4-SHA',
  'RC4-MD5',
  'AES128-SHA',
  'AES256-SHA',
  'CAMELLIA128-SHA',
  'CAMELLIA256-SHA',
  'DHE-RSA-AES128-SHA',
  'DHE-RSA-AES256-SHA',
  'EDH-RSA-DES-CBC3-SHA',
];

/** What a secure listener gets that is made without a policy. */
export const DEFAULT_SSL_POLICY = 'ELBSecurityPolicy-2016-08';

/** The attributes that each of AWS's own policies switches on. The first is the default. */
const PREDEFINED: ReadonlyMap<string, readonly string[]> = new Map([
  [DEFAULT_SSL_POLICY, [...TLS, ...MODERN]],
  ['ELBSecurityPolicy-TLS-1-2-2017-01', ['Protocol-TLSv1.2', 'Server-Defined-Cipher-Order', ...AEAD]],
  [
    'ELBSecurityPolicy-TLS-1-1-2017-01',
    ['Protocol-TLSv1.1', 'Protocol-TLSv1.2', 'Server-Defined-Cipher-Order', ...MODERN],
  ],
  ['ELBSecurityPolicy-2015-05', [...TLS, ...MODERN, 'DES-CBC3-SHA']],
  ['ELBSecurityPolicy-2015-03', [...TLS, ...MODERN, ...DHE, 'DES-CBC3-SHA']],
  ['ELBSecurityPolicy-2015-02', [...TLS, ...MODERN, ...DHE]],
  ['ELBSecurityPolicy-2014-10', [...TLS, ...MODERN, ...DHE, ...RC4]],
  ['ELBSecurityPolicy-2014-01', ['Protocol-SSLv3', ...TLS, ...MODERN, ...DHE, ...RC4]],
  ['ELBSecurityPolicy-2011-08', ['Protocol-SSLv3', 'Protocol-TLSv1', ...UNORDERED_2011]],
  ['ELBSample-ELBDefaultCipherPolicy', ['Protocol-SSLv3', 'Protocol-TLSv1', ...UNORDERED_2011]],
  [
    'ELBSample-OpenSSLDefaultCipherPolicy',
    ['Protocol-SSLv3', 'Protocol-TLSv1', ...UNORDERED_2011, 'DES-CBC-SHA', 'IDEA-CBC-SHA'],
  ],
]);

/** The names of AWS's own policies. */
export const PREDEFINED_NAMES: readonly string[] = [...PREDEFINED.keys()];

/** Every attribute of one of AWS's own policies with "true" or "false"; null for a name that is none. */
export function predefined(name: string): readonly PolicyAttribute[] | null {
  const on = PREDEFINED.get(name);
  return on ? switched(on) : null;
}

/** Every attribute of an SSL negotiation policy in which these are on. */
export function switched(on: readonly string[]): readonly PolicyAttribute[] {
  return [...SSL_SWITCHES, ...CIPHERS].map((name) => ({ name, value: String(on.includes(name)) }));
}
