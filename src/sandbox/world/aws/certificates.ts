import type { AwsRegionName } from './places.ts';

/** A certificate that listeners can name. */
export interface Certificate {
  readonly arn: string;
  /** A domain in ACM, a name in IAM. */
  readonly name: string;
  readonly from: 'acm' | 'iam';
  /** As ACM writes it. */
  readonly keyAlgorithm: 'RSA_2048' | 'EC_prime256v1';
  readonly expiresAt: number;
}

/** The account's certificates that a region knows: those of ACM are its own, those of IAM belong to all. */
export function certificatesOf(account: string, region: AwsRegionName): readonly Certificate[] {
  const acm = (id: string) => `arn:aws:acm:${region}:${account}:certificate/${id}`;
  return [
    {
      arn: acm('1c9f2a70-6f0b-4a55-9d6e-3f1d0b7a1001'),
      name: 'shop.example.com',
      from: 'acm',
      keyAlgorithm: 'RSA_2048',
      expiresAt: Date.parse('2027-03-01T23:59:59Z'),
    },
    {
      arn: acm('1c9f2a70-6f0b-4a55-9d6e-3f1d0b7a1002'),
      name: '*.internal.example.com',
      from: 'acm',
      keyAlgorithm: 'RSA_2048',
      expiresAt: Date.parse('2026-11-20T23:59:59Z'),
    },
    {
      arn: acm('1c9f2a70-6f0b-4a55-9d6e-3f1d0b7a1003'),
      name: 'ec.example.com',
      from: 'acm',
      keyAlgorithm: 'EC_prime256v1',
      expiresAt: Date.parse('2027-01-15T23:59:59Z'),
    },
    {
      arn: `arn:aws:iam::${account}:server-certificate/checkout-2026`,
      name: 'checkout-2026',
      from: 'iam',
      keyAlgorithm: 'RSA_2048',
      expiresAt: Date.parse('2026-12-31T23:59:59Z'),
    },
  ];
}

/** Whether a Classic balancer can use it: from ACM only RSA keys of up to 2048 bits. */
export function isUsable(certificate: Certificate): boolean {
  return certificate.from === 'iam' || certificate.keyAlgorithm === 'RSA_2048';
}
