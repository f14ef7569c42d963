import { expect, it } from 'vitest';
import type { Column } from '../../../src/state/list/column.ts';
import type { Header } from '../../../src/state/pages/page.ts';
import type { PageHost } from '../../../src/state/pages/pageHost.ts';
import { TablePage } from '../../../src/state/pages/tablePage.ts';
import { RECORD_COLUMNS } from '../../../src/state/pages/usageColumns.ts';
import { cell } from '../../../src/state/present/cell.ts';
import { aRecord, HOUR, NOON } from '../usage/kit.ts';

/** A table of anything. */
class AnyTable<Row> extends TablePage<Row> {
  readonly place = 'usage';
  readonly crumb = 'table';
  readonly #nameOf: (row: Row) => string;

  constructor(columns: readonly Column<Row>[], nameOf: (row: Row) => string, rows: readonly Row[]) {
    super({} as PageHost, columns, null);
    this.#nameOf = nameOf;
    this.setRows(rows);
  }

  show(): void {}
  hide(): void {}
  header(): Header {
    return { where: '', count: null, age: null, flags: [] };
  }
  protected idOf(row: Row): string {
    return this.#nameOf(row);
  }
  protected textOf(row: Row): string {
    return this.#nameOf(row);
  }
  protected facts() {
    return [];
  }
  protected empty() {
    return [];
  }
}

it('a column that cannot grow any more is not measured further', () => {
  let asked = 0;
  const column = (max: number): Column<string> => ({
    id: 'name',
    title: 'NAME',
    align: 'left',
    min: 4,
    max,
    drop: 0,
    cell: (name) => {
      asked += 1;
      return cell(name);
    },
  });
  const names = Array.from({ length: 400 }, (_, at) => `row-${at + 1000}`);
  const table = new AnyTable([column(8)], (name) => name, names);
  expect(asked).toBe(1);
  expect(table.view().columns[0]?.natural).toBe(8);
  asked = 0;
  expect(new AnyTable([column(9)], (name) => name, names).rows).toHaveLength(400);
  expect(asked).toBe(400);
});

it('a big table of usage is measured by few of its cells, and its numbers are as wide on every page of it', () => {
  let asked = 0;
  const columns = RECORD_COLUMNS.map((one) => ({
    ...one,
    cell: (record: Parameters<typeof one.cell>[0]) => {
      asked += 1;
      return one.cell(record);
    },
  }));
  const records = Array.from({ length: 2_000 }, (_, at) =>
    aRecord({
      startAt: NOON - at * HOUR,
      endAt: NOON - (at - 1) * HOUR,
      averageNumConnections: at * 7.7,
      incomingTransfer: 3 ** (at % 30),
    }),
  );
  const table = new AnyTable(columns, ({ startAt }) => String(startAt), records);
  // Each row of each column would be more than eight thousand.
  expect(asked).toBeLessThan(4_000);
  table.setHeight(20);
  const widths = () =>
    table.view().columns.map(({ min, max, natural }) => Math.max(min, Math.min(max, natural)));
  const first = widths();
  for (let page = 0; page < 100; page += 1) {
    table.run('page-down');
    expect(widths()).toEqual(first);
  }
});
