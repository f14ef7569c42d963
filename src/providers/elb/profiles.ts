import { Failure } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import type { Environment } from '../http/dispatchers.ts';

/** A profile's entries by name; those of a nested section as `section.name`. Some are secrets: nothing of it is shown. */
type Entries = Readonly<Record<string, string | undefined>>;

/** What the AWS settings files say, without keys. */
export interface Profiles {
  /** The names, `default` among them where there is one. */
  readonly names: readonly string[];
  of(name: string): Profile | null;
}

/** A role that wants a one-time code (`mfa_serial`), by its ARN and the device's. */
export interface CodedRole {
  readonly role: string;
  readonly device: string;
}

/** What STS is asked for a role, by its own names, as far as a profile says it: nothing that differs from time to time. */
export type RoleRequest = Readonly<Record<string, string | number>>;

/** What one profile says, credentials and configuration file together; never its keys. */
export interface Profile {
  readonly name: string;
  readonly region: string | null;
  /** Its keys come from a sign-in in the browser. */
  readonly sso: boolean;
  /** The roles on the way to its keys that are taken on with a one-time code each; none nearly always. */
  readonly coded: readonly CodedRole[];
  /** How its own role is asked for; null where it has none. */
  readonly roleRequest: RoleRequest | null;
  /** Switches off the endpoints that are set in files or variables. */
  readonly ignoresEndpoints: boolean;
  /** The endpoint set for a service (`elastic_load_balancing`), else for all; null where none is. */
  endpoint(service: string): string | null;
}

/** Where the files are; undefined lets the SDK look where it always does. */
export interface ProfileFiles {
  readonly filepath?: string;
  readonly configFilepath?: string;
}

/** The files as the environment names them. */
export function profileFiles(env: Environment): ProfileFiles {
  const home = env['HOME'] || env['USERPROFILE'];
  const file = (variable: string, name: string) =>
    env[variable] || (home ? `${home}/.aws/${name}` : undefined);
  const filepath = file('AWS_SHARED_CREDENTIALS_FILE', 'credentials');
  const configFilepath = file('AWS_CONFIG_FILE', 'config');
  return {
    ...(filepath === undefined ? {} : { filepath }),
    ...(configFilepath === undefined ? {} : { configFilepath }),
  };
}

/** Reads the files afresh: a user mends them while we run. */
export async function readProfiles(env: Environment): Promise<Profiles> {
  const { loadSharedConfigFiles } = await import('./services/credentials.ts');
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    ...profileFiles(env),
    ignoreCache: true,
  });
  const entriesOf = (name: string): Entries | null =>
    Object.hasOwn(configFile, name) || Object.hasOwn(credentialsFile, name)
      ? { ...configFile[name], ...credentialsFile[name] }
      : null;
  const names = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])].filter(
    (name) => !/^(?:services|sso-session)\./.test(name),
  );
  return {
    names,
    of(name) {
      const entries = names.includes(name) ? entriesOf(name) : null;
      return entries === null ? null : profileOf(name, entries, entriesOf);
    },
  };
}

function profileOf(name: string, entries: Entries, section: (name: string) => Entries | null): Profile {
  return {
    name,
    region: entries['region'] || null,
    sso: Object.keys(entries).some((key) => key.startsWith('sso_')),
    coded: codedRoles(entries, section, [name]),
    roleRequest: roleRequest(entries),
    ignoresEndpoints: entries['ignore_configured_endpoint_urls']?.toLowerCase() === 'true',
    endpoint(service) {
      const services = entries['services'];
      const own = services ? section(`services.${services}`)?.[`${service}.endpoint_url`] : undefined;
      return own || entries['endpoint_url'] || null;
    },
  };
}

function roleRequest(entries: Entries): RoleRequest | null {
  const { role_arn: RoleArn, duration_seconds: seconds = '' } = entries;
  if (!RoleArn) return null;
  const said = (name: string, entry: string) => {
    const value = entries[entry];
    return value === undefined ? {} : { [name]: value };
  };
  return {
    RoleArn,
    ...said('RoleSessionName', 'role_session_name'),
    ...said('ExternalId', 'external_id'),
    ...said('SerialNumber', 'mfa_serial'),
    ...(/^\d+$/.test(seconds) ? { DurationSeconds: Number(seconds) } : {}),
  };
}

/** As the SDK goes from a profile to the one that it gets its keys from. */
function codedRoles(
  entries: Entries,
  section: (name: string) => Entries | null,
  visited: readonly string[],
): readonly CodedRole[] {
  const { role_arn: role, mfa_serial: device, source_profile: source, credential_source: other } = entries;
  if (!role || Boolean(source) === Boolean(other)) return [];
  const before = source && !visited.includes(source) ? section(source) : null;
  const hasKeys = Boolean(before?.['aws_access_key_id'] && before['aws_secret_access_key']);
  return [
    ...(source && before && !hasKeys ? codedRoles(before, section, [...visited, source]) : []),
    ...(device ? [{ role, device }] : []),
  ];
}

/** The profile of that name. Throws Failure `invalid`, which says the names there are. */
export function namedProfile(profiles: Profiles, name: string): Profile {
  const profile = profiles.of(name);
  if (profile !== null) return profile;
  const shown = profiles.names.slice(0, 8).map(cleanText).join(', ');
  const more = profiles.names.length > 8 ? ` and ${profiles.names.length - 8} more` : '';
  throw new Failure({
    kind: 'invalid',
    message: `There is no AWS profile “${cleanText(name)}”`,
    hint:
      shown === ''
        ? 'There are none: “aws configure” makes one'
        : `The AWS settings files have: ${shown}${more}`,
  });
}
