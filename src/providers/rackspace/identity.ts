import * as z from 'zod/mini';
import { Failure } from '../../model/problem.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import { LONGEST_WAIT, type Try, tryAgain } from '../http/retry.ts';
import type { Secrets } from '../http/secrets.ts';
import type { HttpAnswer, Transport } from '../http/transport.ts';
import type { Login, ProviderContext } from '../provider.ts';
import { type Endpoint, readCatalogue } from './catalogue.ts';
import { type Fault, readFault, requestIdOf } from './faults.ts';
import { readIdentityUrl } from './identityUrl.ts';
import { faultProblem, unreadable } from './problems.ts';
import { list, readJson, readTime, text } from './wireFields.ts';

/** What signing in brings. */
export interface Access {
  readonly token: string;
  /** Milliseconds since the epoch; null when the engine did not say. */
  readonly expiresAt: number | null;
  readonly defaultRegion: string | null;
  readonly catalogue: readonly Endpoint[];
}

const accessShape = z.object({
  access: z.object({
    token: z.object({ id: z.string(), expires: text }),
    user: z.optional(z.nullable(z.object({ 'RAX-AUTH:defaultRegion': text }))),
    serviceCatalog: list,
  }),
});

type Credential = { readonly key: 'apiKey' | 'password'; readonly value: string };

/** Signs in with Identity v2.0. */
export class Identity {
  readonly #login: Login;
  readonly #context: ProviderContext;
  readonly #transport: Transport;
  readonly #secrets: Secrets;
  readonly #base: string;

  /** Throws Failure `invalid` for an identity URL that cannot be used. */
  constructor(login: Login, context: ProviderContext, transport: Transport, secrets: Secrets) {
    this.#login = login;
    this.#context = context;
    this.#transport = transport;
    this.#secrets = secrets;
    const read = readIdentityUrl(login.settings['identityUrl'] ?? '');
    if ('fault' in read)
      throw new Failure({
        kind: 'invalid',
        message: `${login.account}: ${read.fault}`,
        hint: `In the account’s identity URL, ${read.mend}`,
      });
    this.#base = read.base;
  }

  /** One `POST /tokens`. Signing in twice does no harm, so what fails in passing is tried again. */
  async signIn(signal: AbortSignal): Promise<Access> {
    const { account, settings } = this.#login;
    const what = `sign in to ${account}`;
    const username = settings['username']?.trim();
    if (!username)
      throw new Failure({
        kind: 'auth',
        message: `${account} has no user name`,
        hint: 'Edit the account and give it one',
      });
    const credential = await this.#credential();
    this.#secrets.add(credential.value);
    const body = JSON.stringify({
      auth: {
        ...(credential.key === 'apiKey'
          ? { 'RAX-KSKEY:apiKeyCredentials': { username, apiKey: credential.value } }
          : { passwordCredentials: { username, password: credential.value } }),
        ...(settings['tenantId'] ? { tenantId: settings['tenantId'].trim() } : {}),
      },
    });
    const { clock, random } = this.#context;
    const result = await tryAgain(() => this.#post(body, signal), { clock, random, signal });
    if (result instanceof LostAnswer) throw new Failure(result.problem(what), { cause: result });
    if ('story' in result) throw refusal(result, what, account, username, credential);
    const read = accessShape.safeParse(readJson(result.body));
    if (!read.success || !/^[\x21-\x7e]+$/.test(read.data.access.token.id))
      // The body is not quoted: it is what would hold the token.
      throw new Failure(unreadable(what, null, requestIdOf(result)));
    const { token, user, serviceCatalog } = read.data.access;
    this.#secrets.add(token.id);
    return {
      token: token.id,
      expiresAt: token.expires === null ? null : readTime(token.expires),
      defaultRegion: user?.['RAX-AUTH:defaultRegion'] ?? null,
      catalogue: readCatalogue(serviceCatalog),
    };
  }

  async #credential(): Promise<Credential> {
    for (const key of ['apiKey', 'password'] as const) {
      const value = (await this.#login.secret(key))?.trim();
      if (value) return { key, value };
    }
    throw new Failure({
      kind: 'auth',
      message: `${this.#login.account} has neither an API key nor a password`,
      hint: 'Edit the account and give it its API key',
    });
  }

  async #post(body: string, signal: AbortSignal): Promise<Try<HttpAnswer | Fault | LostAnswer>> {
    const { clock, debug, userAgent } = this.#context;
    const url = `${this.#base}/tokens`;
    let answer: HttpAnswer;
    try {
      answer = await this.#transport.send({
        method: 'POST',
        url,
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          'user-agent': userAgent,
        },
        body,
        signal,
      });
    } catch (error) {
      if (!(error instanceof LostAnswer)) throw error;
      debug('http', { method: 'POST', url, lost: error.message });
      return { result: error, ...(error.passing ? { againAfter: 'backoff' as const } : {}) };
    }
    debug('http', { method: 'POST', url, status: answer.status });
    if (answer.status >= 200 && answer.status < 300) return { result: answer };
    const fault = readFault({ ...answer, body: this.#secrets.hide(answer.body) }, clock.now());
    const passing = fault.story === 'rate' || fault.story === 'engine';
    if (!passing || (fault.retryAfterMs ?? 0) > LONGEST_WAIT) return { result: fault };
    return { result: fault, againAfter: fault.retryAfterMs ?? 'backoff' };
  }
}

/** A refused login names the account and the field that is likely wrong. */
function refusal(
  fault: Fault,
  what: string,
  account: string,
  username: string,
  credential: Credential,
): Failure {
  const problem = faultProblem(fault, what);
  const field = credential.key === 'apiKey' ? 'API key' : 'password';
  if (fault.story === 'second factor')
    return new Failure({
      ...problem,
      message: `Could not ${what}: the password of ${username} needs a second factor as well`,
      hint: `Give ${account} an API key instead of the password: it needs no second factor`,
    });
  if (fault.story === 'auth')
    return new Failure({
      ...problem,
      message: `Could not ${what}: the ${field} of user ${username} was refused${fault.words ? ` (${fault.words})` : ''}`,
      hint: `Check the user name and the ${field} of ${account}`,
    });
  if (fault.story === 'missing')
    return new Failure({
      ...problem,
      kind: 'invalid',
      hint: `Check the identity URL of ${account}: nothing that signs in answers there`,
    });
  return new Failure(problem);
}
