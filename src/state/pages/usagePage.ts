import { problemLine } from '../../model/problem.ts';
import type { CommandId } from '../keys/bindings.ts';
import type { Column, SortOrder } from '../list/column.ts';
import { failureCells, updatedCell } from '../live/liveCell.ts';
import { counted } from '../present/age.ts';
import { type Cell, cell, UNKNOWN } from '../present/cell.ts';
import { type ChartView, chartOf, chartPieces, plotWidth } from '../present/usageChart.ts';
import { figureCells, notesCell, peakCells, spaced } from '../present/usageFacts.ts';
import { FIRST_METRIC, type Metric, metricsOf } from '../present/usageMetrics.ts';
import { bytesText, countText, dayText, momentText } from '../present/usageText.ts';
import { type Figures, type Peak, peakConnections, peakTransfer, totalFigures } from '../usage/figures.ts';
import { LAST_DAY, LAST_MONTH, LAST_QUARTER, LAST_WEEK, type Range } from '../usage/range.ts';
import type { OwnedRecord } from '../usage/recordFields.ts';
import { HOUR_MS, type Sums } from '../usage/sums.ts';
import { UsageReading } from '../usage/usageReading.ts';
import type { Scope } from '../usage/usageStore.ts';
import { accountFlags } from './accountCells.ts';
import type { Header, TableView } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { readAgain } from './readAgain.ts';
import { TablePage } from './tablePage.ts';
import { exportPage, rangePage } from './usageForms.ts';

const RANGES: Partial<Record<CommandId, Range>> = {
  'range-day': LAST_DAY,
  'range-week': LAST_WEEK,
  'range-month': LAST_MONTH,
  'range-quarter': LAST_QUARTER,
};

/** What is worked out from the records, once for each reading of them and each width. */
interface Worked {
  readonly name: string;
  readonly total: Figures;
  readonly metrics: readonly Metric[];
  readonly peaks: { readonly connections: Peak | null; readonly transfer: Peak | null };
  readonly pieces: Sums;
}

/** What a balancer or an account has carried: a chart, the totals, and a table below. */
export abstract class UsagePage<Row> extends TablePage<Row> {
  readonly hasChart = true;
  protected readonly reading: UsageReading;
  #metric: Metric['id'] = FIRST_METRIC.id;
  #columns = 80;
  #worked: Worked | null = null;
  #rowsOf: number | null = null;

  constructor(
    host: PageHost,
    columns: readonly Column<Row>[],
    order: SortOrder | null,
    scopes: readonly Scope[],
  ) {
    super(host, columns, order);
    this.reading = new UsageReading(host.workspace.usage, scopes, host.clock, () => this.#came());
  }

  /** The rows of the table, from what has been read. */
  protected abstract rowsNow(): readonly Row[];
  /** The time under the cursor, milliseconds since the epoch; null where there is none. */
  protected abstract cursorAt(): number | null;
  /** What is said of the time under the cursor. */
  protected abstract cursorCells(): readonly Cell[];
  /** Moves the cursor to the piece of the chart left or right of it. */
  protected abstract moveCursor(pieces: Sums, by: 1 | -1): void;
  /** Lines of facts besides those that every such page has. */
  protected abstract moreFacts(): readonly (readonly Cell[])[];
  protected abstract exported(): Iterable<OwnedRecord>;
  /** Names the file of an export. */
  protected abstract readonly fileName: string;

  show(): void {
    this.reading.start();
  }

  hide(): void {
    this.reading.stop();
  }

  header(): Header {
    const [first] = this.reading.scopes;
    const { account, region, provider } = first?.session ?? {};
    const many = this.reading.scopes.length > 1;
    const names = new Set(this.reading.scopes.map(({ session }) => session.account.name));
    const where = many
      ? [...names].join(', ')
      : [account?.name, region, provider?.label].filter(Boolean).join(' · ');
    const { readAt, loading } = this.reading;
    const age =
      readAt === null || loading ? cell('loading…', 'pending') : updatedCell(this.host.clock.now() - readAt);
    return {
      where,
      count: null,
      age: this.reading.problem ? cell('not all was read', 'bad', 'error') : age,
      flags: many || !account ? [] : accountFlags(account, this.host.workspace.readOnly),
    };
  }

  trouble(): Cell | null {
    const { problem } = this.reading;
    return problem && this.rows.length > 0 ? cell(problemLine(problem), 'bad') : null;
  }

  override setHeight(rows: number, columns = this.#columns): void {
    super.setHeight(rows);
    this.#columns = columns;
  }

  override view(): TableView {
    return { ...super.view(), chart: this.#chart() };
  }

  override whyNot(command: CommandId): string | null {
    switch (command) {
      case 'metric':
        return this.#work().metrics.length > 1 ? null : 'there is nothing else to show';
      case 'export':
        if (this.reading.loading) return 'it is still being read';
        return this.rows.length > 0 ? null : 'there is no record';
      case 'earlier':
      case 'later':
        return this.rows.length > 0 ? null : 'there is no record';
      default:
        return super.whyNot(command);
    }
  }

  override run(command: CommandId): void {
    const range = RANGES[command];
    if (range) return this.reading.choose(range);
    switch (command) {
      case 'range-custom':
        return this.host.push(this.#askRange());
      case 'metric':
        return this.#nextMetric();
      case 'earlier':
        return this.moveCursor(this.#work().pieces, -1);
      case 'later':
        return this.moveCursor(this.#work().pieces, 1);
      case 'refresh':
        return readAgain(
          this.host,
          this.reading.scopes.map(({ session }) => session),
          () => this.reading.refresh(),
        );
      case 'export':
        return this.host.push(
          exportPage(this.host, this.#plainHeader(), this.fileName, () => this.exported()),
        );
      default:
        super.run(command);
    }
  }

  protected facts(): readonly (readonly Cell[])[] {
    const { total, peaks } = this.#work();
    const average = total.connections;
    const totals = figureCells({ ...total, connections: null });
    const highest = [
      ...peakCells(peaks.connections, countText),
      ...(peaks.connections && peaks.transfer ? [cell(', ', 'dim')] : []),
      ...peakCells(peaks.transfer, (value) => `${bytesText(value)}/h`),
    ];
    return [
      this.#rangeFact(),
      this.cursorCells(),
      [cell('Total ', 'dim'), ...(totals.length > 0 ? totals : [UNKNOWN])],
      spaced([
        average === null
          ? [cell('Average ', 'dim'), UNKNOWN]
          : [cell('Average ', 'dim'), cell(countText(average), 'strong'), cell(' connections', 'dim')],
        highest.length === 0 ? null : [cell('peaks ', 'dim'), ...highest],
      ]),
      ...this.moreFacts(),
      ...this.#notes(),
    ];
  }

  protected empty(): readonly Cell[] {
    if (this.rows.length > 0)
      return [cell(`Nothing matches "${this.filter}". `), cell('esc shows all', 'dim')];
    const { problem, loading } = this.reading;
    if (problem) return failureCells(problem);
    if (loading) return [cell('Reading usage…', 'pending')];
    return [cell('There is no record in this range. '), cell('1 to 5 choose another', 'dim')];
  }

  /** What has been worked out of the records for the chart and the lines above it. */
  protected get pieces(): Sums {
    return this.#work().pieces;
  }

  #rangeFact(): readonly Cell[] {
    const { range, span, loading, readFrom } = this.reading;
    const { pieces } = this.#work();
    const hours = pieces.grid.step / HOUR_MS;
    const label =
      range.kind === 'last' ? `Last ${range.label}` : `${momentText(span.from)} – ${momentText(span.to)}`;
    return spaced([
      [cell(label, 'strong')],
      loading ? [cell(`read back to ${dayText(readFrom)}`, 'pending')] : null,
      [cell(this.#shownMetric().label)],
      [
        cell(
          hours % 24 === 0 ? `a column is ${counted(hours / 24, 'day')}` : `a column is ${hours} h`,
          'dim',
        ),
      ],
    ]);
  }

  #notes(): readonly (readonly Cell[])[] {
    const notes = this.notes();
    return notes.length === 0 ? [] : [[notesCell(notes, this.#columns, this.whyNot('details') === null)]];
  }

  /** What a reader should know of the numbers, a sentence each. */
  protected notes(): readonly string[] {
    const rooms = this.reading.scopes.map(({ session }) => session.provider);
    const counts = rooms.some(({ usage, counters }) => !usage && counters?.collect);
    return [
      ...new Set([
        ...(counts ? ['Counted by sluice while it watched: the engine keeps no records'] : []),
        ...rooms.flatMap(({ usage }) => usage?.notes ?? []),
      ]),
    ];
  }

  #chart(): ChartView {
    const { pieces } = this.#work();
    const width = plotWidth(this.#columns);
    const at = this.cursorAt();
    const { from, step, count } = pieces.grid;
    const piece = at === null ? null : Math.floor((at - from) / step);
    return {
      ...chartOf(pieces, this.#shownMetric(), this.reading.readFrom, width),
      cursor: piece !== null && piece >= 0 && piece < count ? piece : null,
    };
  }

  #work(): Worked {
    const name = `${this.reading.version} ${this.#columns}`;
    if (this.#worked?.name === name) return this.#worked;
    const { hours } = this.reading;
    const total = totalFigures(hours);
    const metrics = metricsOf(total);
    this.#worked = {
      name,
      total,
      metrics,
      peaks: { connections: peakConnections(hours), transfer: peakTransfer(hours) },
      pieces: chartPieces(hours, plotWidth(this.#columns)),
    };
    return this.#worked;
  }

  #shownMetric(): Metric {
    const { metrics } = this.#work();
    return metrics.find(({ id }) => id === this.#metric) ?? metrics[0] ?? FIRST_METRIC;
  }

  #nextMetric(): void {
    const { metrics } = this.#work();
    const at = metrics.indexOf(this.#shownMetric());
    const next = metrics[(at + 1) % metrics.length];
    if (next) this.#metric = next.id;
  }

  #askRange() {
    const kept = this.reading.scopes.flatMap(({ session }) => session.provider.usage?.keptDays ?? []);
    const keptDays = kept.length < this.reading.scopes.length ? null : Math.max(...kept);
    return rangePage(this.host, this.#plainHeader(), this.reading.span, keptDays, (range) =>
      this.reading.choose(range),
    );
  }

  #plainHeader(): Header {
    return { ...this.header(), age: null };
  }

  #came(): void {
    const { version, loading } = this.reading;
    this.setRows(version === this.#rowsOf ? this.rows : this.rowsNow(), loading);
    this.#rowsOf = version;
    this.host.changed();
  }
}
