import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Environment } from '../http/dispatchers.ts';
import type { RoleRequest } from './profiles.ts';
import type { Keys } from './sdk.ts';

/** What the AWS command keeps of STS's answer; the rest is of no use here. */
const KeptShape = z.object({
  Credentials: z.object({
    AccessKeyId: z.string(),
    SecretAccessKey: z.string(),
    SessionToken: z.string(),
    Expiration: z.string(),
  }),
});

/**
 * The keys of a role's session that the AWS command has kept, ended or not; null where there are none that can be read. It
 * keeps them so that a one-time code is asked for once in a session; nothing is ever written there from here.
 */
export async function cliSession(env: Environment, request: RoleRequest): Promise<Keys | null> {
  const home = env['HOME'] || env['USERPROFILE'];
  if (!home) return null;
  const { readFile } = await import('./services/credentials.ts');
  try {
    const text = await readFile(`${home}/.aws/cli/cache/${keyOf(request)}.json`, { ignoreCache: true });
    return keysIn(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Its file is named by the request, written as Python's json does with its keys in order. */
function keyOf(request: RoleRequest): string {
  const pairs = Object.entries(request)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
  const ascii = `{${pairs.join(', ')}}`.replace(
    /[^\0-~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return createHash('sha1').update(ascii).digest('hex');
}

function keysIn(kept: unknown): Keys | null {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = z.parse(KeptShape, kept).Credentials;
  // Older ones write the zone by its name, which is UTC always.
  const expiration = new Date(Expiration.replace(/UTC$/, 'Z'));
  if (Number.isNaN(expiration.getTime())) return null;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration,
  };
}
