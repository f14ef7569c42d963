import type { Balancer } from '../../model/balancer.ts';
import { problemOf } from '../../model/problem.ts';
import type { CommandId } from '../keys/bindings.ts';
import { Glancer } from '../live/glancer.ts';
import { ageCell, failureCells, troubleCell } from '../live/liveCell.ts';
import type { LiveObserver } from '../live/queries.ts';
import { counted } from '../present/age.ts';
import { type Cell, cell } from '../present/cell.ts';
import type { Session } from '../sessions.ts';
import { hasUsage, whyNoUsage } from '../usage/usageStore.ts';
import { accountFlags } from './accountCells.ts';
import { balancerColumns, isBeingDeleted } from './balancerColumns.ts';
import { BalancerPage } from './balancerPage.ts';
import { type BalancerRow, balancerRows, withKnown } from './balancerRow.ts';
import { detailsPage } from './detailsPage.ts';
import type { Header, TableView } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { readAgain } from './readAgain.ts';
import { whyReadOnly } from './readOnly.ts';
import { regionMenu } from './regionMenu.ts';
import { TablePage } from './tablePage.ts';
import { UsageAccountPage } from './usageAccountPage.ts';
import { WizardPage } from './wizardPage.ts';

interface Source {
  readonly session: Session;
  readonly observer: LiveObserver<readonly Balancer[]>;
}

/** The balancers of one account and region, or of all that are open. */
export class BalancersPage extends TablePage<BalancerRow> {
  readonly place = 'balancers';
  readonly crumb: string;
  readonly #sessions: readonly Session[];
  readonly #all: boolean;
  readonly #glancer: Glancer;
  readonly #sources: readonly Source[];
  #wanted: ReadonlySet<string>;
  #leave: (() => void)[] = [];

  constructor(
    host: PageHost,
    sessions: readonly Session[],
    all: boolean,
    /** Ids of balancers of which the first that comes in gets the cursor. */
    wanted: ReadonlySet<string> = new Set(),
  ) {
    super(
      host,
      balancerColumns(host, all),
      host.orderOf('balancers') ?? { column: 'name', descending: false },
    );
    this.#sessions = sessions;
    this.#all = all;
    this.#wanted = wanted;
    this.crumb = all ? 'all accounts' : (sessions[0]?.account.name ?? '');
    this.#glancer = new Glancer(host.workspace.queries, host.clock, () => host.changed());
    this.#sources = sessions.map((session) => ({
      session,
      observer: host.workspace.queries.balancers(session),
    }));
  }

  show(): void {
    this.#leave = this.#sources.map(({ observer }) => observer.subscribe(() => this.#read()));
    this.#read();
  }

  hide(): void {
    for (const leave of this.#leave) leave();
    this.#leave = [];
    this.#glancer.stop();
  }

  header(): Header {
    const [first] = this.#sessions;
    const where =
      this.#all || !first
        ? accountsText(this.#sessions)
        : [first.account.name, first.region, first.provider.label].filter(Boolean).join(' · ');
    return {
      where,
      count: this.rows.length === 0 ? null : counted(this.rows.length, 'balancer'),
      age: ageCell(
        this.#sources.map((source) => source.observer),
        this.host.clock.now(),
      ),
      flags: this.#all || !first ? [] : accountFlags(first.account, this.host.workspace.readOnly),
    };
  }

  trouble(): Cell | null {
    return troubleCell(this.#sources.map((source) => source.observer));
  }

  override view(): TableView {
    const view = super.view();
    this.#glancer.look(this.shownRows.slice(this.list.top, this.list.top + this.list.height));
    return view;
  }

  override whyNot(command: CommandId): string | null {
    if (command === 'new') return this.#whyNotNew();
    if (command === 'region') {
      if (this.#all) return 'these are the balancers of several accounts';
      return (this.#sessions[0]?.provider.regions.length ?? 0) > 1 ? null : 'this account has one region';
    }
    if (command === 'all-balancers' && this.#isComplete()) return 'they are on the screen';
    if (command === 'copy-id' || command === 'copy-address') return super.whyNot('open');
    if (command === 'undo') return this.host.whyNoUndo();
    if (command === 'usage') return this.#whyNoUsage();
    if (command === 'remove') return this.#whyNotRemove();
    return super.whyNot(command);
  }

  override run(command: CommandId): void {
    const row = this.current;
    switch (command) {
      case 'open':
        if (row) this.host.push(new BalancerPage(this.host, row.session, row.balancer));
        return;
      case 'new':
        return this.#new();
      case 'remove':
        if (row) this.#remove(row);
        return;
      case 'refresh':
        return readAgain(this.host, this.#sessions, () => {
          for (const { observer } of this.#sources) void observer.refetch();
        });
      case 'undo':
        return this.host.undo();
      case 'usage':
        return this.host.push(new UsageAccountPage(this.host, this.#sessions.filter(hasUsage)));
      case 'details':
        if (row) this.host.push(detailsPage(row.balancer.name, withKnown(row, this.host.workspace.queries)));
        return;
      case 'copy-id':
        if (row) this.host.copy(row.balancer.id, `id of ${row.balancer.name}`);
        return;
      case 'copy-address': {
        const address = row?.balancer.virtualIps[0]?.address;
        if (row && address) this.host.copy(address, `address of ${row.balancer.name}`);
        return;
      }
      case 'region':
        if (this.#sessions[0]) this.host.push(regionMenu(this.host, this.#sessions[0]));
        return;
      default:
        super.run(command);
    }
  }

  protected idOf(row: BalancerRow): string {
    return row.key;
  }

  protected textOf({ balancer, session }: BalancerRow): string {
    const addresses = balancer.virtualIps.map((ip) => ip.address).join(' ');
    const account = this.#all ? `${session.account.name} ${session.region}` : '';
    return `${balancer.name} ${balancer.id} ${balancer.status} ${balancer.protocol} ${balancer.port} ${balancer.algorithm} ${addresses} ${account}`;
  }

  protected facts(): readonly (readonly Cell[])[] {
    return [];
  }

  protected empty(): readonly Cell[] {
    if (this.rows.length > 0)
      return [cell(`No balancer matches "${this.filter}". `), cell('esc shows all', 'dim')];
    const results = this.#sources.map(({ observer }) => observer.getCurrentResult());
    if (results.length === 0) return [cell('No account is open. '), cell('esc, then enter on one', 'dim')];
    const failed = results.find((result) => result.error !== null && result.data === undefined);
    if (failed) return failureCells(problemOf(failed.error));
    if (results.some((result) => result.data?.complete !== true))
      return [cell('Reading balancers…', 'pending')];
    if (this.whyNot('region') !== null) return [cell('There is no balancer here')];
    return [cell('There is no balancer in this region. '), cell('R chooses another', 'dim')];
  }

  /** Are the balancers of every account that is open among these? */
  #isComplete(): boolean {
    return this.#all && this.host.workspace.sessions.list().every((one) => this.#sessions.includes(one));
  }

  #whyNotNew(): string | null {
    const [session] = this.#sessions;
    if (this.#all || !session) return 'these are the balancers of several accounts: open one first';
    if (!session.provider.create)
      return session.provider.missing['create'] ?? 'this engine cannot make balancers';
    return whyReadOnly(this.host.workspace, session);
  }

  #whyNotRemove(): string | null {
    const row = this.current;
    const none = super.whyNot('open');
    if (none !== null || !row) return none;
    const { session, balancer } = row;
    if (!session.provider.removal)
      return session.provider.missing['removal'] ?? 'this engine cannot delete balancers';
    if (isBeingDeleted(this.host, row)) return `${balancer.name} is being deleted`;
    return whyReadOnly(this.host.workspace, session);
  }

  #remove({ session, balancer: { id, name } }: BalancerRow): void {
    this.host.change({ kind: 'delete', balancer: { session, id, name } });
  }

  #whyNoUsage(): string | null {
    if (this.#sessions.some(hasUsage)) return null;
    const [first] = this.#sessions;
    return first ? whyNoUsage(first) : 'no account is open';
  }

  #new(): void {
    const [session] = this.#sessions;
    const flow = session?.provider.create;
    if (session && flow) this.host.push(new WizardPage(this.host, session, flow));
  }

  #read(): void {
    let filling = false;
    const rows: BalancerRow[] = [];
    for (const { session, observer } of this.#sources) {
      const reading = observer.getCurrentResult().data;
      if (!reading?.complete) filling = true;
      if (reading) rows.push(...balancerRows(session, reading));
    }
    this.setRows(rows, filling);
    const wanted = rows.find((row) => this.#wanted.has(row.balancer.id));
    if (wanted) {
      this.list.moveTo(wanted.key);
      this.#wanted = new Set();
    }
    this.host.changed();
  }
}

/** `2 accounts`, `1 account in 2 regions` */
function accountsText(sessions: readonly Session[]): string {
  const accounts = new Set(sessions.map(({ account }) => account.id)).size;
  const regions = sessions.length > accounts ? ` in ${counted(sessions.length, 'region')}` : '';
  return `${counted(accounts, 'account')}${regions}`;
}
