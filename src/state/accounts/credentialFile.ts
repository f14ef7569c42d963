import type { SecretRef } from '../../model/account.ts';
import { cleanText } from '../../model/text.ts';
import { parseIni } from './ini.ts';

/** What a Rackspace credential file says, without the secret itself. */
export interface Credentials {
  readonly username: string;
  /** By the key of the account form. */
  readonly secrets: Readonly<Record<string, SecretRef>>;
}

const SECTION = 'rackspace_cloud';

/** Reads the text of the credential file at `path` as pyrax and Ansible have it, or null where it is none. */
export function readCredentials(text: string, path: string): Credentials | null {
  const section = parseIni(text).get(SECTION);
  const username = cleanText(section?.get('username') ?? '').trim();
  if (!section || username === '') return null;
  const at = (entry: string) => ({ kind: 'file', path, section: SECTION, entry }) as const;
  if (section.get('api_key')) return { username, secrets: { apiKey: at('api_key') } };
  if (section.get('password')) return { username, secrets: { password: at('password') } };
  return null;
}
