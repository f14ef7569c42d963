import type { Clock } from '../../model/clock.ts';
import { Failure } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import type { Environment } from '../http/dispatchers.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import type { Secrets } from '../http/secrets.ts';
import { profileFiles } from './profiles.ts';
import type { Keys, SdkLogger } from './sdk.ts';
import type { SdkHttp } from './sdkHttp.ts';
import { type SignIn, signInHint } from './signIn.ts';

/** Keys are asked for again this long before they end, in milliseconds. */
const RENEW_BEFORE = 5 * 60_000;

export interface CredentialsParts {
  readonly signIn: SignIn;
  readonly region: string;
  /** Where roles are asked for; null is AWS. */
  readonly stsEndpoint: string | null;
  readonly env: Environment;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly http: SdkHttp;
  readonly logger: SdkLogger;
}

/** The keys of one account, found by the SDK's own rules and shared by all its clients. */
export class Credentials {
  readonly #parts: CredentialsParts;
  #held: Promise<Keys> | null = null;

  constructor(parts: CredentialsParts) {
    this.#parts = parts;
  }

  /** Keys that are good for some minutes. Throws Failure `auth` or `network`. */
  async get(): Promise<Keys> {
    const keys = await this.#hold();
    const ends = keys.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    if (ends - this.#parts.clock.now() > RENEW_BEFORE) return keys;
    this.forget();
    return this.#hold();
  }

  /** They were refused: the next call looks for them again. */
  forget(): void {
    this.#held = null;
  }

  async #hold(): Promise<Keys> {
    this.#held ??= this.#find();
    const held = this.#held;
    try {
      return await held;
    } catch (thrown) {
      // A failure is not kept: the user may have signed in meanwhile.
      if (this.#held === held) this.#held = null;
      throw thrown;
    }
  }

  async #find(): Promise<Keys> {
    const { secrets } = this.#parts;
    try {
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = await this.#ask();
      secrets.add(secretAccessKey);
      if (sessionToken) secrets.add(sessionToken);
      return {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken ? { sessionToken } : {}),
        ...(expiration ? { expiration } : {}),
      };
    } catch (thrown) {
      throw this.#failure(thrown);
    }
  }

  async #ask(): Promise<Keys> {
    const { signIn, region, stsEndpoint, env, http: requestHandler, logger } = this.#parts;
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

  #failure(thrown: unknown): Failure {
    const { signIn } = this.#parts;
    const who = signIn.kind === 'profile' ? `the profile ${signIn.profile.name}` : `the ${signIn.kind}`;
    const options = { cause: thrown };
    if (thrown instanceof Failure) return thrown;
    if (thrown instanceof LostAnswer) return new Failure(thrown.problem(`sign in with ${who}`), options);
    const text = thrown instanceof Error ? thrown.message : String(thrown);
    if (/multi-factor/i.test(text))
      return new Failure(
        {
          kind: 'auth',
          message: `Could not sign in with ${who}: it wants a one-time code (mfa_serial), which is not asked for here`,
          hint: 'Use a profile that is signed in already: of SSO, or one with keys from “aws sts get-session-token”',
        },
        options,
      );
    const sso = signIn.kind === 'profile' && signIn.profile.sso;
    const words = this.#parts.secrets
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
}
