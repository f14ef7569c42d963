import type { ChoiceField, Field, FormValues, NumberField, TextField } from '../../../model/form.ts';
import type { Certificates } from './certificates.ts';
import {
  certificateFault,
  isProtocol,
  isSecure,
  PROTOCOLS,
  usualInstanceProtocol,
  usualPort,
} from './listenerRules.ts';

/** The key of the list that fills the certificate's field in. */
const KNOWN_CERTIFICATE = 'known-certificate';

const protocolOptions = PROTOCOLS.map((value) => ({ value, label: value }));

/** The fields of one listener, as the columns of a table and one below the other. Their keys are the collection's. */
export const LISTENER_COLUMNS: {
  readonly protocol: ChoiceField;
  readonly port: NumberField;
  readonly instanceProtocol: ChoiceField;
  readonly instancePort: NumberField;
  readonly certificate: TextField;
} = {
  protocol: {
    kind: 'choice',
    key: 'protocol',
    label: 'Protocol',
    help: 'What clients speak; HTTPS and SSL are decrypted by the balancer',
    flag: 'protocol',
    initial: 'HTTP',
    options: protocolOptions,
  },
  port: {
    kind: 'number',
    key: 'port',
    label: 'Port',
    help: 'Where clients connect',
    flag: 'port',
    initial: '80',
    min: 1,
    max: 65_535,
  },
  instanceProtocol: {
    kind: 'choice',
    key: 'instance-protocol',
    label: 'Instance protocol',
    help: 'What the balancer speaks to the instances: HTTP or HTTPS behind HTTP and HTTPS, else TCP or SSL',
    flag: 'instance-protocol',
    initial: 'HTTP',
    options: protocolOptions,
  },
  instancePort: {
    kind: 'number',
    key: 'instance-port',
    label: 'Instance port',
    help: 'Where the application listens',
    flag: 'instance-port',
    initial: '80',
    min: 1,
    max: 65_535,
  },
  certificate: {
    kind: 'text',
    key: 'certificate',
    label: 'Certificate',
    help: 'ARN of a certificate in ACM or IAM, for HTTPS and SSL',
    flag: 'certificate',
    optional: true,
    check: certificateFault,
  },
};

/** A list of the account's certificates, and the ARN below it, which takes on what is chosen. */
export function certificateFields(
  certificates: Certificates,
  shownWhen: (values: FormValues) => boolean = () => true,
): readonly Field[] {
  return [
    {
      kind: 'pick',
      key: KNOWN_CERTIFICATE,
      label: 'Certificates',
      help: 'Those of the account that can be used here; choosing one fills in its ARN',
      optional: true,
      load: (signal) => certificates.options(signal),
      none: 'the account has no certificate that can be used here',
      shownWhen,
    },
    { ...LISTENER_COLUMNS.certificate, shownWhen },
  ];
}

/**
 * The certificate that was filled in. One that was chosen in the list counts where its ARN did not follow: where that was
 * there already, `before`, and nobody has touched it.
 */
export function certificateIn(values: FormValues, before = ''): string {
  const typed = values['certificate'] ?? '';
  return typed === before ? (values[KNOWN_CERTIFICATE] ?? typed) : typed;
}

/** What other fields of a listener take on when one of them is edited. */
export function followListener(values: FormValues, changed: string): FormValues {
  const protocol = values['protocol'];
  if (changed === KNOWN_CERTIFICATE) return { certificate: values[KNOWN_CERTIFICATE] ?? '' };
  if (changed !== 'protocol' || !isProtocol(protocol)) return {};
  return {
    port: String(usualPort(protocol)),
    'instance-protocol': usualInstanceProtocol(protocol),
    'instance-port': '80',
  };
}

/** True where the values ask for an encrypted front end. */
export function asksForCertificate(values: FormValues): boolean {
  return isSecure(values['protocol']);
}
