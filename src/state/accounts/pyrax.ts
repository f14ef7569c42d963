import type { SecretRef } from '../../model/account.ts';
import type { Finding, Source } from './finding.ts';
import { parseIni } from './ini.ts';

/** pyrax's settings, and the variables that stand in for those a section leaves out. */
const VARIABLES = {
  identity_type: 'CLOUD_ID_TYPE',
  auth_endpoint: 'CLOUD_AUTH_ENDPOINT',
  keyring_username: 'CLOUD_KEYRING_USER',
  region: 'CLOUD_REGION',
  tenant_id: 'CLOUD_TENANT_ID',
  verify_ssl: 'CLOUD_VERIFY_SSL',
} as const;
type Setting = keyof typeof VARIABLES;

/** Python's ConfigParser fills every section from this one. */
const INHERITED = 'DEFAULT';
/** pyrax refuses to take them from here as well. */
const CREDENTIALS = ['username', 'api_key', 'password'];
/** Under which pyrax keeps API keys in the system keyring, by user name. */
const KEYRING_SERVICE = 'pyrax';

interface Place {
  readonly from: string;
  readonly name: (username: string) => string;
}

/** The login of one environment, as pyrax would find it: the credential file, else the keyring. */
function findingOf(setting: (key: Setting) => string | null, place: Place, source: Source): Finding[] {
  const { from } = place;
  const { credentialFiles, warn } = source;
  const type = setting('identity_type') ?? 'rackspace';
  if (type.toLowerCase() !== 'rackspace') {
    warn(`${from} is of identity type ${type} and is not used`);
    return [];
  }
  if (setting('verify_ssl')?.toLowerCase() === 'false') {
    warn(`${from} turns off verify_ssl; certificates are checked all the same`);
  }
  const user = setting('keyring_username');
  const file = credentialFiles.find((one) => user === null || one.username === user);
  const username = user ?? file?.username ?? null;
  if (username === null) {
    warn(`${from} is not used: it has no keyring_username, and no credential file was found`);
    return [];
  }
  const apiKey: SecretRef = { kind: 'keyring', service: KEYRING_SERVICE, user: username };
  return [
    {
      from,
      name: place.name(username),
      username,
      region: setting('region'),
      identityUrl: setting('auth_endpoint'),
      tenantId: setting('tenant_id'),
      secrets: file?.secrets ?? { apiKey },
    },
  ];
}

/**
 * The environments of pyrax's settings file, each a login; without a file the one that its variables describe. `text` is
 * the file's, or null, and `shown` what to call it.
 */
export function accountsFromPyrax(text: string | null, shown: string, source: Source): Finding[] {
  const ini = parseIni(text ?? '');
  const inherited = ini.get(INHERITED);
  const sections = [...ini].filter(([name]) => name !== '' && name !== INHERITED);
  if (sections.length === 0) {
    if (source.env('CLOUD_KEYRING_USER') === null) return [];
    const place: Place = { from: 'CLOUD_KEYRING_USER', name: (username) => `cloud-${username}` };
    return findingOf((key) => source.env(VARIABLES[key]), place, source);
  }
  return sections.flatMap(([section, entries]) => {
    const from = `${shown} [${section}]`;
    if (CREDENTIALS.some((key) => entries.has(key))) {
      source.warn(
        `${from} holds credentials, which are ignored there: a credential file is the place for them`,
      );
    }
    const setting = (key: Setting) =>
      entries.get(key) || inherited?.get(key) || source.env(VARIABLES[key]) || null;
    return findingOf(setting, { from, name: () => `pyrax-${section}` }, source);
  });
}
