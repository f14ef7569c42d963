import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import type { Setting, SettingReading } from '../../sections.ts';
import type { Subject } from './subject.ts';

/** What cannot be changed once the balancer is made, by key. */
const LABELS = {
  dns: 'DNS name',
  'hosted-zone': 'Hosted zone',
  scheme: 'Scheme',
  vpc: 'VPC',
  created: 'Created',
  'source-group': 'Source group',
} as const;

/** Where the balancer is found. AWS changes the addresses behind the name, so the name is what counts. */
export function addressSection(subject: Subject): Setting {
  return {
    kind: 'setting',
    key: 'address',
    title: 'Address',
    help: 'The name that clients use. The addresses behind it change: point a CNAME or an alias record at it',
    known: readingOf(subject.known.description),
    read: async (options) => readingOf(await subject.description(options)),
    form: ({ values }) => ({
      title: `Address of ${subject.name}`,
      fields: Object.entries(LABELS).map(([key, label]) => ({
        kind: 'text',
        key,
        label,
        initial: values[key] ?? '',
        optional: true,
      })),
    }),
  };
}

function readingOf(description: LoadBalancerDescription): SettingReading {
  const { DNSName, CanonicalHostedZoneNameID, Scheme, VPCId, CreatedTime, SourceSecurityGroup } = description;
  const group = [SourceSecurityGroup?.OwnerAlias, SourceSecurityGroup?.GroupName].filter(Boolean).join('/');
  const created = CreatedTime instanceof Date && !Number.isNaN(CreatedTime.getTime()) ? CreatedTime : null;
  const texts = {
    dns: DNSName,
    'hosted-zone': CanonicalHostedZoneNameID,
    scheme: Scheme,
    vpc: VPCId,
    created: created?.toISOString(),
    'source-group': group,
  };
  const values = Object.entries(texts).flatMap(([key, text]) => (text ? [[key, text] as const] : []));
  return {
    configured: true,
    values: Object.fromEntries(values),
    summary: DNSName || 'no DNS name yet',
    raw: texts,
  };
}
