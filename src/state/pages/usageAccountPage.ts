import type { CommandId } from '../keys/bindings.ts';
import { type Cell, cell } from '../present/cell.ts';
import { sparkline } from '../present/usageChart.ts';
import { figureCells, spaced } from '../present/usageFacts.ts';
import { spanText } from '../present/usageText.ts';
import type { Session } from '../sessions.ts';
import { figuresAt } from '../usage/figures.ts';
import type { OwnedRecord } from '../usage/recordFields.ts';
import type { Sums } from '../usage/sums.ts';
import type { CarriedOf } from '../usage/usageReading.ts';
import { detailsPage } from './detailsPage.ts';
import type { PageHost } from './pageHost.ts';
import { UsageBalancerPage } from './usageBalancerPage.ts';
import { type CarriedRow, carriedColumns } from './usageColumns.ts';
import { UsagePage } from './usagePage.ts';

/** What the balancers of one account, or of all that are open, have carried: the one that carried most comes first. */
export class UsageAccountPage extends UsagePage<CarriedRow> {
  readonly place = 'usages';
  readonly crumb = 'Usage';
  /** Where the cursor was put in the chart; null until then: it is on the latest piece. */
  #cursorAt: number | null = null;

  constructor(host: PageHost, sessions: readonly Session[]) {
    super(
      host,
      carriedColumns(sessions.length > 1),
      host.orderOf('usages') ?? { column: 'transfer', descending: true },
      sessions.map((session) => ({ session, balancerId: null })),
    );
  }

  override run(command: CommandId): void {
    const row = this.current;
    if (command === 'open' && row) {
      const { session } = row.scope;
      const balancer = { session, id: row.balancerId, name: row.name };
      this.host.push(new UsageBalancerPage(this.host, balancer, row.name));
    } else if (command === 'details' && row) {
      const { name, balancerId: id, total, peak } = row;
      this.host.push(detailsPage(name, { name, id, total, peak, notes: this.notes() }));
    } else super.run(command);
  }

  protected rowsNow(): readonly CarriedRow[] {
    const nameOf = this.#names();
    return this.reading.carried.map((one) => ({
      key: `${one.scope.session.key}/${one.balancerId}`,
      scope: one.scope,
      balancerId: one.balancerId,
      name: nameOf(one),
      total: one.total,
      peak: one.peak,
      trend: sparkline(one.trend),
    }));
  }

  protected idOf({ key }: CarriedRow): string {
    return key;
  }

  protected textOf({ name, balancerId, scope: { session } }: CarriedRow): string {
    return `${name} ${balancerId} ${session.account.name} ${session.region ?? ''}`;
  }

  protected cursorAt(): number | null {
    if (this.#cursorAt !== null) return this.#cursorAt;
    const { grid, covered } = this.pieces;
    const latest = covered.findLastIndex((ms) => ms > 0);
    return latest < 0 ? null : grid.from + latest * grid.step;
  }

  protected cursorCells(): readonly Cell[] {
    const at = this.cursorAt();
    const { grid } = this.pieces;
    const piece = at === null ? -1 : Math.floor((at - grid.from) / grid.step);
    if (piece < 0 || piece >= grid.count) return [cell('No time is chosen', 'dim')];
    const from = grid.from + piece * grid.step;
    const figures = figuresAt(this.pieces, piece);
    const read = from >= this.reading.readFrom;
    const said = figureCells(figures);
    return spaced([
      [cell(spanText({ from, to: Math.min(from + grid.step, this.reading.span.to) }), 'accent')],
      said.length > 0 ? said : [cell(read ? 'no record' : 'not read yet', 'warn')],
    ]);
  }

  protected moveCursor({ grid }: Sums, by: 1 | -1): void {
    const at = this.cursorAt() ?? grid.from;
    const piece = Math.floor((at - grid.from) / grid.step) + by;
    this.#cursorAt = grid.from + Math.max(0, Math.min(grid.count - 1, piece)) * grid.step;
  }

  protected moreFacts(): readonly (readonly Cell[])[] {
    return [];
  }

  protected *exported(): Iterable<OwnedRecord> {
    const nameOf = this.#names();
    for (const one of this.reading.carried) {
      const name = nameOf(one);
      for (const record of this.reading.records(one.scope, one.balancerId))
        yield { session: one.scope.session, name, record };
    }
  }

  protected get fileName(): string {
    const [only] = this.reading.scopes;
    const name = this.reading.scopes.length === 1 && only ? only.session.account.name : 'accounts';
    return `usage-${name.replace(/[^\w.-]+/g, '-')}`;
  }

  /** As the list has it; one that is gone is called as its last record says. */
  #names(): (one: CarriedOf) => string {
    const listed = new Map(
      this.reading.scopes.map((scope) => {
        const list = this.host.workspace.queries.knownList(scope.session)?.value ?? [];
        return [scope, new Map(list.map(({ id, name }) => [id, name]))];
      }),
    );
    return ({ scope, balancerId, name }) => listed.get(scope)?.get(balancerId) ?? name ?? balancerId;
  }
}
