import type { BalancerDetail } from '../../../model/balancer.ts';
import type { Field, FormValues } from '../../../model/form.ts';
import type { Setting, SettingReading } from '../../sections.ts';
import { certificateFaults, certificateFields, certificateWarnings, type Kept } from './certificateFields.ts';
import { isSecure, isUdp } from './facts.ts';
import type { SectionParts } from './resource.ts';
import { engineSetting } from './setting.ts';
import { STRENGTH_FIELDS, strengthBody, strengthValues, strengthWarnings } from './sslStrength.ts';
import { changedOnly, flagOf, formValues, type Keyed, numberOf, textOf } from './wireValues.ts';

const SWITCHES = ['enabled', 'secureTrafficOnly'] as const;
/** Spelled with a capital K in certificate mappings. */
const KEY = 'privatekey';

/** Ending SSL on the balancer. */
export function sslTermination(parts: SectionParts, balancer: BalancerDetail): Setting {
  const { protocol, port } = balancer;
  return engineSetting(parts, {
    balancer,
    key: 'ssl-termination',
    title: 'SSL termination',
    one: 'SSL termination',
    help: 'Takes SSL from clients on a port of its own and speaks plainly to the nodes',
    unavailable:
      isSecure(protocol) || isUdp(protocol)
        ? `Rackspace cannot end SSL for ${protocol}: choose an unencrypted protocol, HTTP for web pages, first`
        : null,
    path: 'ssltermination',
    root: 'sslTermination',
    inDetail: true,
    inPart: true,
    none404: true,
    reading(inner) {
      const values = { ...formValues(inner, ['securePort'], SWITCHES), ...strengthValues(inner) };
      return { configured: inner !== null, values, summary: inner === null ? 'none' : summaryOf(values) };
    },
    fields: ({ configured }) => [
      ...switchFields(port),
      ...certificateFields(KEY, keptOf(configured)),
      ...STRENGTH_FIELDS,
    ],
    check: (values, { configured }) => certificateFaults(values, KEY, keptOf(configured)),
    body: bodyOf,
    secrets: [KEY],
    warnings: (values, before) => [
      ...warningsOf(values, before, port),
      ...strengthWarnings(values, before.values),
      ...certificateWarnings(values, parts.clock.now()),
    ],
    reset: {
      title: 'Remove SSL termination',
      warnings: [
        'Its certificates go with it, also those for other host names, and clients over SSL are refused',
      ],
    },
  });
}

/** The engine takes a certificate with its key or not at all. */
function keptOf(configured: boolean): Kept {
  return configured ? 'certificate' : 'nothing';
}

function switchFields(port: number | null): readonly Field[] {
  return [
    { kind: 'yesno', key: 'enabled', label: 'On', initial: 'yes' },
    {
      kind: 'number',
      key: 'securePort',
      label: 'Secure port',
      help: 'Where clients connect over SSL',
      initial: '443',
      min: 1,
      max: 65_535,
      check: (text) =>
        Number(text) === port ? `Port ${text} is the balancer’s plain one: choose another` : null,
    },
    {
      kind: 'yesno',
      key: 'secureTrafficOnly',
      label: 'Secure traffic only',
      help: 'Refuses clients on the plain port',
      initial: 'no',
    },
  ];
}

/** With a certificate everything is sent, without one only the switches that change: the key need not be given again. */
function bodyOf(values: FormValues, before: SettingReading): Keyed {
  const switches = {
    ...flagOf(values, 'enabled'),
    ...numberOf(values, 'securePort'),
    ...flagOf(values, 'secureTrafficOnly'),
  };
  const certificate = textOf(values, 'certificate');
  if (before.configured && Object.keys(certificate).length === 0)
    return { ...changedOnly(switches, before.values), ...strengthBody(values, before.values, false) };
  return {
    ...certificate,
    ...textOf(values, KEY),
    ...textOf(values, 'intermediateCertificate'),
    ...switches,
    ...strengthBody(values, before.values, true),
  };
}

function summaryOf(values: FormValues): string {
  if (values['enabled'] === 'no') return 'off';
  const port = `port ${values['securePort'] ?? '?'}`;
  return values['secureTrafficOnly'] === 'yes' ? `${port} only` : `${port} and plain`;
}

function warningsOf(values: FormValues, before: SettingReading, port: number | null): readonly string[] {
  const was = before.values;
  const wasOn = before.configured && was['enabled'] === 'yes';
  const isOn = (values['enabled'] ?? was['enabled']) === 'yes';
  const warnings: string[] = [];
  if (wasOn && !isOn) warnings.push(`Clients over SSL on port ${was['securePort'] ?? '?'} are refused`);
  if (wasOn && isOn && values['securePort'] !== undefined && values['securePort'] !== was['securePort'])
    warnings.push(`Clients over SSL must use port ${values['securePort']} instead of ${was['securePort']}`);
  const onlySecure = isOn && values['secureTrafficOnly'] === 'yes';
  if (onlySecure && !(wasOn && was['secureTrafficOnly'] === 'yes'))
    warnings.push(`Clients on the plain port ${port ?? ''} are refused`.replace('  ', ' '));
  return warnings;
}
