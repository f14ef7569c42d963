import type { Field, FormValues } from '../../../model/form.ts';
import { cleanOrNull } from '../../../model/text.ts';
import { formValues, type Keyed, keyedEach } from './wireValues.ts';

/** The one version of TLS that can be switched; later ones are always on. */
const TLS_10 = 'TLS_10';
const DEFAULT_PROFILE = 'default';
const PROFILE = /^[\w.-]{1,128}$/;

/** What SSL termination is willing to speak with clients: the oldest TLS, and which ciphers. */
export const STRENGTH_FIELDS: readonly Field[] = [
  {
    kind: 'yesno',
    key: 'tls10',
    label: 'TLS 1.0',
    help: 'Off refuses clients that know nothing newer; later versions are always on',
    initial: 'yes',
  },
  {
    kind: 'text',
    key: 'cipherProfile',
    label: 'Cipher profile',
    help: 'default, CLBCipherPolicy2019-05 or another that Rackspace has',
    optional: true,
    check: (text) =>
      PROFILE.test(text) ? null : 'A profile’s name has letters, digits, dots and hyphens only',
  },
];

/** The same from the engine's answer; what it does not tell is left out. */
export function strengthValues(inner: Keyed | null): FormValues {
  const status = keyedEach(inner?.['securityProtocols']).find(
    (one) => cleanOrNull(one['securityProtocolName']) === TLS_10,
  )?.['securityProtocolStatus'];
  const tls10 = status === 'ENABLED' ? 'yes' : status === 'DISABLED' ? 'no' : null;
  return { ...formValues(inner, ['cipherProfile']), ...(tls10 === null ? {} : { tls10 }) };
}

/**
 * What is sent of it: what changes, and beside a new certificate (`whole`) all that is not the engine's default, so that a
 * renewal cannot bring back what was switched off.
 */
export function strengthBody(values: FormValues, before: FormValues, whole: boolean): Keyed {
  const { tls10 = '', cipherProfile = '' } = values;
  const sendsTls = tls10 !== '' && (tls10 !== (before['tls10'] ?? 'yes') || (whole && tls10 === 'no'));
  const sendsProfile =
    cipherProfile !== '' &&
    (cipherProfile !== before['cipherProfile'] || (whole && cipherProfile !== DEFAULT_PROFILE));
  const securityProtocolStatus = tls10 === 'yes' ? 'ENABLED' : 'DISABLED';
  return {
    ...(sendsTls ? { securityProtocols: [{ securityProtocolName: TLS_10, securityProtocolStatus }] } : {}),
    ...(sendsProfile ? { cipherProfile } : {}),
  };
}

/** Which clients a change of it shuts out; `before` is empty where nobody is served over SSL yet. */
export function strengthWarnings(values: FormValues, before: FormValues): readonly string[] {
  const { tls10, cipherProfile } = values;
  const warnings: string[] = [];
  if (tls10 === 'no' && before['tls10'] === 'yes')
    warnings.push('Clients that know no TLS newer than 1.0 are refused');
  const was = before['cipherProfile'];
  // The default takes more clients than any other.
  const isNew = was !== undefined && cipherProfile !== was;
  if (cipherProfile && isNew && cipherProfile !== DEFAULT_PROFILE)
    warnings.push(`Clients that know no cipher of ${cipherProfile} are refused`);
  return warnings;
}
