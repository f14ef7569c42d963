import { Failure } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import type { Environment } from '../http/dispatchers.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import type { Secrets } from '../http/secrets.ts';
import { profileFiles } from './profiles.ts';
import type { Keys, SdkLogger } from './sdk.ts';
import type { SdkHttp } from './sdkHttp.ts';
import { type SignIn, signInHint, whoOf } from './signIn.ts';

/** What keys are looked for with. */
export interface KeySearch {
  readonly signIn: SignIn;
  readonly region: string;
  /** Where roles are asked for; null is AWS. */
  readonly stsEndpoint: string | null;
  readonly env: Environment;
  readonly secrets: Secrets;
  readonly http: SdkHttp;
  readonly logger: SdkLogger;
}

/** Gives the one-time code of a device, by its `mfa_serial`. */
export type CodeOf = (device: string) => string;

/**
 * Looks for an account's keys by the SDK's own rules. Throws Failure: `network` where no answer came, `invalid` where a
 * one-time code was not the right one, else `auth`.
 */
export async function findKeys(search: KeySearch, codeOf: CodeOf | null = null): Promise<Keys> {
  try {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await ask(search, codeOf);
    search.secrets.add(secretAccessKey);
    if (sessionToken) search.secrets.add(sessionToken);
    return {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken ? { sessionToken } : {}),
      ...(expiration ? { expiration } : {}),
    };
  } catch (thrown) {
    throw failure(search, thrown);
  }
}

async function ask(search: KeySearch, codeOf: CodeOf | null): Promise<Keys> {
  const { signIn, region, stsEndpoint, env, http: requestHandler, logger } = search;
  if (signIn.kind === 'keys') return signIn.keys;
  const { fromContainerMetadata, fromHttp, fromIni, fromInstanceMetadata, fromTokenFile } = await import(
    './services/credentials.ts'
  );
  const clientConfig = {
    region,
    requestHandler,
    logger,
    ...(stsEndpoint === null || (signIn.kind === 'profile' && signIn.profile.sso)
      ? {}
      : { endpoint: stsEndpoint }),
  };
  switch (signIn.kind) {
    case 'profile':
      return fromIni({
        profile: signIn.profile.name,
        ...profileFiles(env),
        ignoreCache: true,
        logger,
        clientConfig,
        ...(codeOf === null ? {} : { mfaCodeProvider: async (device: string) => codeOf(device) }),
      })();
    case 'web identity':
      return fromTokenFile({ logger, clientConfig })();
    case 'container':
      return env['AWS_CONTAINER_CREDENTIALS_FULL_URI']
        ? fromHttp({ logger })()
        : fromContainerMetadata({ logger })();
    case 'instance role':
      return fromInstanceMetadata({ logger })();
  }
}

function failure({ signIn, secrets }: KeySearch, thrown: unknown): Failure {
  const who = whoOf(signIn);
  const options = { cause: thrown };
  if (thrown instanceof Failure) return thrown;
  if (thrown instanceof LostAnswer) return new Failure(thrown.problem(`sign in with ${who}`), options);
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  if (/MultiFactorAuthentication failed with invalid/i.test(text))
    return new Failure(
      {
        kind: 'invalid',
        message: 'The code was not accepted: it is mistyped, too old, or was used before',
        hint: 'Wait for the next one and type that',
      },
      options,
    );
  const sso = signIn.kind === 'profile' && signIn.profile.sso;
  const words = secrets
    .hide(cleanText(text))
    .slice(0, 200)
    .replace(/[. ]+$/, '');
  return new Failure(
    {
      kind: 'auth',
      message: sso
        ? `The sign-in of ${who} has ended or was never made`
        : `Could not sign in with ${who}: ${words}`,
      hint: signInHint(signIn),
    },
    options,
  );
}
