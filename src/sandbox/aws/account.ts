import { certificatesOf } from '../world/aws/certificates.ts';
import { DAY } from '../world/timings.ts';
import { type Actions, isoTime, pageOf } from './service.ts';

/** Certificate Manager, version 2015-12-08. */
export const ACM_ACTIONS: Actions = {
  ListCertificates({ region, input }) {
    const filters = input['Includes'];
    const types =
      typeof filters === 'object' && filters !== null && 'keyTypes' in filters && filters.keyTypes;
    const certificates = certificatesOf(region.account, region.name).filter(
      ({ from, keyAlgorithm }) =>
        from === 'acm' && (Array.isArray(types) ? types.includes(keyAlgorithm) : keyAlgorithm === 'RSA_2048'),
    );
    const size = typeof input['MaxItems'] === 'number' ? input['MaxItems'] : 1_000;
    const token = typeof input['NextToken'] === 'string' ? input['NextToken'] : undefined;
    const { page, next } = pageOf(certificates, size, token);
    return {
      CertificateSummaryList: page.map(({ arn, name, keyAlgorithm, expiresAt }) => ({
        CertificateArn: arn,
        DomainName: name,
        SubjectAlternativeNameSummaries: [name],
        Status: 'ISSUED',
        Type: 'AMAZON_ISSUED',
        KeyAlgorithm: keyAlgorithm.replace('_2048', '-2048'),
        InUse: false,
        NotBefore: (expiresAt - 365 * DAY) / 1_000,
        NotAfter: expiresAt / 1_000,
      })),
      NextToken: next,
    };
  },
};

/** Identity and Access Management, version 2010-05-08, as far as certificates go. */
export const IAM_ACTIONS: Actions = {
  ListServerCertificates({ region, params }) {
    const certificates = certificatesOf(region.account, region.name).filter(({ from }) => from === 'iam');
    const { page, next } = pageOf(certificates, params.whole('MaxItems') ?? 100, params.text('Marker'));
    return {
      ServerCertificateMetadataList: page.map(({ arn, name, expiresAt }) => ({
        Path: '/',
        ServerCertificateName: name,
        ServerCertificateId: `ASCA${name.toUpperCase().replace(/[^A-Z0-9]/g, '')}SANDBOX`,
        Arn: arn,
        UploadDate: isoTime(expiresAt - 360 * DAY),
        Expiration: isoTime(expiresAt),
      })),
      IsTruncated: next !== undefined,
      Marker: next,
    };
  },
};
