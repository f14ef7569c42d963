import { Failure } from '../../model/problem.ts';
import type { Environment } from '../http/dispatchers.ts';
import type { Login } from '../provider.ts';
import { namedProfile, type Profile, type Profiles } from './profiles.ts';
import type { Keys } from './sdk.ts';

/** Where an account's keys come from. */
export type SignIn =
  | { readonly kind: 'keys'; readonly keys: Keys }
  | { readonly kind: 'profile'; readonly profile: Profile }
  /** A token in a file, as Kubernetes gives one. */
  | { readonly kind: 'web identity' }
  | { readonly kind: 'container' }
  /** The role of the EC2 instance that we run on. Only when it was chosen: elsewhere asking for it takes seconds. */
  | { readonly kind: 'instance role' };

const DEFAULT = 'default';

/**
 * What the account says, in the order of the AWS command: its own keys or profile, AWS_PROFILE, keys in the environment,
 * the profile `default`, then what a container gives. Throws Failure: `invalid` for a profile that is not there, `auth`
 * where nothing is found.
 */
export async function signInOf(login: Login, env: Environment, profiles: Profiles): Promise<SignIn> {
  const { profile, accessKeyId, instanceRole } = login.settings;
  if (accessKeyId) return { kind: 'keys', keys: await ownKeys(login, accessKeyId) };
  if (instanceRole === 'yes') return { kind: 'instance role' };
  const named = profile || env['AWS_PROFILE'];
  if (named) return { kind: 'profile', profile: namedProfile(profiles, named) };
  const keys = keysIn(env);
  if (keys !== null) return { kind: 'keys', keys };
  const byDefault = profiles.of(DEFAULT);
  if (byDefault !== null) return { kind: 'profile', profile: byDefault };
  if (env['AWS_WEB_IDENTITY_TOKEN_FILE'] && env['AWS_ROLE_ARN']) return { kind: 'web identity' };
  if (env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] || env['AWS_CONTAINER_CREDENTIALS_FULL_URI'])
    return { kind: 'container' };
  throw new Failure({
    kind: 'auth',
    message: `There are no AWS keys for ${login.account}`,
    hint: 'Name a profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  });
}

async function ownKeys(login: Login, accessKeyId: string): Promise<Keys> {
  const secretAccessKey = await login.secret('secretAccessKey');
  if (secretAccessKey === null)
    throw new Failure({
      kind: 'auth',
      message: `${login.account} has an access key without its secret`,
      hint: 'Say in the account where the secret access key is kept',
    });
  const sessionToken = await login.secret('sessionToken');
  return { accessKeyId, secretAccessKey, ...(sessionToken === null ? {} : { sessionToken }) };
}

function keysIn(env: Environment): Keys | null {
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  if (!accessKeyId || !secretAccessKey) return null;
  const sessionToken = env['AWS_SESSION_TOKEN'];
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

/** `the profile prod`, `the instance role` */
export function whoOf(signIn: SignIn): string {
  return signIn.kind === 'profile' ? `the profile ${signIn.profile.name}` : `the ${signIn.kind}`;
}

/** What to do when the keys have ended or are refused. */
export function signInHint(signIn: SignIn): string {
  switch (signIn.kind) {
    case 'keys':
      return 'Check the access key and its secret, and this machine’s clock; temporary keys end and must be renewed';
    case 'profile':
      if (signIn.profile.coded.length > 0)
        return 'Refresh, open the account again or repeat the command: a new one-time code is asked for then';
      return signIn.profile.sso
        ? `Run: aws sso login --profile ${signIn.profile.name}`
        : `Check the keys of the profile ${signIn.profile.name}, and this machine’s clock`;
    case 'web identity':
      return 'Check AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN';
    case 'container':
      return 'Check the role of the container';
    case 'instance role':
      return 'Check that this machine is an EC2 instance with a role';
  }
}
