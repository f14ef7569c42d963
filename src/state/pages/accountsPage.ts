import type { Account } from '../../model/account.ts';
import { problemOf } from '../../model/problem.ts';
import { ENGINES, engineNamed } from '../../providers/index.ts';
import { accountFormOf, accountFrom } from '../accounts/accountForm.ts';
import type { CommandId } from '../keys/bindings.ts';
import { originText } from '../present/accountText.ts';
import { counted } from '../present/age.ts';
import { type Cell, cell } from '../present/cell.ts';
import type { Session } from '../sessions.ts';
import { accountColumns, type Reach } from './accountColumns.ts';
import { BalancersPage } from './balancersPage.ts';
import { detailsPage } from './detailsPage.ts';
import { FormPage } from './formPage.ts';
import { MenuPage } from './menuPage.ts';
import type { Header } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { STARTED_READ_ONLY } from './readOnly.ts';
import { TablePage } from './tablePage.ts';

/** What changes the accounts themselves: where nothing may be changed, no mark is taken off either. */
const CHANGES: ReadonlySet<CommandId> = new Set(['add', 'edit', 'remove', 'production', 'read-only']);

/** Every account, where it came from, and whether it can be reached. Nothing is contacted before it is opened. */
export class AccountsPage extends TablePage<Account> {
  readonly place = 'accounts';
  readonly crumb = 'Accounts';
  readonly #reach: Map<string, Reach>;
  #leave: (() => void)[] = [];
  #opening = new AbortController();

  constructor(host: PageHost) {
    const reach = new Map<string, Reach>();
    super(host, accountColumns(host, reach), host.orderOf('accounts'));
    this.#reach = reach;
  }

  /** An account is on its way that the user has chosen here. */
  get isOpening(): boolean {
    return [...this.#reach.values()].some(({ kind }) => kind === 'opening');
  }

  show(): void {
    this.#opening = new AbortController();
    const { accounts, sessions } = this.host.workspace;
    this.#leave = [accounts.subscribe(() => this.#read()), sessions.subscribe(() => this.#read())];
    this.#read();
  }

  hide(): void {
    this.#opening.abort();
    for (const leave of this.#leave) leave();
    this.#leave = [];
  }

  header(): Header {
    const open = new Set(this.host.workspace.sessions.list().map((session) => session.account.id)).size;
    const flags = this.host.workspace.readOnly ? [cell('READ-ONLY', 'warn')] : [];
    return {
      where: counted(this.rows.length, 'account'),
      count: open > 0 ? `${open} open` : null,
      age: null,
      flags,
    };
  }

  override whyNot(command: CommandId): string | null {
    const account = this.current;
    if (CHANGES.has(command) && this.host.workspace.readOnly) return STARTED_READ_ONLY;
    switch (command) {
      case 'all-balancers':
        return this.host.workspace.sessions.list().length > 0
          ? null
          : 'no account is open yet: enter opens one';
      case 'edit':
      case 'remove':
        if (!account) return 'there is no account';
        if (account.origin.kind === 'sandbox') return 'the sandbox is always there';
        return account.origin.kind === 'added'
          ? null
          : `it was found in ${account.origin.from}: change it there`;
      case 'check':
      case 'production':
      case 'read-only':
        return account ? null : 'there is no account';
      default:
        return super.whyNot(command);
    }
  }

  override run(command: CommandId): void {
    const account = this.current;
    switch (command) {
      case 'open':
        if (account) void this.#open(account, true);
        return;
      case 'check':
        if (account) void this.#open(account, false);
        return;
      case 'add':
        return this.#add();
      case 'edit':
        return this.#edit(account, account?.engine ?? '');
      case 'remove':
        if (account) this.#askRemove(account);
        return;
      case 'production':
        if (account) this.#mark(account, { production: !account.production });
        return;
      case 'read-only':
        if (account) this.#mark(account, { readOnly: !account.readOnly });
        return;
      case 'details':
        if (account) this.host.push(detailsPage(account.name, this.#shown(account)));
        return;
      case 'refresh':
        this.host.workspace.accounts.rediscover();
        this.#read();
        this.host.say('Looked on this machine again');
        return;
      default:
        super.run(command);
    }
  }

  protected idOf(account: Account): string {
    return account.id;
  }

  protected textOf(account: Account): string {
    return `${account.name} ${account.engine} ${account.region ?? ''} ${originText(account)}`;
  }

  protected facts(): readonly (readonly Cell[])[] {
    return [];
  }

  protected empty(): readonly Cell[] {
    return [cell(`No account matches "${this.filter}". `), cell('esc shows all', 'dim')];
  }

  /** The account without the values of its secrets. */
  #shown(account: Account): unknown {
    const secrets = Object.entries(account.secrets).map(([key, ref]) => [
      key,
      this.host.workspace.secrets.describe(ref),
    ]);
    return { ...account, secrets: Object.fromEntries(secrets) };
  }

  async #open(account: Account, enter: boolean): Promise<void> {
    if (this.#reach.get(account.id)?.kind === 'opening') {
      this.host.say(`${account.name} is being opened already`, 'warn');
      return;
    }
    const { signal } = this.#opening;
    this.#reach.set(account.id, { kind: 'opening' });
    this.host.changed();
    try {
      const session = await this.host.workspace.sessions.open(account, null, signal);
      this.#reach.delete(account.id);
      if (signal.aborted) return;
      if (enter && this.host.isOnTop(this)) this.host.push(new BalancersPage(this.host, [session], false));
      // What is being typed over the list must not end up as keys of another page.
      else if (enter) this.host.say(`${account.name} is open`, 'good');
      else this.host.say([`${account.name} can sign in`, ...regionsOf(session)].join(': '), 'good');
    } catch (thrown) {
      if (signal.aborted) {
        this.#reach.delete(account.id);
        return;
      }
      const problem = problemOf(thrown);
      this.#reach.set(account.id, { kind: 'failed', problem });
      this.host.sayProblem(problem);
    } finally {
      this.host.changed();
    }
  }

  /** Which engine first, for their forms differ. */
  #add(): void {
    this.host.push(
      new MenuPage({
        crumb: 'Add an account',
        header: () => ({ where: 'Add an account', count: null, age: null, flags: [] }),
        title: 'An account of which engine?',
        items: ENGINES.map(({ name, label }) => ({ value: name, label })),
        current: null,
        choose: (name) => {
          this.host.back();
          this.#edit(null, name);
        },
      }),
    );
  }

  #edit(account: Account | null, engineName: string): void {
    const engine = engineNamed(engineName);
    if (!engine) {
      this.host.say(`This version cannot edit accounts of the engine ${engineName}`, 'warn');
      return;
    }
    const { accounts, secrets, sessions } = this.host.workspace;
    const form = accountFormOf(engine, accounts, account);
    const header: Header = { where: engine.label, count: null, age: null, flags: [] };
    this.host.push(
      new FormPage(this.host, form, header, async (values) => {
        const wanted = await accountFrom(engine, values, account, secrets);
        const saved = account ? await accounts.update(account.id, wanted) : await accounts.add(wanted);
        if (account) await sessions.closeAccount(account.id);
        this.#reach.delete(saved.id);
        this.host.back();
        this.list.moveTo(saved.id);
        this.host.say(`${saved.name} is ${account ? 'changed' : 'added'}. enter opens it`, 'good');
      }),
    );
  }

  #askRemove(account: Account): void {
    const { accounts, secrets, sessions } = this.host.workspace;
    this.host.ask({
      title: `Remove account ${account.name}?`,
      lines: ['Only sluice forgets it: nothing is changed at the engine'],
      names: [],
      yes: 'Remove',
      typed: account.name,
      cancelled: 'Nothing was removed',
      onYes: () => {
        const remove = async () => {
          await accounts.remove(account.id);
          for (const ref of Object.values(account.secrets)) await secrets.forget(ref);
          await sessions.closeAccount(account.id);
          this.host.say(`${account.name} is removed`, 'good');
        };
        remove().catch((thrown: unknown) => this.host.sayProblem(problemOf(thrown)));
      },
    });
  }

  #mark(account: Account, marks: { production?: boolean; readOnly?: boolean }): void {
    const { accounts, sessions } = this.host.workspace;
    accounts
      .mark(account.id, marks)
      .then(async (marked) => {
        // An open session holds the account as it was: a mark must bind at once.
        await sessions.closeAccount(account.id);
        const words = [marked.production && 'production', marked.readOnly && 'read-only'].filter(Boolean);
        this.host.say(`${marked.name} is ${words.length > 0 ? words.join(' and ') : 'not marked'} now`);
      })
      .catch((thrown: unknown) => this.host.sayProblem(problemOf(thrown)));
  }

  #read(): void {
    this.setRows(this.host.workspace.accounts.list());
    this.host.changed();
  }
}

function regionsOf({ provider: { regions } }: Session): readonly string[] {
  return regions.length > 0 ? [counted(regions.length, 'region')] : [];
}
