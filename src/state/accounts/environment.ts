import type { SecretRef } from '../../model/account.ts';
import type { Finding, Source } from './finding.ts';

/** Ansible's variables: user and key, or a credential file (whose variable has two names). */
function fromAnsible({ env, credentialFiles, warn }: Source): Finding[] {
  const username = env('RAX_USERNAME');
  const region = env('RAX_REGION');
  if (username && env('RAX_API_KEY')) {
    const apiKey: SecretRef = { kind: 'env', name: 'RAX_API_KEY' };
    return [{ from: 'RAX_USERNAME', name: `rax-${username}`, username, region, secrets: { apiKey } }];
  }
  const file = credentialFiles.find((one) => (username ? one.username === username : one.named));
  if (file) {
    const from = username ? 'RAX_USERNAME' : 'RAX_CREDS_FILE';
    return [{ from, name: `rax-${file.username}`, username: file.username, region, secrets: file.secrets }];
  }
  if (username) warn('RAX_USERNAME is set without RAX_API_KEY, so it is not used');
  else if (env('RAX_API_KEY')) warn('RAX_API_KEY is set without RAX_USERNAME, so it is not used');
  return [];
}

/** The variables of the rack command. */
function fromRack({ env, warn }: Source): Finding[] {
  const username = env('RS_USERNAME');
  const hasKey = env('RS_API_KEY') !== null;
  if (username === null || !hasKey) {
    if (username !== null) warn('RS_USERNAME is set without RS_API_KEY, so it is not used');
    else if (hasKey) warn('RS_API_KEY is set without RS_USERNAME, so it is not used');
    return [];
  }
  return [
    {
      from: 'RS_USERNAME',
      name: `rs-${username}`,
      username,
      region: env('RS_REGION_NAME'),
      secrets: { apiKey: { kind: 'env', name: 'RS_API_KEY' } },
    },
  ];
}

/** Whether an OpenStack login address is one of the old identity API that Rackspace speaks. */
function speaksRackspace(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, pathname } = new URL(address);
  const version = /\/(v\d[^/]*)/.exec(pathname)?.[1];
  const isRackspace = hostname === 'rackspacecloud.com' || hostname.endsWith('.rackspacecloud.com');
  return version === 'v2.0' || (isRackspace && version === undefined);
}

/** The variables of the OpenStack commands, where they lead to Rackspace. At any other cloud they are not for us. */
function fromOpenStack({ env }: Source): Finding[] {
  const username = env('OS_USERNAME');
  const identityUrl = env('OS_AUTH_URL');
  if (!username || !env('OS_PASSWORD') || !identityUrl || !speaksRackspace(identityUrl)) return [];
  return [
    {
      from: 'OS_USERNAME',
      name: `os-${username}`,
      username,
      region: env('OS_REGION_NAME'),
      identityUrl,
      // Rackspace names a tenant by its number.
      tenantId: env('OS_TENANT_ID') ?? env('OS_TENANT_NAME'),
      secrets: { password: { kind: 'env', name: 'OS_PASSWORD' } },
    },
  ];
}

/** The logins in the environment variables of other tools. */
export function accountsFromEnvironment(source: Source): Finding[] {
  return [...fromAnsible(source), ...fromRack(source), ...fromOpenStack(source)];
}
