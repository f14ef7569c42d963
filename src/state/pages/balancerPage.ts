import { type Balancer, type BalancerDetail, countNodes } from '../../model/balancer.ts';
import type { Condition } from '../../model/condition.ts';
import { type Node, nodeAddress } from '../../model/node.ts';
import { problemOf } from '../../model/problem.ts';
import type { BalancerRef } from '../changes/request.ts';
import type { CommandId } from '../keys/bindings.ts';
import { ageCell, failureCells, troubleCell } from '../live/liveCell.ts';
import type { LiveObserver } from '../live/queries.ts';
import { knownNodes } from '../nodes/knownNodes.ts';
import { counted } from '../present/age.ts';
import { nodesCell, protocolText, statusCell } from '../present/balancerCells.ts';
import { type Cell, cell } from '../present/cell.ts';
import type { Session } from '../sessions.ts';
import { accountFlags } from './accountCells.ts';
import { detailsPage } from './detailsPage.ts';
import { nodeColumns } from './nodeColumns.ts';
import { addNodePage, weightPage } from './nodeForms.ts';
import type { Header } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { TablePage } from './tablePage.ts';

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
  'type',
  'add',
  'remove',
]);

/** One balancer: its header, and its nodes in a table. */
export class BalancerPage extends TablePage<Node> {
  readonly place = 'balancer';
  readonly crumb: string;
  readonly ref: BalancerRef;
  readonly #session: Session;
  readonly #listed: Balancer;
  readonly #detail: LiveObserver<BalancerDetail>;
  readonly #servers: ReturnType<PageHost['workspace']['queries']['servers']>;
  readonly #connections: ReturnType<PageHost['workspace']['queries']['connections']>;
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
    this.crumb = balancer.name;
    this.ref = ref;
    this.#session = session;
    this.#listed = balancer;
    this.#detail = queries.balancer(session, balancer.id);
    this.#servers = queries.servers(session);
    this.#connections = queries.connections(session, balancer.id);
  }

  show(): void {
    this.#leave = [this.#detail.subscribe(() => this.#read())];
    if (this.#servers) this.#leave.push(this.#servers.subscribe(() => this.#read()));
    this.#read();
  }

  hide(): void {
    for (const leave of this.#leave) leave();
    this.#leave = [];
    this.#leaveConnections?.();
    this.#leaveConnections = null;
  }

  header(): Header {
    const { account, region, provider } = this.#session;
    return {
      where: [account.name, region, provider.label].filter(Boolean).join(' · '),
      count: this.rows.length === 0 ? null : counted(this.rows.length, 'node'),
      age: ageCell([this.#detail], this.host.clock.now()),
      flags: accountFlags(account, this.host.workspace.readOnly),
    };
  }

  trouble(): Cell | null {
    return troubleCell([this.#detail]);
  }

  override whyNot(command: CommandId): string | null {
    if (command === 'undo') return this.host.whyNoUndo();
    const refusal = CHANGING.has(command) ? this.#whyReadOnly() : null;
    if (refusal !== null) return refusal;
    if (NODE_COMMANDS.has(command)) return this.#whyNotNode(command);
    if (command === 'add' && !this.#session.provider.nodes) {
      return this.#session.provider.missing['add'] ?? 'this engine cannot add nodes';
    }
    if (command === 'details')
      return this.#detail.getCurrentResult().data ? null : 'nothing has been read yet';
    return super.whyNot(command);
  }

  override run(command: CommandId): void {
    const to = CONDITION_OF[command];
    const nodes = this.#targets();
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
      case 'add':
        return this.host.push(addNodePage(this.host, this.ref));
      case 'remove':
        return this.host.change({ kind: 'remove', balancer: this.ref, nodes });
      case 'undo':
        return this.host.undo();
      case 'refresh':
        void this.#detail.refetch();
        return;
      case 'details':
        return this.#showDetails();
      case 'copy-id':
        if (this.current) this.host.copy(this.current.id, 'id of the node');
        return;
      case 'copy-address':
        if (this.current) this.host.copy(nodeAddress(this.current), 'address of the node');
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
    const balancer = this.#detail.getCurrentResult().data?.value ?? this.#listed;
    const gap = cell('   ');
    const first: Cell[] = [statusCell(balancer.status)];
    for (const text of [protocolText(balancer), balancer.algorithm]) if (text) first.push(gap, cell(text));
    for (const ip of balancer.virtualIps) {
      first.push(gap, cell(ip.address), cell(` ${ip.type ?? ''}`, 'dim'));
    }
    const counts = this.rows.length > 0 ? countNodes(this.rows) : balancer.nodes;
    const underWay = this.host.workspace.desk.pending.count(this.ref);
    const second: Cell[] = [cell('Nodes ', 'strong'), nodesCell(counts)];
    if (underWay > 0)
      second.push(gap, cell(`${counted(underWay, 'change')} under way`, 'pending', 'pending'));
    return [first, second];
  }

  protected empty(): readonly Cell[] {
    if (this.rows.length > 0)
      return [cell(`No node matches "${this.filter}". `), cell('esc shows all', 'dim')];
    const result = this.#detail.getCurrentResult();
    if (result.data) return [cell('This balancer has no nodes. '), cell('a adds one', 'dim')];
    if (result.error) return failureCells(problemOf(result.error));
    return [cell('Reading nodes…', 'pending')];
  }

  #whyReadOnly(): string | null {
    const { account } = this.#session;
    if (this.host.workspace.readOnly) return 'sluice was started with --read-only';
    return account.readOnly
      ? `account ${account.name} is marked read-only: o in the list of accounts changes that`
      : null;
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
