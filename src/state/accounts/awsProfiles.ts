import type { Account } from '../../model/account.ts';
import { cleanText } from '../../model/text.ts';
import { expandHome, shortenHome } from '../home/places.ts';
import { type Ini, parseIni } from './ini.ts';

/** What looking for AWS's accounts takes. */
export interface AwsSource {
  /** The variable's value; null where it is not set or empty. */
  readonly env: (name: string) => string | null;
  readonly home: string;
  /** The file's text; null where there is none. Whoever gives it warns of what cannot be read. */
  readonly look: (path: string) => string | null;
  readonly warn: (sentence: string) => void;
}

/** Entries that say how a profile comes to its keys. That they are there is looked at, not what they say. */
const WAYS = [
  'aws_access_key_id',
  'sso_session',
  'sso_start_url',
  'sso_account_id',
  'role_arn',
  'credential_process',
  'web_identity_token_file',
  'login_session',
];
/** Sections of the settings file that are no profiles. */
const NO_PROFILE = /^(?:services|sso-session|plugins|preview)(?:\s|$)/;
const LONGEST_NAME = 56;

/**
 * The accounts of the AWS command: keys in the environment, then a profile each. Of the files only the names of sections,
 * the regions and the kind of sign-in are used; keys are left to the SDK. Nothing is contacted.
 */
export function awsAccounts(source: AwsSource): readonly Account[] {
  return [...fromEnvironment(source), ...fromProfiles(source)];
}

function fromEnvironment({ env, warn }: AwsSource): Account[] {
  const accessKeyId = env('AWS_ACCESS_KEY_ID');
  const hasSecret = env('AWS_SECRET_ACCESS_KEY') !== null;
  if (accessKeyId === null || !hasSecret) {
    if (accessKeyId !== null)
      warn('AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY, so it is not used');
    return [];
  }
  return [
    found('AWS_ACCESS_KEY_ID', 'env', env('AWS_REGION') ?? env('AWS_DEFAULT_REGION'), {
      settings: { accessKeyId },
      secrets: {
        secretAccessKey: { kind: 'env', name: 'AWS_SECRET_ACCESS_KEY' },
        ...(env('AWS_SESSION_TOKEN') === null
          ? {}
          : { sessionToken: { kind: 'env', name: 'AWS_SESSION_TOKEN' } as const }),
      },
    }),
  ];
}

function fromProfiles({ env, home, look }: AwsSource): Account[] {
  const settings = fileOf(env('AWS_CONFIG_FILE') ?? '~/.aws/config', home, look);
  const keys = fileOf(env('AWS_SHARED_CREDENTIALS_FILE') ?? '~/.aws/credentials', home, look);
  const accounts: Account[] = [];
  const seen = new Set<string>();
  for (const [section, entries] of settings.ini) {
    const name = profileName(section);
    if (name === null || seen.has(name)) continue;
    // A section without a way to keys is a region and an output format for keys from elsewhere.
    const own = keys.ini.get(name);
    if (!own && !WAYS.some((way) => entries.has(way))) continue;
    seen.add(name);
    const region = own?.get('region') || entries.get('region') || null;
    accounts.push(found(`${settings.shown} [${section}]`, name, region, { settings: { profile: name } }));
  }
  for (const [name, entries] of keys.ini) {
    if (name === '' || seen.has(name)) continue;
    const region = entries.get('region') ?? null;
    accounts.push(found(`${keys.shown} [${name}]`, name, region, { settings: { profile: name } }));
  }
  return accounts;
}

function fileOf(
  path: string,
  home: string,
  look: AwsSource['look'],
): { readonly ini: Ini; readonly shown: string } {
  const text = look(path);
  return { ini: parseIni(text ?? ''), shown: shortenHome(expandHome(path, home), home) };
}

/** `[profile x]`, with quotes or without, and `[default]`; null for what is no profile. */
function profileName(section: string): string | null {
  if (section === '' || NO_PROFILE.test(section)) return null;
  if (section === 'default') return section;
  const name = /^profile\s+(?:"([^"]+)"|'([^']+)'|(\S+))$/.exec(section);
  return name?.[1] ?? name?.[2] ?? name?.[3] ?? null;
}

function found(
  from: string,
  name: string,
  region: string | null,
  login: Pick<Account, 'settings'> & Partial<Pick<Account, 'secrets'>>,
): Account {
  const settings = Object.fromEntries(
    Object.entries(login.settings).map(([key, value]) => [key, cleanText(value).trim()]),
  );
  return {
    // The key or profile is part of it: marks must not pass to another login that takes this one's place.
    id: `found:${cleanText(`${from}:${Object.values(settings).join()}`)}`,
    name: `aws-${cleanText(name).trim()}`.slice(0, LONGEST_NAME).trim(),
    engine: 'elb',
    region:
      cleanText(region ?? '')
        .trim()
        .toLowerCase() || null,
    settings,
    secrets: login.secrets ?? {},
    origin: { kind: 'discovered', from: cleanText(from) },
    production: false,
    readOnly: false,
    isDefault: false,
  };
}
