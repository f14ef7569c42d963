import { problemOf } from '../../model/problem.ts';
import type { JournalEntry } from '../journal/entry.ts';
import type { CommandId } from '../keys/bindings.ts';
import type { Column } from '../list/column.ts';
import { counted, recentTime } from '../present/age.ts';
import { type Cell, cell, type Sign, type Tone, UNKNOWN } from '../present/cell.ts';
import { detailsPage } from './detailsPage.ts';
import type { Header } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { TablePage } from './tablePage.ts';

const SHOWN = 2_000;

const OUTCOME: Readonly<Record<JournalEntry['outcome'], readonly [Tone, Sign]>> = {
  started: ['pending', 'pending'],
  done: ['good', 'active'],
  failed: ['bad', 'error'],
  stopped: ['warn', 'disabled'],
  unknown: ['warn', 'unknown'],
};

/** Every change made from here, by any sluice of this user; the latest first. */
export class JournalPage extends TablePage<JournalEntry> {
  readonly place = 'journal';
  readonly crumb = 'Journal';
  #leave: () => void = () => {};

  constructor(host: PageHost) {
    super(
      host,
      columnsFor(() => host.clock.now()),
      null,
    );
  }

  show(): void {
    this.#leave = this.host.workspace.journal.subscribe(() => this.#read());
    this.#read();
  }

  hide(): void {
    this.#leave();
  }

  header(): Header {
    return { where: 'Journal', count: counted(this.rows.length, 'change'), age: null, flags: [] };
  }

  override whyNot(command: CommandId): string | null {
    if (command === 'undo') return this.host.whyNoUndo();
    if (command === 'copy-id') return this.current?.requestId ? null : 'the engine gave no request id';
    return super.whyNot(command);
  }

  override run(command: CommandId): void {
    const entry = this.current;
    switch (command) {
      case 'open':
      case 'details':
        if (entry) this.host.push(detailsPage('change', entry));
        return;
      case 'copy-id':
        if (entry?.requestId) this.host.copy(entry.requestId, 'request id');
        return;
      case 'undo':
        return this.host.undo();
      case 'refresh':
        this.host.say('Read again');
        return this.#read();
      default:
        super.run(command);
    }
  }

  protected idOf(entry: JournalEntry): string {
    return entry.id;
  }

  protected textOf(entry: JournalEntry): string {
    return `${entry.account} ${entry.balancer} ${entry.node ?? ''} ${entry.action} ${entry.before ?? ''} ${entry.after ?? ''} ${entry.outcome}`;
  }

  protected facts(): readonly (readonly Cell[])[] {
    return [];
  }

  protected empty(): readonly Cell[] {
    return this.rows.length > 0
      ? [cell(`No change matches "${this.filter}". `), cell('esc shows all', 'dim')]
      : [cell('Nothing has been changed from here yet')];
  }

  #read(): void {
    try {
      this.setRows(this.host.workspace.journal.list({ limit: SHOWN }));
    } catch (thrown) {
      this.host.sayProblem(problemOf(thrown));
    }
    this.host.changed();
  }
}

/** `ENABLED → DRAINING`, `weight 1 → 5`, `added: …`, `removed: …` */
function changeCell({ action, before, after, node }: JournalEntry): Cell {
  // Where no node is named beside it, what it was is worth more than its id.
  const short = (word: string, what: string) =>
    node === null ? `${word}: ${what.replace(/ \([^()]*\)$/, '')}` : word;
  if (before === null && after !== null) return { ...cell(`added: ${after}`), short: short('added', after) };
  if (before !== null && after === null)
    return { ...cell(`removed: ${before}`), short: short('removed', before) };
  const what = action === 'weight' ? 'weight ' : '';
  return cell(`${what}${before ?? '—'} → ${after ?? '—'}`);
}

function columnsFor(now: () => number): readonly Column<JournalEntry>[] {
  const when: Column<JournalEntry> = {
    id: 'at',
    title: 'WHEN',
    align: 'left',
    min: 8,
    max: 19,
    keep: 19,
    drop: 0,
    cell: (entry) => cell(recentTime(entry.at, now()), 'dim'),
  };
  return [when, ...COLUMNS];
}

const COLUMNS: readonly Column<JournalEntry>[] = [
  {
    id: 'account',
    title: 'ACCOUNT',
    align: 'left',
    min: 8,
    max: 20,
    drop: 3,
    cell: (entry) => cell(entry.account),
  },
  {
    id: 'balancer',
    title: 'BALANCER',
    align: 'left',
    min: 10,
    max: 28,
    drop: 2,
    cell: (entry) => cell(entry.balancer, 'strong'),
  },
  {
    id: 'node',
    title: 'NODE',
    align: 'left',
    min: 8,
    max: 24,
    keep: 21,
    drop: 0,
    cell: (entry) => (entry.node === null ? UNKNOWN : cell(entry.node, 'strong')),
  },
  {
    id: 'action',
    title: 'ACTION',
    align: 'left',
    min: 9,
    max: 12,
    drop: 4,
    cell: (entry) => cell(entry.action, 'dim'),
  },
  {
    id: 'change',
    title: 'CHANGE',
    align: 'left',
    min: 10,
    max: 40,
    // From one condition to another.
    keep: 19,
    drop: 1,
    cell: changeCell,
  },
  {
    id: 'outcome',
    title: 'OUTCOME',
    align: 'left',
    min: 9,
    max: 9,
    drop: 0,
    cell: (entry) => cell(entry.outcome, ...OUTCOME[entry.outcome]),
  },
];
