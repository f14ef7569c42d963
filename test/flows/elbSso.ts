import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The token of the sign-in, which has ended. */
export const SSO_TOKEN = 'sso-token-of-nobody-wJalrXUtnFEMI';

/** Puts AWS files into a home folder: the profile `dev` signs in by SSO, and its token has ended. */
export function expiredSso(home: string): void {
  const cache = path.join(home, '.aws', 'sso', 'cache');
  mkdirSync(cache, { recursive: true });
  writeFileSync(
    path.join(home, '.aws', 'config'),
    [
      '[profile dev]',
      'sso_session = corp',
      'sso_account_id = 123456789012',
      'sso_role_name = ops',
      'region = us-east-1',
      '[sso-session corp]',
      'sso_region = us-east-1',
      'sso_start_url = https://corp.example.net/start',
      'sso_registration_scopes = sso:account:access',
      '',
    ].join('\n'),
  );
  // The SDK names the file by the session.
  const name = createHash('sha1').update('corp').digest('hex');
  writeFileSync(
    path.join(cache, `${name}.json`),
    JSON.stringify({
      startUrl: 'https://corp.example.net/start',
      region: 'us-east-1',
      accessToken: SSO_TOKEN,
      expiresAt: '2020-01-01T00:00:00Z',
    }),
    { mode: 0o600 },
  );
}
