import type { Form } from '../../model/form.ts';
import { Failure } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import type { ProviderContext, SignInRoom } from '../provider.ts';
import { cliSession } from './cliSession.ts';
import type { KeySource } from './credentials.ts';
import { findKeys, type KeySearch } from './findKeys.ts';
import type { CodedRole, Profile } from './profiles.ts';
import type { Keys } from './sdk.ts';
import { signInHint } from './signIn.ts';

/** Keys count as ended this long before they end, in milliseconds: a request takes its time. */
const ENDED_BEFORE = 10_000;

/** What is known of one profile's session, for as long as the program runs. */
interface Held {
  keys: Keys | null;
  /** When they came; refusals of what was sent before are of others. */
  since: number;
  /** The access key of the last that AWS said had ended. */
  ended: string | null;
  /** Somebody is being asked. */
  asking: Promise<Keys> | null;
}

/** By program and profile: the regions of an account, and accounts of the same profile, are asked for once. */
const sessions = new WeakMap<ProviderContext, Map<string, Held>>();

function heldFor(context: ProviderContext, key: string): Held {
  const all = sessions.get(context) ?? new Map<string, Held>();
  sessions.set(context, all);
  const held = all.get(key) ?? { keys: null, since: 0, ended: null, asking: null };
  all.set(key, held);
  return held;
}

/**
 * The keys of a profile whose role is taken on with a one-time code. A session that the AWS command has is used while it
 * lasts. Else the person is asked when an account is opened, and again only on request: calls in between fail once the keys
 * have ended.
 */
export class CodedCredentials implements KeySource, SignInRoom {
  readonly #search: KeySearch;
  readonly #profile: Profile;
  readonly #account: string;
  readonly #context: ProviderContext;
  readonly #held: Held;

  constructor(search: KeySearch, profile: Profile, account: string, context: ProviderContext) {
    this.#search = search;
    this.#profile = profile;
    this.#account = account;
    this.#context = context;
    this.#held = heldFor(context, JSON.stringify([profile.name, profile.coded, search.stsEndpoint]));
  }

  async get(): Promise<Keys> {
    if (this.needed()) this.#hold(await this.#kept());
    const { keys } = this.#held;
    if (keys === null || this.needed())
      throw new Failure({
        kind: 'auth',
        message: `The sign-in of the profile ${this.#profile.name} has ended`,
        hint: signInHint(this.#search.signIn),
      });
    this.#learn(keys);
    // The SDK would keep keys that have time left, and not see when others take their place.
    return { ...keys, expiration: new Date(0) };
  }

  refused(expired: boolean, began: number): void {
    // Of what else may be wrong, as in a region that is not switched on, another code mends nothing.
    if (!expired || began < this.#held.since) return;
    this.#held.ended = this.#held.keys?.accessKeyId ?? this.#held.ended;
    this.#held.keys = null;
  }

  needed(): boolean {
    const { keys } = this.#held;
    return keys === null || this.#isOver(keys);
  }

  #isOver({ expiration }: Keys): boolean {
    const ends = expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    return ends - this.#context.clock.now() <= ENDED_BEFORE;
  }

  async run({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    const held = this.#held;
    if (!this.needed()) return;
    held.asking ??= this.#keptOrAsked(signal).finally(() => {
      held.asking = null;
    });
    this.#hold(await held.asking);
  }

  #hold(keys: Keys | null): void {
    if (keys === null) return;
    this.#held.keys = keys;
    this.#held.since = this.#context.clock.now();
  }

  async #keptOrAsked(signal: AbortSignal): Promise<Keys> {
    return (await this.#kept()) ?? this.#ask(signal);
  }

  /** The session that the AWS command has, if it has not ended: that also saves a script the question at each command. */
  async #kept(): Promise<Keys | null> {
    const { roleRequest } = this.#profile;
    const keys = roleRequest && (await cliSession(this.#context.env, roleRequest));
    return keys && keys.accessKeyId !== this.#held.ended && !this.#isOver(keys) ? keys : null;
  }

  /** The room for a person to be asked in may be missing; then the Failure says what else would do. */
  async #ask(signal: AbortSignal): Promise<Keys> {
    const { ask } = this.#context;
    const { name, coded } = this.#profile;
    if (!ask)
      throw new Failure({
        kind: 'auth',
        message: `Could not sign in with the profile ${name}: it wants a one-time code, and there is nobody to ask`,
        hint: `Sign in first, with: aws sts get-caller-identity --profile ${name}. That session is used until it ends`,
      });
    try {
      return await ask(
        {
          form: codeForm(this.#account, coded),
          accept: async (values) => {
            const codes = coded.map(({ device }, index) => ({ device, code: values[`code${index}`] ?? '' }));
            return findKeys(this.#search, (device) => takeCode(codes, device));
          },
        },
        { signal },
      );
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.problem.kind !== 'cancelled' || signal.aborted) throw thrown;
      throw new Failure(
        { kind: 'cancelled', message: `${this.#account} is not signed in: no one-time code was given` },
        { cause: thrown },
      );
    }
  }

  /** What is written down from here on must not hold them, in whichever region they were found. */
  #learn({ secretAccessKey, sessionToken }: Keys): void {
    this.#search.secrets.add(secretAccessKey);
    if (sessionToken) this.#search.secrets.add(sessionToken);
  }
}

function takeCode(codes: { readonly device: string; readonly code: string }[], device: string): string {
  const place = codes.findIndex((one) => one.device === device);
  const [taken] = place < 0 ? [] : codes.splice(place, 1);
  if (!taken) throw new Failure({ kind: 'bug', message: `No code was asked for of the device ${device}` });
  return taken.code;
}

/** A field for each role on the way that wants a code; it is one nearly always. */
function codeForm(account: string, coded: readonly CodedRole[]): Form {
  return {
    title: `One-time code for ${account}`,
    fields: coded.map(({ device, role }, index) => ({
      kind: 'secret',
      key: `code${index}`,
      label: coded.length === 1 ? 'Code' : `Code ${index + 1}`,
      help: [
        `Six digits of the device ${lastPart(device)}, for the role ${lastPart(role)}`,
        ...(coded.slice(0, index).some((before) => before.device === device)
          ? ['Wait for its next code: each is good for one role']
          : []),
      ].join('. '),
      check: (text) => (/^\d{6}$/.test(text) ? null : 'A code is six digits, as the device shows them'),
    })),
  };
}

/** `nina` of `arn:aws:iam::123456789012:mfa/nina` */
function lastPart(arn: string): string {
  return cleanText(arn.split(/[:/]/).at(-1) ?? arn);
}
