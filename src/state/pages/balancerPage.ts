import { type Balancer, type BalancerDetail, countNodes } from '../../model/balancer.ts';
import type { Condition } from '../../model/condition.ts';
import { type Node, nodeAddress } from '../../model/node.ts';
import { problemOf } from '../../model/problem.ts';
import type { BalancerRef } from '../changes/request.ts';
import type { CommandId } from '../keys/bindings.ts';
import { failureCells, troubleCell } from '../live/liveCell.ts';
import type { LiveObserver } from '../live/queries.ts';
import { knownNodes } from '../nodes/knownNodes.ts';
import { counted } from '../present/age.ts';
import { type Cell, cell } from '../present/cell.ts';
import { liveCells } from '../present/usageFacts.ts';
import type { Session } from '../sessions.ts';
import type { CounterFeed } from '../usage/counterFeed.ts';
import { whyNoUsage } from '../usage/usageStore.ts';
import { balancerTabs } from './balancerTabs.ts';
import { detailsPage } from './detailsPage.ts';
import { maintenancePage } from './maintenanceForm.ts';
import { nodeColumns } from './nodeColumns.ts';
import { addNodePage, weightPage } from './nodeForms.ts';
import { nodePage, whyNoNodePage } from './nodePage.ts';
import type { Header } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { readAgain } from './readAgain.ts';
import { whyReadOnly } from './readOnly.ts';
import type { SectionTabs } from './sectionTabs.ts';
import { TablePage } from './tablePage.ts';
import { UsageBalancerPage } from './usageBalancerPage.ts';

const CONDITION_OF: Partial<Record<CommandId, Condition>> = {
  enable: 'ENABLED',
  drain: 'DRAINING',
  disable: 'DISABLED',
};
const NODE_COMMANDS: ReadonlySet<CommandId> = new Set([
  'enable',
  'drain',
  'disable',
  'toggle',
  'weight',
  'maintain',
  'type',
  'remove',
  'copy-address',
  'copy-id',
]);

const CHANGING: ReadonlySet<CommandId> = new Set([
  'enable',
  'drain',
  'disable',
  'toggle',
  'weight',
  'maintain',
  'type',
  'add',
  'remove',
]);

/** Counters that may be asked as often as this, in milliseconds, are shown as live rates. */
const LIVE_WITHIN_MS = 20_000;

/** One balancer: its header, and its nodes in a table. */
export class BalancerPage extends TablePage<Node> {
  readonly place = 'balancer';
  readonly tabs: SectionTabs;
  readonly #session: Session;
  readonly #detail: LiveObserver<BalancerDetail>;
  readonly #servers: ReturnType<PageHost['workspace']['queries']['servers']>;
  readonly #connections: ReturnType<PageHost['workspace']['queries']['connections']>;
  readonly #feed: CounterFeed | null;
  #leave: (() => void)[] = [];
  #leaveConnections: (() => void) | null = null;

  constructor(host: PageHost, session: Session, balancer: Balancer) {
    const { queries, desk } = host.workspace;
    const ref = { session, id: balancer.id, name: balancer.name };
    super(
      host,
      nodeColumns(
        (node) => desk.pending.of(ref, node.id),
        () => host.clock.now(),
      ),
      host.orderOf('balancer'),
    );
    this.#session = session;
    this.tabs = balancerTabs(host, ref, balancer, {
      page: this,
      counts: () => (this.rows.length > 0 ? countNodes(this.rows) : null),
    });
    this.#detail = this.tabs.detail;
    this.#servers = queries.servers(session);
    this.#connections = queries.connections(session, balancer.id);
    // Rates stand in the header where they can be read often; a look at a slow counter is not worth a request here.
    const isLive = (session.provider.counters?.everyMs ?? Number.POSITIVE_INFINITY) <= LIVE_WITHIN_MS;
    this.#feed = isLive ? host.workspace.usage.feed(session, balancer) : null;
  }

  get crumb(): string {
    return this.tabs.crumb;
  }

  /** The balancer, called as it was when it was last read. */
  get ref(): BalancerRef {
    return this.tabs.subject.ref;
  }

  show(): void {
    this.#leave = [this.tabs.open(() => this.#read())];
    if (this.#servers) this.#leave.push(this.#servers.subscribe(() => this.#read()));
    if (this.#feed) this.#leave.push(this.#feed.subscribe(() => this.host.changed()));
    this.#read();
  }

  hide(): void {
    for (const leave of this.#leave) leave();
    this.#leave = [];
    this.#leaveConnections?.();
    this.#leaveConnections = null;
  }

  header(): Header {
    return this.tabs.header(this.rows.length === 0 ? null : counted(this.rows.length, 'node'), []);
  }

  override setHeight(rows: number, columns?: number): void {
    super.setHeight(rows);
    if (columns !== undefined) this.tabs.fit(columns);
  }

  trouble(): Cell | null {
    return troubleCell([this.#detail]);
  }

  override whyNot(command: CommandId): string | null {
    if (command === 'undo') return this.host.whyNoUndo();
    if (command === 'usage') return whyNoUsage(this.#session);
    const refusal = CHANGING.has(command) ? whyReadOnly(this.host.workspace, this.#session) : null;
    if (refusal !== null) return refusal;
    if (NODE_COMMANDS.has(command)) return this.#whyNotNode(command);
    if (command === 'add' && !this.#session.provider.nodes) {
      return this.#session.provider.missing['add'] ?? 'this engine cannot add nodes';
    }
    if (command === 'details')
      return this.#detail.getCurrentResult().data ? null : 'nothing has been read yet';
    if (command === 'open') return this.#whyNotOpen();
    return super.whyNot(command);
  }

  override run(command: CommandId): void {
    const to = CONDITION_OF[command];
    const nodes = this.#targets();
    const node = this.current;
    if (to) {
      this.host.change({ kind: 'condition', balancer: this.ref, nodes, to });
      return;
    }
    switch (command) {
      case 'toggle':
        return this.#toggle(nodes);
      case 'type':
        return this.#flipType(nodes);
      case 'weight':
        return this.host.push(weightPage(this.host, this.ref, nodes));
      case 'maintain':
        return this.host.push(maintenancePage(this.host, this.ref, nodes, this.rows));
      case 'add':
        return this.host.push(addNodePage(this.host, this.ref));
      case 'remove':
        return this.host.change({ kind: 'remove', balancer: this.ref, nodes });
      case 'open':
        return this.#openNode(node);
      case 'undo':
        return this.host.undo();
      case 'usage':
        return this.host.push(new UsageBalancerPage(this.host, this.ref));
      case 'refresh':
        return readAgain(this.host, [this.#session], () => void this.#detail.refetch());
      case 'details':
        return this.#showDetails();
      case 'copy-id':
        if (node) this.host.copy(node.id, 'id of the node');
        return;
      case 'copy-address':
        if (node) this.host.copy(nodeAddress(node), 'address of the node');
        return;
      default:
        super.run(command);
    }
  }

  protected idOf(node: Node): string {
    return node.id;
  }

  protected textOf(node: Node): string {
    return `${node.server ?? ''} ${nodeAddress(node)} ${node.id} ${node.condition} ${node.health ?? ''} ${node.type ?? ''}`;
  }

  protected facts(): readonly (readonly Cell[])[] {
    const live = this.#feed ? liveCells(this.#feed.now, this.#feed.rates) : [];
    return [...this.tabs.facts(), ...(live.length > 0 ? [live] : [])];
  }

  protected empty(): readonly Cell[] {
    if (this.rows.length > 0)
      return [cell(`No node matches "${this.filter}". `), cell('esc shows all', 'dim')];
    const result = this.#detail.getCurrentResult();
    if (result.data) return [cell('This balancer has no nodes. '), cell('a adds one', 'dim')];
    if (result.error) return failureCells(problemOf(result.error));
    return [cell('Reading nodes…', 'pending')];
  }

  #whyNotOpen(): string | null {
    const node = this.current;
    const none = super.whyNot('open');
    return none !== null || !node ? none : whyNoNodePage(this.ref, this.tabs.reading?.value ?? null, node);
  }

  #openNode(node: Node | null): void {
    const page = node && nodePage(this.host, this.ref, node);
    if (page) this.host.push(page);
  }

  #whyNotNode(command: CommandId): string | null {
    if (this.#targets().length === 0) {
      if (this.list.markCount > 0) return 'the marked nodes are hidden by the filter';
      return this.cursorLost ? 'the node the cursor was on has gone: choose one' : 'there is no node';
    }
    const editing = this.#session.provider.nodes;
    const missing = this.#session.provider.missing;
    if (command === 'remove' && !editing) return missing['remove'] ?? 'this engine cannot remove nodes';
    if (command === 'weight' && !editing?.weight) return missing['weight'] ?? 'this engine has no weights';
    if (command === 'type' && !editing?.editable.includes('type'))
      return missing['type'] ?? 'this engine has no types';
    if (command === 'maintain' && this.#targets().every((node) => node.condition !== 'ENABLED'))
      return 'only an ENABLED node can be taken out of service';
    if (command === 'toggle' && this.#targets().some((node) => node.condition === 'DRAINING')) {
      return 'a DRAINING node is neither: E enables it, X disables it';
    }
    return null;
  }

  /** The marked nodes that are shown; without marks the one under the cursor. */
  #targets(): readonly Node[] {
    if (this.list.markCount > 0) return this.list.marked().flatMap((id) => this.row(id) ?? []);
    const node = this.cursorLost ? null : this.current;
    return node ? [node] : [];
  }

  #toggle(nodes: readonly Node[]): void {
    const to = nodes.some((node) => node.condition === 'ENABLED') ? 'DISABLED' : 'ENABLED';
    this.host.change({ kind: 'condition', balancer: this.ref, nodes, to });
  }

  #flipType(nodes: readonly Node[]): void {
    const types = this.#session.provider.nodes?.types ?? [];
    const to = types.find((type) => nodes.some((node) => node.type !== type));
    if (to) this.host.change({ kind: 'type', balancer: this.ref, nodes, to });
  }

  #showDetails(): void {
    const reading = this.#detail.getCurrentResult().data;
    if (reading) this.host.push(detailsPage(this.crumb, reading.value.raw));
  }

  #read(): void {
    const reading = this.#detail.getCurrentResult().data;
    if (reading) {
      const draining = reading.value.nodeList.some((node) => node.condition === 'DRAINING');
      this.#countConnections(draining);
      const servers = this.#servers?.getCurrentResult().data?.value ?? null;
      const counts = draining ? (this.#connections?.getCurrentResult().data?.value ?? null) : null;
      this.setRows(knownNodes(reading.value.nodeList, servers, counts));
    }
    this.host.changed();
  }

  /** Connections are read only while they matter: while a node drains. */
  #countConnections(draining: boolean): void {
    if (draining && !this.#leaveConnections && this.#leave.length > 0) {
      this.#leaveConnections = this.#connections?.subscribe(() => this.#read()) ?? null;
    } else if (!draining && this.#leaveConnections) {
      this.#leaveConnections();
      this.#leaveConnections = null;
    }
  }
}
