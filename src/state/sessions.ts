import type { Account } from '../model/account.ts';
import { Failure } from '../model/problem.ts';
import { engineNamed } from '../providers/index.ts';
import type { Login, Provider, ProviderContext } from '../providers/provider.ts';
import { signedInAgain } from './signedIn.ts';
import { Listeners } from './store.ts';

/** An account, opened in one region. */
export interface Session {
  /** Unique while the program runs: account and region. */
  readonly key: string;
  readonly account: Account;
  /** Null where the engine has none. */
  readonly region: string | null;
  readonly provider: Provider;
}

/** Turns an account into what a provider signs in with. */
export type LoginOf = (account: Account, region: string | null) => Promise<Login>;

/** The accounts that are open. Opening the same one twice at once signs in once. */
export class Sessions {
  readonly #loginOf: LoginOf;
  readonly #context: ProviderContext;
  readonly #opening = new Map<string, Promise<Session>>();
  readonly #opened = new Map<string, Session>();
  readonly #listeners = new Listeners();
  readonly subscribe = this.#listeners.subscribe;

  constructor(loginOf: LoginOf, context: ProviderContext) {
    this.#loginOf = loginOf;
    this.#context = context;
  }

  /** All that are open, in the order of their opening. */
  list(): readonly Session[] {
    return [...this.#opened.values()];
  }

  /** An open session of this account, whatever its region; the one opened last. */
  of(accountId: string): Session | null {
    return this.list().findLast((session) => session.account.id === accountId) ?? null;
  }

  /** Signs in, or gives the session that is open already, signed in again where that has ended. Throws Failure. */
  async open(account: Account, region: string | null, signal: AbortSignal): Promise<Session> {
    const wanted = region ?? account.region;
    const open = this.list().find(
      (session) =>
        session.account.id === account.id &&
        (wanted === null || session.region === null || session.region.toUpperCase() === wanted.toUpperCase()),
    );
    if (open) {
      await signedInAgain([open], signal);
      return open;
    }
    const ticket = `${account.id}@${wanted ?? ''}`;
    const underWay = this.#opening.get(ticket);
    if (underWay) return underWay;
    const opening = this.#signIn(account, wanted, signal).finally(() => this.#opening.delete(ticket));
    this.#opening.set(ticket, opening);
    return opening;
  }

  /** Forgets what is open of an account, after it was edited or removed. */
  async closeAccount(accountId: string): Promise<void> {
    const gone = this.list().filter((session) => session.account.id === accountId);
    for (const session of gone) this.#opened.delete(session.key);
    if (gone.length > 0) this.#listeners.notify();
    await Promise.all(gone.map((session) => session.provider.close()));
  }

  async close(): Promise<void> {
    const all = this.list();
    this.#opened.clear();
    await Promise.allSettled(all.map((session) => session.provider.close()));
  }

  async #signIn(account: Account, region: string | null, signal: AbortSignal): Promise<Session> {
    const engine = engineNamed(account.engine);
    if (!engine) {
      throw new Failure({
        kind: 'invalid',
        message: `${account.name} is an account of the engine "${account.engine}", which this version cannot open`,
        hint: 'A newer sluice may have it',
      });
    }
    const login = await this.#loginOf(account, region);
    const provider = await engine.open(login, this.#context, { signal });
    const session = {
      key: `${account.id}@${provider.region ?? ''}`,
      account,
      region: provider.region,
      provider,
    };
    this.#opened.set(session.key, session);
    this.#listeners.notify();
    return session;
  }
}
