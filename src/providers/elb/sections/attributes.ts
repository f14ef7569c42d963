import type { LoadBalancerAttributes } from '@aws-sdk/client-elastic-load-balancing';
import type { Field, FormValues } from '../../../model/form.ts';
import type { Setting, SettingReading } from '../../sections.ts';
import { receiptOf, type Subject, setting } from './subject.ts';

/** AWS's bounds of a drain, and where it begins, in seconds (spec §4.3). */
export const DRAIN = { min: 1, max: 3600, initial: 300 } as const;
/** How long an idle connection is kept, likewise. */
export const IDLE = { min: 1, max: 3600, initial: 60 } as const;

/** One group of the balancer's attributes, as a setting. */
export interface AttributeSetting {
  readonly key: string;
  readonly title: string;
  readonly help: string;
  read(attributes: LoadBalancerAttributes): Pick<SettingReading, 'values' | 'summary' | 'raw'>;
  fields(values: FormValues): readonly Field[];
  /** The part that is written; the other attributes stay as they are. */
  write(values: FormValues): LoadBalancerAttributes;
  readonly check?: (values: FormValues) => Record<string, string>;
  readonly warnings?: Setting['warnings'];
}

/** A setting out of a group of attributes. */
export function attributeSection(subject: Subject, of: AttributeSetting): Setting {
  const { aws, name, known } = subject;
  const reading = (attributes: LoadBalancerAttributes): SettingReading => ({
    configured: true,
    ...of.read(attributes),
  });
  return {
    kind: 'setting',
    key: of.key,
    title: of.title,
    help: of.help,
    known: known.attributes && reading(known.attributes),
    read: async (options) => reading(await subject.attributes(options)),
    form: ({ values }) => ({
      title: `${of.title} of ${name}`,
      fields: of.fields(values),
      ...(of.check ? { check: of.check } : {}),
    }),
    write: (values, _before, options) =>
      receiptOf(
        aws.elb(
          'ModifyLoadBalancerAttributes',
          { LoadBalancerName: name, LoadBalancerAttributes: of.write(values) },
          setting(`set the ${of.title.toLowerCase()} of ${name}`, options),
        ),
        options,
      ),
    ...(of.warnings ? { warnings: of.warnings } : {}),
  };
}

/** A switch as forms hold it. */
export const yesNo = (value: boolean | undefined) => (value ? 'yes' : 'no');
/** What such a switch says, by its key `enabled`. */
export const isOn = (values: FormValues) => values['enabled'] === 'yes';

/** What happens to open connections when an instance is taken out. */
export const draining: AttributeSetting = {
  key: 'draining',
  title: 'Connection draining',
  help: 'What becomes of open connections when an instance is taken out: kept for some time, or cut',
  // Where it is off AWS leaves the timeout out (spec §4.3).
  read: ({ ConnectionDraining: raw }) => ({
    values: { enabled: yesNo(raw?.Enabled), timeout: String(raw?.Timeout ?? DRAIN.initial) },
    summary: raw?.Enabled ? `on, at most ${raw.Timeout ?? DRAIN.initial} s` : 'off',
    raw: raw ?? null,
  }),
  fields: (values) => [
    {
      kind: 'yesno',
      key: 'enabled',
      label: 'Draining',
      help: 'No: connections to an instance that is taken out are cut at once',
      flag: 'enabled',
      initial: values['enabled'] ?? 'yes',
    },
    {
      kind: 'number',
      key: 'timeout',
      label: 'At most',
      help: 'Seconds until connections that are still open are cut',
      flag: 'timeout',
      min: DRAIN.min,
      max: DRAIN.max,
      initial: values['timeout'] ?? String(DRAIN.initial),
      shownWhen: isOn,
    },
  ],
  write: (values) => ({
    ConnectionDraining: {
      Enabled: isOn(values),
      ...(isOn(values) ? { Timeout: Number(values['timeout'] || DRAIN.initial) } : {}),
    },
  }),
  warnings: (values, { values: before }) =>
    isOn(before) && !isOn(values)
      ? ['Without draining DRAIN is impossible, and taking a node out cuts its connections at once']
      : [],
};

/** How long a connection without traffic is kept. */
export const idleTimeout: AttributeSetting = {
  key: 'idle-timeout',
  title: 'Idle timeout',
  help: 'How long a connection without traffic is kept; the application should keep its own for longer',
  read: ({ ConnectionSettings: raw }) => ({
    values: { seconds: String(raw?.IdleTimeout ?? IDLE.initial) },
    summary: `${raw?.IdleTimeout ?? IDLE.initial} s`,
    raw: raw ?? null,
  }),
  fields: (values) => [
    {
      kind: 'number',
      key: 'seconds',
      label: 'Seconds',
      help: 'From 1 to 3600',
      flag: 'seconds',
      min: IDLE.min,
      max: IDLE.max,
      initial: values['seconds'] ?? String(IDLE.initial),
    },
  ],
  write: (values) => ({ ConnectionSettings: { IdleTimeout: Number(values['seconds']) } }),
};

/** Whether requests go to instances of all zones. */
export const crossZone: AttributeSetting = {
  key: 'cross-zone',
  title: 'Cross-zone balancing',
  help: 'Whether requests that arrive in one zone go to the instances of all zones',
  read: ({ CrossZoneLoadBalancing: raw }) => ({
    values: { enabled: yesNo(raw?.Enabled) },
    summary: raw?.Enabled ? 'on' : 'off',
    raw: raw ?? null,
  }),
  fields: (values) => [
    {
      kind: 'yesno',
      key: 'enabled',
      label: 'All zones',
      help: 'No: requests stay in the zone where they arrive, however many instances it has',
      flag: 'enabled',
      initial: values['enabled'] ?? 'yes',
    },
  ],
  write: (values) => ({ CrossZoneLoadBalancing: { Enabled: isOn(values) } }),
};
