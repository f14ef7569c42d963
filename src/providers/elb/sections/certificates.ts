import type { Clock } from '../../../model/clock.ts';
import type { Option } from '../../../model/form.ts';
import { Kept } from '../../http/kept.ts';
import type { Aws } from '../aws.ts';
import { offered } from './offered.ts';
import { reading } from './subject.ts';

/** A certificate of the account. */
export interface Certificate {
  readonly arn: string;
  /** Its domain, or its name in IAM. */
  readonly name: string;
  readonly from: 'ACM' | 'IAM';
}

/** Pages of a list that are read; no account has so many certificates. */
const MOST_PAGES = 50;

/**
 * The certificates that listeners may use, kept for some minutes: those of ACM in the region (its list leaves out kinds of
 * keys that Classic balancers cannot use) and those of IAM. Null where the account may not list them.
 */
export class Certificates {
  readonly acm: Kept<readonly Certificate[] | null>;
  readonly iam: Kept<readonly Certificate[] | null>;

  constructor(aws: Aws, clock: Clock) {
    this.acm = new Kept(clock, (signal) => offered(acmCertificates(aws, signal)));
    this.iam = new Kept(clock, (signal) => offered(iamCertificates(aws, signal)));
  }

  /** What can be chosen; empty where nothing can be listed. Throws Failure. */
  async options(signal: AbortSignal): Promise<readonly Option[]> {
    const [acm, iam] = await Promise.all([this.acm.get(signal), this.iam.get(signal)]);
    return [...(acm ?? []), ...(iam ?? [])].map(({ arn, name, from }) => ({
      value: arn,
      label: name,
      help: `${from} ${arn.split('/').at(-1)}`,
    }));
  }

  /** Why this certificate cannot be used, as far as the account's lists tell; null when it can. Throws Failure. */
  async fault(arn: string, signal: AbortSignal): Promise<string | null> {
    const from = arn.includes(':acm:') ? 'acm' : 'iam';
    const known = await this[from].get(signal);
    if (known === null || known.some((one) => one.arn === arn)) return null;
    return from === 'acm'
      ? 'ACM has no such certificate here that is issued and has an RSA key of 1024 or 2048 bits: choose another, or upload it to IAM'
      : 'IAM has no such certificate: choose another, or wait some minutes if it was uploaded just now';
  }
}

async function acmCertificates(aws: Aws, signal: AbortSignal): Promise<readonly Certificate[]> {
  const found: Certificate[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await aws.acm(
      'ListCertificates',
      { CertificateStatuses: ['ISSUED'], MaxItems: 200, ...(NextToken ? { NextToken } : {}) },
      reading('list the certificates of ACM', signal),
    );
    for (const { CertificateArn, DomainName } of answer.CertificateSummaryList ?? [])
      if (CertificateArn)
        found.push({
          arn: CertificateArn,
          name: DomainName ?? CertificateArn,
          from: 'ACM',
        });
    NextToken = answer.NextToken;
    if (!NextToken) break;
  }
  return found;
}

async function iamCertificates(aws: Aws, signal: AbortSignal): Promise<readonly Certificate[]> {
  const found: Certificate[] = [];
  let Marker: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await aws.iam(
      'ListServerCertificates',
      { MaxItems: 200, ...(Marker ? { Marker } : {}) },
      reading('list the certificates of IAM', signal),
    );
    for (const { Arn, ServerCertificateName } of answer.ServerCertificateMetadataList ?? [])
      if (Arn) found.push({ arn: Arn, name: ServerCertificateName ?? Arn, from: 'IAM' });
    Marker = answer.IsTruncated ? answer.Marker : undefined;
    if (!Marker) break;
  }
  return found;
}
