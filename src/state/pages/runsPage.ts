import { problemOf } from '../../model/problem.ts';
import type { CommandId } from '../keys/bindings.ts';
import type { Column } from '../list/column.ts';
import { counted, localTime } from '../present/age.ts';
import { type Cell, cell } from '../present/cell.ts';
import { runStateCell } from '../present/runCells.ts';
import { overallOf } from '../runs/order.ts';
import type { RunRecord } from '../runs/record.ts';
import { detailsPage } from './detailsPage.ts';
import type { Header } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { RunPage } from './runPage.ts';
import { TablePage } from './tablePage.ts';

/** Every run of this user that is kept, the latest first. */
export class RunsPage extends TablePage<RunRecord> {
  readonly place = 'runs';
  readonly crumb = 'Runs';
  #leave: () => void = () => {};

  constructor(host: PageHost) {
    super(host, COLUMNS, null);
  }

  show(): void {
    this.#leave = this.host.workspace.runs.subscribe(() => this.#read());
    this.#read();
  }

  hide(): void {
    this.#leave();
  }

  header(): Header {
    return { where: 'Runs', count: counted(this.rows.length, 'run'), age: null, flags: [] };
  }

  override run(command: CommandId): void {
    const run = this.current;
    switch (command) {
      case 'open':
        if (run) this.host.push(new RunPage(this.host, run.id));
        return;
      case 'details':
        if (run) this.host.push(detailsPage(run.title, run));
        return;
      case 'refresh':
        return this.#read();
      default:
        super.run(command);
    }
  }

  protected idOf(run: RunRecord): string {
    return run.id;
  }

  protected textOf(run: RunRecord): string {
    return `${run.title} ${run.account.name} ${run.state}`;
  }

  protected facts(): readonly (readonly Cell[])[] {
    return [];
  }

  protected empty(): readonly Cell[] {
    return this.rows.length > 0
      ? [cell(`No run matches "${this.filter}". `), cell('esc shows all', 'dim')]
      : [
          cell('Nothing has been run yet. '),
          cell('n on a list of balancers begins one, m on nodes too', 'dim'),
        ];
  }

  #read(): void {
    try {
      this.setRows(this.host.workspace.runs.list());
    } catch (thrown) {
      this.host.sayProblem(problemOf(thrown));
    }
    this.host.changed();
  }
}

const COLUMNS: readonly Column<RunRecord>[] = [
  {
    id: 'at',
    title: 'WHEN',
    align: 'left',
    min: 19,
    max: 19,
    drop: 2,
    cell: (run) => cell(localTime(run.at), 'dim'),
  },
  {
    id: 'state',
    title: 'STATE',
    align: 'left',
    min: 12,
    max: 13,
    drop: 0,
    cell: (run) => runStateCell(run.state),
  },
  {
    id: 'account',
    title: 'ACCOUNT',
    align: 'left',
    min: 8,
    max: 20,
    drop: 3,
    cell: (run) => cell(run.account.name),
  },
  {
    id: 'title',
    title: 'RUN',
    align: 'left',
    min: 20,
    max: 80,
    drop: 0,
    cell: (run) => cell(run.title, 'strong'),
  },
  {
    id: 'steps',
    title: 'STEPS',
    align: 'right',
    min: 5,
    max: 7,
    drop: 1,
    cell: (run) => cell(`${overallOf(run).done}/${run.steps.length}`),
  },
];
