import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Sandbox } from '../../src/sandbox/index.ts';

/**
 * Puts AWS files into a home folder: the profile `admin` takes on the sandbox's role with a one-time code and the keys of
 * `base`, for a quarter of an hour; `auditor` is the same role by another name.
 */
export function codedProfiles(home: string, { aws }: Sandbox): void {
  mkdirSync(path.join(home, '.aws'), { recursive: true });
  const coded = (name: string) => [
    `[profile ${name}]`,
    `role_arn = ${aws.role.arn}`,
    'source_profile = base',
    `mfa_serial = ${aws.role.device}`,
    'duration_seconds = 900',
    `region = ${aws.region}`,
    `endpoint_url = ${aws.endpoint}`,
  ];
  writeFileSync(path.join(home, '.aws', 'config'), [...coded('admin'), ...coded('auditor'), ''].join('\n'));
  writeFileSync(
    path.join(home, '.aws', 'credentials'),
    `[base]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey}\n`,
    { mode: 0o600 },
  );
}
