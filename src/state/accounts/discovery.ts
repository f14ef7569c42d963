import type { Account } from '../../model/account.ts';
import { Failure } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import type { FileReader } from '../home/fileReader.ts';
import { expandHome, shortenHome } from '../home/places.ts';
import { awsAccounts } from './awsProfiles.ts';
import { readCredentials } from './credentialFile.ts';
import { accountsFromEnvironment } from './environment.ts';
import type { CredentialFile, Finding, Source } from './finding.ts';
import { diskSockets, haproxyAccounts, type SocketFinder } from './haproxySockets.ts';
import { accountsFromPyrax } from './pyrax.ts';

/** What was found on the machine. Nothing of it has been contacted, and no secret has been read out. */
export interface Discovery {
  readonly accounts: readonly Account[];
  /** What was there and could not be used, or should be mended; one sentence each. */
  readonly warnings: readonly string[];
}

interface DiscoveryOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly files: FileReader;
  /** The disk's where it is left out. */
  readonly sockets?: SocketFinder;
}

const LONGEST_NAME = 56;
const CREDENTIAL_FILES = ['~/.rackspace_cloud_credentials', '~/.raxpub'];
const PYRAX_FILE = '~/.pyrax.cfg';

function accountOf(finding: Finding): Account {
  const settings = {
    username: finding.username,
    identityUrl: finding.identityUrl ?? '',
    tenantId: finding.tenantId ?? '',
  };
  const given = Object.entries(settings).map(([key, value]) => [key, cleanText(value).trim()]);
  const name = cleanText(finding.name).trim().slice(0, LONGEST_NAME).trim();
  return {
    // The user is part of it: marks must not pass to another login that takes this one's place.
    id: `found:${cleanText(`${finding.from}:${finding.username}`)}`,
    name,
    engine: 'rackspace',
    region:
      cleanText(finding.region ?? '')
        .trim()
        .toUpperCase() || null,
    settings: Object.fromEntries(given.filter(([, value]) => value !== '')),
    secrets: finding.secrets,
    origin: { kind: 'discovered', from: cleanText(finding.from) },
    production: false,
    readOnly: false,
    isDefault: false,
  };
}

/**
 * Looks for the logins of other tools: their environment variables, then pyrax's settings, then credential files that
 * nothing else refers to, then those of AWS, then the sockets of HAProxy. A few small files are read, never more. Does not throw.
 */
export function discoverAccounts({ env, home, files, sockets }: DiscoveryOptions): Discovery {
  const warnings: string[] = [];
  const warn = (sentence: string) => {
    const clean = cleanText(sentence);
    if (!warnings.includes(clean)) warnings.push(clean);
  };
  const variable = (name: string) => env[name]?.trim() || null;

  const look = (path: string) => {
    try {
      return files.read(expandHome(path, home));
    } catch (error) {
      warn(error instanceof Failure ? error.problem.message : `Cannot read ${path}`);
      return null;
    }
  };

  const expand = (path: string) => expandHome(path, home);
  const namedPaths = ['RAX_CREDS_FILE', 'RAX_CREDENTIALS']
    .flatMap((name) => variable(name) ?? [])
    .map(expand);
  const paths = new Set([...namedPaths, ...CREDENTIAL_FILES.map(expand)]);
  const credentialFiles = [...paths].flatMap((path): CredentialFile[] => {
    const shown = shortenHome(path, home);
    const named = namedPaths.includes(path);
    const warned = warnings.length;
    const file = look(path);
    if (warnings.length > warned) return [];
    const credentials = file && readCredentials(file.text, path);
    if (file && !credentials)
      warn(`${shown} has no [rackspace_cloud] section with a user name and an API key`);
    if (!file && named) warn(`The credential file ${shown} is not there`);
    if (!file || !credentials) return [];
    if (file.readableByOthers)
      warn(`${shown} holds a secret and can be read by other users: chmod 600 mends it`);
    return [{ ...credentials, shown, named }];
  });

  const source: Source = { env: variable, credentialFiles, warn };
  const findings = [
    ...accountsFromEnvironment(source),
    ...accountsFromPyrax(look(PYRAX_FILE)?.text ?? null, PYRAX_FILE, source),
  ];
  for (const file of credentialFiles) {
    // The same user by the same file would be the same account once more.
    const inUse = findings.some((finding) => finding.secrets === file.secrets);
    if (!inUse)
      findings.push({
        ...file,
        from: file.shown,
        name: `file-${file.username}`,
        region: variable('RAX_REGION'),
      });
  }
  const aws = awsAccounts({ env: variable, home, look: (path) => look(path)?.text ?? null, warn });
  const haproxys = haproxyAccounts(env, sockets ?? diskSockets);
  return { accounts: [...findings.map(accountOf), ...aws, ...haproxys], warnings };
}
