import { type AttributeSetting, isOn, yesNo } from './attributes.ts';

const DESYNC = 'elb.http.desyncmitigationmode';

/** Records of all requests, in S3. */
export const accessLog: AttributeSetting = {
  key: 'access-log',
  title: 'Access log',
  help: 'Records of all requests, written to a bucket of S3',
  read: ({ AccessLog: raw }) => {
    const [bucket, prefix] = [raw?.S3BucketName ?? '', raw?.S3BucketPrefix ?? ''];
    return {
      values: {
        enabled: yesNo(raw?.Enabled),
        ...(bucket === '' ? {} : { bucket }),
        ...(prefix === '' ? {} : { prefix }),
        interval: String(raw?.EmitInterval ?? 60),
      },
      summary: raw?.Enabled
        ? `${[bucket, prefix].filter(Boolean).join('/')} every ${raw.EmitInterval ?? 60} min`
        : 'off',
      raw: raw ?? null,
    };
  },
  fields: (values) => [
    {
      kind: 'yesno',
      key: 'enabled',
      label: 'Access log',
      help: 'AWS bills the storage',
      flag: 'enabled',
      initial: values['enabled'] ?? 'no',
    },
    {
      kind: 'text',
      key: 'bucket',
      label: 'Bucket',
      help: 'In the balancer’s region, with a policy that lets Elastic Load Balancing write',
      flag: 'bucket',
      initial: values['bucket'] ?? '',
      check: (text) =>
        /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text)
          ? null
          : 'A bucket’s name has 3 to 63 small letters, digits, dots and hyphens',
      shownWhen: isOn,
    },
    {
      kind: 'text',
      key: 'prefix',
      label: 'Prefix',
      help: 'In front of the names of the files; without one they are at the top of the bucket',
      flag: 'prefix',
      optional: true,
      initial: values['prefix'] ?? '',
      shownWhen: isOn,
    },
    {
      kind: 'choice',
      key: 'interval',
      label: 'Every',
      help: 'How often a file is written',
      flag: 'interval',
      initial: values['interval'] ?? '60',
      options: [
        { value: '5', label: '5 minutes' },
        { value: '60', label: '60 minutes' },
      ],
      shownWhen: isOn,
    },
  ],
  write: (values) => ({
    AccessLog: isOn(values)
      ? {
          Enabled: true,
          S3BucketName: values['bucket'] ?? '',
          S3BucketPrefix: values['prefix'] ?? '',
          EmitInterval: Number(values['interval'] || 60),
        }
      : { Enabled: false },
  }),
};

/** What is done with requests that could be smuggled. */
export const desync: AttributeSetting = {
  key: 'desync',
  title: 'Desync mitigation',
  help: 'What is done with requests that a balancer and an application may read differently',
  // Keys have been seen twice (spec §12); the last one counts.
  read: ({ AdditionalAttributes = [] }) => {
    const found = AdditionalAttributes.filter(({ Key }) => Key === DESYNC).at(-1)?.Value;
    const mode = found || 'defensive';
    return { values: { mode }, summary: mode, raw: AdditionalAttributes };
  },
  fields: (values) => [
    {
      kind: 'choice',
      key: 'mode',
      label: 'Mode',
      flag: 'mode',
      initial: values['mode'] ?? 'defensive',
      options: [
        { value: 'monitor', label: 'monitor', help: 'lets all by and counts them' },
        { value: 'defensive', label: 'defensive', help: 'AWS’s default: keeps dangerous ones apart' },
        { value: 'strictest', label: 'strictest', help: 'only requests that follow RFC 7230' },
      ],
    },
  ],
  write: (values) => ({ AdditionalAttributes: [{ Key: DESYNC, Value: values['mode'] ?? 'defensive' }] }),
  warnings: (values, { values: before }) =>
    values['mode'] === 'strictest' && before['mode'] !== 'strictest'
      ? ['Requests that do not follow RFC 7230 are answered with 400 then']
      : [],
};
