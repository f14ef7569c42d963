import type { Account } from '../../model/account.ts';
import type { Cancel } from '../../model/clock.ts';
import { Failure } from '../../model/problem.ts';
import type { Settings } from '../home/settings.ts';
import { Listeners } from '../store.ts';
import type { Discovery } from './discovery.ts';
import { faultOfName, sameName, unknownAccount } from './names.ts';
import {
  accountGone,
  type Marks,
  readMarks,
  readStoredAccounts,
  withAdded,
  withChanged,
  withoutAccount,
} from './storedAccounts.ts';

/** What the user says of an account that is to be added. */
export type NewAccount = Pick<Account, 'name' | 'engine' | 'region' | 'settings' | 'secrets'> &
  Partial<Marks>;

/** All accounts, wherever they come from, and the changes to them. What is changed is in the settings file at once. */
export interface AccountStore {
  /** The sandbox's, then the added ones, then those found on the machine. The same array while nothing changes. */
  list(): readonly Account[];
  /** What the user must be told: of the settings file, and of what was found. One sentence each. */
  notices(): readonly string[];
  /** The account of that name, capitals or not. Throws Failure `missing`, which says the names there are. */
  named(name: string): Account;
  /**
   * The accounts a command works on. Without names: those marked default, else those the user added, else the account `sandbox`;
   * `all` is every one. Throws Failure: `missing`, or `invalid` where the settings cannot be read and no name was given.
   */
  chosen(names: readonly string[]): readonly Account[];
  /** What is wrong with a name for a new account (or for the one of this id), with the mend; else null. */
  checkName(name: string, id?: string): string | null;
  /** Throws Failure `invalid` with the field and the mend. */
  add(account: NewAccount): Promise<Account>;
  /** Changes an added account. Throws Failure: `missing`, `invalid`. */
  update(id: string, change: Partial<NewAccount>): Promise<Account>;
  /** Removes an added account. Throws Failure: `missing`, `invalid`. */
  remove(id: string): Promise<void>;
  /** Marks any account, also the sandbox and those found on the machine. Several may be default. */
  mark(id: string, marks: Partial<Marks>): Promise<Account>;
  /** Looks again at what is on the machine. */
  rediscover(): void;
  subscribe(listener: () => void): Cancel;
}

interface AccountStoreOptions {
  readonly settings: Settings;
  /** Looks on the machine; called when the accounts are first asked for. */
  readonly discover: () => Discovery;
  /** A new account's id. */
  readonly id: () => string;
}

/** The embedded sandbox's accounts, one for each protocol that it speaks. */
const SANDBOXES: readonly Account[] = [
  ['sandbox', 'rackspace'] as const,
  ['sandbox-aws', 'elb'] as const,
].map(([name, engine]) => ({
  id: name,
  name,
  engine,
  region: null,
  settings: {},
  secrets: {},
  origin: { kind: 'sandbox' },
  production: false,
  readOnly: false,
  isDefault: false,
}));

/** Discovered accounts give way: one whose name is taken becomes `name-2`, and `a,b` is called `a-b`. */
function withFreeName(account: Account, taken: readonly Account[]): Account {
  // Behind -a a comma separates names.
  const plain = account.name.replaceAll(',', '-');
  let name = plain;
  for (let n = 2; taken.some((other) => sameName(other.name, name)); n++) name = `${plain}-${n}`;
  return { ...account, name };
}

/** The accounts as of `from`, all that they are made of. */
interface Snapshot {
  readonly from: readonly unknown[];
  readonly all: readonly Account[];
  readonly notices: readonly string[];
}

/** The accounts of one settings folder. */
export function openAccounts({ settings, discover, id: newId }: AccountStoreOptions): AccountStore {
  let discovery: Discovery | null = null;
  let last: Snapshot | null = null;
  const listeners = new Listeners();
  const found = () => (discovery ??= discover());

  const current = () => {
    const from = [settings.get('accounts'), settings.get('marks'), settings.damaged(), found()];
    if (last?.from.every((part, index) => part === from[index])) return last;
    const stored = readStoredAccounts(settings.get('accounts'));
    const marks = readMarks(settings.get('marks'));
    // Whether a found account was marked production is not known while the settings cannot be read: every change asks.
    const unmarked = { production: settings.damaged(), readOnly: false, isDefault: false };
    const sandboxes = SANDBOXES.map((account) => ({ ...account, ...marks.get(account.id) }));
    const all = [...sandboxes, ...stored.accounts];
    for (const account of found().accounts) {
      all.push(withFreeName({ ...account, ...(marks.get(account.id) ?? unmarked) }, all));
    }
    last = { from, notices: stored.notices, all };
    return last;
  };

  const withId = (id: string): Account => {
    const account = current().all.find((one) => one.id === id);
    if (account) return account;
    throw accountGone();
  };

  const ownWithId = (id: string, verb: string): Account => {
    const account = withId(id);
    if (account.origin.kind === 'added') return account;
    throw new Failure(
      account.origin.kind === 'sandbox'
        ? { kind: 'invalid', message: `The sandbox cannot be ${verb}` }
        : {
            kind: 'invalid',
            message: `${account.name} was found on this machine (${account.origin.from}) and cannot be ${verb} here`,
            hint: 'Change it where it comes from, or add an account of your own',
          },
    );
  };

  const named = (name: string): Account => {
    const { all } = current();
    const account = all.find((one) => one.name === name) ?? all.find((one) => sameName(one.name, name));
    if (account) return account;
    throw unknownAccount(
      name,
      all.map((one) => one.name),
    );
  };

  const unnamed = (): readonly Account[] => {
    if (settings.damaged()) {
      throw new Failure({
        kind: 'invalid',
        message: 'The settings cannot be read, so it is not known which accounts are meant',
        hint: 'Name the account with --account, or mend the settings file',
      });
    }
    const { all } = current();
    const marked = all.filter((account) => account.isDefault);
    if (marked.length > 0) return marked;
    const added = all.filter((account) => account.origin.kind === 'added');
    if (added.length > 0) return added;
    // An account of the user's that cannot be read must not make a script work on the sandbox instead.
    if (current().notices.length > 0) {
      throw new Failure({
        kind: 'invalid',
        message: `No account in ${settings.file} can be read, so it is not known which one is meant`,
        hint: 'Name the account with --account, or mend the settings file',
      });
    }
    // One of the sandbox's: what a script makes or changes must not depend on a name being only in one of them.
    return all.slice(0, 1);
  };

  return {
    list: () => current().all,
    notices() {
      const holdsSecret = current().all.some((account) =>
        Object.values(account.secrets).some((ref) => ref.kind === 'stored'),
      );
      const exposed =
        holdsSecret && settings.readableByOthers()
          ? [`${settings.file} holds a secret and can be read by other users: chmod 600 mends it`]
          : [];
      return [...settings.notices(), ...exposed, ...current().notices, ...found().warnings];
    },
    named,
    chosen(names) {
      if (names.length === 0) return unnamed();
      if (names.some((name) => sameName(name, 'all'))) return current().all;
      return [...new Set(names.map(named))];
    },
    checkName(name, id) {
      const others = current().all.filter((one) => one.id !== id && one.origin.kind === 'added');
      const wrong = faultOfName(
        name,
        others.map((one) => one.name),
      );
      return wrong && `${wrong.fault}: ${wrong.mend}`;
    },
    async add(draft) {
      const account: Account = {
        production: false,
        readOnly: false,
        isDefault: false,
        ...draft,
        id: newId(),
        origin: { kind: 'added' },
      };
      await settings.update('accounts', (now) => withAdded(now, account));
      return withId(account.id);
    },
    async update(id, change) {
      ownWithId(id, 'edited');
      await settings.update('accounts', (now) => withChanged(now, id, change));
      return withId(id);
    },
    async remove(id) {
      ownWithId(id, 'removed');
      await settings.update('accounts', (now) => withoutAccount(now, id));
    },
    async mark(id, marks) {
      const account = withId(id);
      if (account.origin.kind === 'added') {
        await settings.update('accounts', (now) => withChanged(now, id, marks));
      } else {
        await settings.update('marks', (now) => {
          const all = readMarks(now);
          const { production, readOnly, isDefault } = all.get(id) ?? account;
          return { ...Object.fromEntries(all), [id]: { production, readOnly, isDefault, ...marks } };
        });
      }
      return withId(id);
    },
    rediscover() {
      discovery = null;
      listeners.notify();
    },
    subscribe(listener) {
      const stops = [settings.subscribe(listener), listeners.subscribe(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
