import type { UsageRecord } from '../../model/usage.ts';
import type { BalancerRef } from '../changes/request.ts';
import type { CommandId } from '../keys/bindings.ts';
import { type Cell, cell } from '../present/cell.ts';
import { figureCells, liveCells, spaced } from '../present/usageFacts.ts';
import { momentText, spanText } from '../present/usageText.ts';
import type { CounterFeed } from '../usage/counterFeed.ts';
import { recordFigures } from '../usage/figures.ts';
import { isoTime, type OwnedRecord } from '../usage/recordFields.ts';
import type { Sums } from '../usage/sums.ts';
import { detailsPage } from './detailsPage.ts';
import type { PageTabs } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { RECORD_COLUMNS } from './usageColumns.ts';
import { UsagePage } from './usagePage.ts';

/** One balancer's usage: its hourly records, and what it carries just now. */
export class UsageBalancerPage extends UsagePage<UsageRecord> {
  readonly place = 'usage';
  readonly tab?: string;
  readonly tabs?: PageTabs;
  readonly #balancer: BalancerRef;
  readonly #crumb: string;
  readonly #feed: CounterFeed | null;
  #leave: () => void = () => {};

  /** `tabs` are those that it is one of. */
  constructor(host: PageHost, balancer: BalancerRef, crumb = 'Usage', tabs: PageTabs | null = null) {
    const { session, id } = balancer;
    super(host, RECORD_COLUMNS, host.orderOf('usage') ?? { column: 'start', descending: true }, [
      { session, balancerId: id },
    ]);
    this.#crumb = crumb;
    if (tabs) {
      this.tab = 'Usage';
      this.tabs = tabs;
    }
    this.#balancer = balancer;
    this.#feed = host.workspace.usage.feed(session, balancer);
  }

  get crumb(): string {
    return this.tabs?.crumb ?? this.#crumb;
  }

  override show(): void {
    super.show();
    if (this.#feed)
      this.#leave = this.#feed.subscribe(() => {
        this.reading.recount();
        this.host.changed();
      });
  }

  override hide(): void {
    super.hide();
    this.#leave();
    this.#leave = () => {};
  }

  protected override facts(): readonly (readonly Cell[])[] {
    const line = this.tabs?.line();
    const [first = [], ...others] = super.facts();
    // The tabs stand in the same row on each page of theirs.
    return [first, ...(line ? [line] : []), ...others];
  }

  override setHeight(rows: number, columns?: number): void {
    super.setHeight(rows, columns);
    if (columns !== undefined) this.tabs?.fit(columns);
  }

  override run(command: CommandId): void {
    if (command === 'details') this.#showDetails();
    else super.run(command);
  }

  protected rowsNow(): readonly UsageRecord[] {
    return this.reading.scopes.flatMap((scope) => [...this.reading.records(scope, this.#balancer.id)]);
  }

  protected idOf({ startAt, id }: UsageRecord): string {
    return `${startAt}/${id ?? ''}`;
  }

  protected textOf({ startAt, sslMode, eventType, vipType, mark }: UsageRecord): string {
    return `${momentText(startAt)} ${isoTime(startAt)} ${sslMode ?? ''} ${eventType ?? ''} ${vipType ?? ''} ${mark ?? ''}`;
  }

  protected cursorAt(): number | null {
    return this.current?.startAt ?? null;
  }

  protected cursorCells(): readonly Cell[] {
    const record = this.current;
    if (!record) return [cell('No record is chosen', 'dim')];
    return spaced([
      [cell(spanText({ from: record.startAt, to: record.endAt }), 'accent')],
      figureCells(recordFigures(record)),
      [cell([record.eventType, record.mark].filter(Boolean).join(' '), 'warn')],
    ]);
  }

  /** To the latest record of the next piece that has one, among the rows that are shown. */
  protected moveCursor({ grid }: Sums, by: 1 | -1): void {
    const pieceOf = ({ startAt }: UsageRecord) => Math.floor((startAt - grid.from) / grid.step);
    const here = this.current ? pieceOf(this.current) : by > 0 ? -1 : grid.count;
    const ahead = this.shownRows.filter((row) => (pieceOf(row) - here) * by > 0);
    const next = by > 0 ? Math.min(...ahead.map(pieceOf)) : Math.max(...ahead.map(pieceOf));
    const [found] = ahead
      .filter((row) => pieceOf(row) === next)
      .sort((one, other) => other.startAt - one.startAt);
    if (found) this.list.moveTo(this.idOf(found));
  }

  protected moreFacts(): readonly (readonly Cell[])[] {
    if (!this.#feed) return [];
    const now = liveCells(this.#feed.now, this.#feed.rates);
    const { problem } = this.#feed;
    const said = problem ? [cell(problem.message, 'warn', 'error')] : [cell('no numbers just now', 'dim')];
    return [[{ ...cell('Now ', 'dim'), live: true }, ...(now.length > 0 ? now : said)]];
  }

  protected *exported(): Iterable<OwnedRecord> {
    const { session, name } = this.#balancer;
    for (const record of this.rowsNow()) yield { session, name, record };
  }

  protected get fileName(): string {
    return `usage-${this.#balancer.name.replace(/[^\w.-]+/g, '-')}`;
  }

  #showDetails(): void {
    const counters = this.#feed?.now?.all ?? [];
    this.host.push(
      detailsPage('record', {
        record: this.current,
        ...(counters.length === 0
          ? {}
          : { counters: Object.fromEntries(counters.map(({ name, value }) => [name, value])) }),
        notes: this.notes(),
      }),
    );
  }
}
