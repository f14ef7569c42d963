import { problemLine, problemOf } from '../../model/problem.ts';
import type { Setting, SettingReading } from '../../providers/sections.ts';
import type { CommandId } from '../keys/bindings.ts';
import { troubleCell } from '../live/liveCell.ts';
import type { LiveObserver } from '../live/queries.ts';
import { counted } from '../present/age.ts';
import { type Cell, cell } from '../present/cell.ts';
import { detailsPage } from './detailsPage.ts';
import type { Header } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { readAgain } from './readAgain.ts';
import { whyReadOnly } from './readOnly.ts';
import { openSectionForm, withForm } from './sectionForms.ts';
import type { SectionTabs } from './sectionTabs.ts';
import { type SettingRow, settingColumns } from './settingColumns.ts';
import { settingPage } from './settingPage.ts';
import { TablePage } from './tablePage.ts';
import { openTabUsage, whyNoTabUsage } from './tabUsage.ts';

/** A setting that the balancer does not tell, read by itself. */
interface Own {
  readonly observer: LiveObserver<SettingReading>;
  readonly leave: () => void;
}

/** What a balancer or a node is told once, in a table: its health monitor, its timeouts. */
export class SettingsPage extends TablePage<SettingRow> {
  readonly place = 'settings';
  readonly tab = 'Settings';
  readonly tabs: SectionTabs;
  readonly #own = new Map<string, Own>();
  #leave: () => void = () => {};
  #isShown = false;

  constructor(host: PageHost, tabs: SectionTabs) {
    const { pending } = host.workspace.desk;
    super(
      host,
      settingColumns(({ setting }) => pending.of(tabs.subject.ref, tabs.mark(setting.key))),
      null,
    );
    this.tabs = tabs;
  }

  get crumb(): string {
    return this.tabs.crumb;
  }

  show(): void {
    this.#isShown = true;
    this.#leave = this.tabs.open(() => this.#read());
    this.#read();
  }

  hide(): void {
    this.#isShown = false;
    this.#leave();
    for (const { leave } of this.#own.values()) leave();
    this.#own.clear();
  }

  header(): Header {
    const count = this.rows.length > 0 ? counted(this.rows.length, 'setting') : null;
    return this.tabs.header(
      count,
      [...this.#own.values()].map(({ observer }) => observer),
    );
  }

  trouble(): Cell | null {
    const observers = [...this.#own.values()].map(({ observer }) => observer);
    return troubleCell([this.tabs.detail]) ?? troubleCell(observers);
  }

  override setHeight(rows: number, columns?: number): void {
    super.setHeight(rows);
    if (columns !== undefined) this.tabs.fit(columns);
  }

  override whyNot(command: CommandId): string | null {
    if (command === 'undo') return this.host.whyNoUndo();
    if (command === 'usage') return whyNoTabUsage(this.tabs);
    const refusal = super.whyNot(command === 'edit' || command === 'remove' ? 'open' : command);
    if (refusal !== null) return refusal;
    const row = this.current;
    if (!row) return null;
    if (command === 'edit')
      return this.#whyNotWrite(row, row.setting.write !== undefined, 'can only be read');
    if (command === 'remove') return this.#whyNotReset(row);
    return command === 'open' || command === 'details' ? whyNotRead(row) : null;
  }

  override run(command: CommandId): void {
    const row = this.current;
    switch (command) {
      case 'open':
        if (row && this.whyNot('edit') === null) this.#edit(row, 'enter');
        else if (row?.reading) this.host.push(settingPage(row.setting, row.reading));
        return;
      case 'edit':
        if (row) this.#edit(row, 'e');
        return;
      case 'remove':
        if (row) this.#reset(row);
        return;
      case 'undo':
        return this.host.undo();
      case 'usage':
        return openTabUsage(this.host, this.tabs);
      case 'refresh':
        return readAgain(this.host, [this.tabs.subject.ref.session], () => {
          void this.tabs.detail.refetch();
          for (const { observer } of this.#own.values()) void observer.refetch();
        });
      case 'details':
        if (row?.reading) this.host.push(detailsPage(row.setting.title, row.reading.raw));
        return;
      default:
        super.run(command);
    }
  }

  protected idOf({ setting }: SettingRow): string {
    return setting.key;
  }

  protected textOf({ setting, reading }: SettingRow): string {
    return `${setting.title} ${reading?.summary ?? ''} ${setting.help}`;
  }

  protected facts(): readonly (readonly Cell[])[] {
    return this.tabs.facts();
  }

  protected empty(): readonly Cell[] {
    return this.rows.length > 0
      ? [cell(`No setting matches "${this.filter}". `), cell('esc shows all', 'dim')]
      : [cell('There is nothing to set any more. '), cell('tab goes on', 'dim')];
  }

  #whyNotWrite({ setting, reading, problem }: SettingRow, can: boolean, cannot: string): string | null {
    const { ref } = this.tabs.subject;
    const refusal = whyReadOnly(this.host.workspace, ref.session);
    if (refusal !== null) return refusal;
    if (setting.unavailable !== undefined) return setting.unavailable;
    if (!can) return `${setting.title} ${cannot}`;
    if (this.host.workspace.desk.pending.of(ref, this.tabs.mark(setting.key)))
      return `a change of ${setting.title} is under way`;
    return whyNotRead({ setting, reading, problem });
  }

  #whyNotReset(row: SettingRow): string | null {
    const refusal = this.#whyNotWrite(row, row.setting.reset !== undefined, 'cannot be reset');
    if (refusal !== null) return refusal;
    return row.reading?.configured ? null : `${row.setting.title} is not set`;
  }

  #edit({ setting, reading: before }: SettingRow, key: string): void {
    if (!before) return;
    openSectionForm(this.host, this.tabs, {
      title: setting.title,
      draft: setting.key,
      key,
      make: (options) => setting.form(before, options),
      changeOf: (form, values) => ({ kind: 'write', setting, form, values, before }),
    });
  }

  #reset({ setting, reading: before }: SettingRow): void {
    if (!before) return;
    const { subject, node } = this.tabs;
    withForm(
      this.host,
      this,
      (options) => setting.form(before, options),
      (form) => {
        const change = { kind: 'reset', setting, before, form } as const;
        this.host.change({ kind: 'section', balancer: subject.ref, node, change }, { asks: true });
      },
    );
  }

  #read(): void {
    const settings = this.tabs.settings();
    this.#follow(settings);
    this.setRows(
      settings.map((setting): SettingRow => {
        const own = this.#own.get(setting.key)?.observer.getCurrentResult();
        const reading = setting.known ?? own?.data?.value ?? null;
        const problem = reading === null && own?.error ? problemOf(own.error) : null;
        return { setting, reading, problem };
      }),
    );
    this.host.changed();
  }

  /** Reads by themselves those that the balancer does not tell, and only those. */
  #follow(settings: readonly Setting[]): void {
    const unknown = new Set(settings.flatMap(({ key, known }) => (known ? [] : [key])));
    for (const [key, { leave }] of this.#own) {
      if (unknown.has(key)) continue;
      leave();
      this.#own.delete(key);
    }
    if (!this.#isShown) return;
    for (const key of unknown) {
      if (this.#own.has(key)) continue;
      const observer = this.tabs.observe(key, (signal) => this.#readOne(key, signal));
      // Subscribing may call back at once.
      this.#own.set(key, { observer, leave: () => {} });
      this.#own.set(key, { observer, leave: observer.subscribe(() => this.#read()) });
    }
  }

  /** By the section as it is now: each reading of the balancer makes them anew. */
  #readOne(key: string, signal: AbortSignal): Promise<SettingReading> {
    const setting = this.tabs.settings().find((one) => one.key === key);
    return setting ? setting.read({ signal }) : Promise.reject(new DOMException('gone', 'AbortError'));
  }
}

function whyNotRead({ setting, reading, problem }: SettingRow): string | null {
  if (reading) return null;
  return problem ? problemLine(problem) : `${setting.title} has not been read yet`;
}
