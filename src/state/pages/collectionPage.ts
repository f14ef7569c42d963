import type { Form } from '../../model/form.ts';
import { type Problem, problemOf } from '../../model/problem.ts';
import type { Collection, Item, ItemAction } from '../../providers/sections.ts';
import type { SectionChange } from '../changes/sectionChange.ts';
import type { CommandId } from '../keys/bindings.ts';
import { failureCells, troubleCell } from '../live/liveCell.ts';
import type { LiveObserver } from '../live/queries.ts';
import { counted } from '../present/age.ts';
import { type Cell, cell } from '../present/cell.ts';
import { wrapCells } from '../present/wrapCells.ts';
import { actionMenu } from './actionMenu.ts';
import { collectionColumns } from './collectionColumns.ts';
import { detailsPage } from './detailsPage.ts';
import type { Header } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { readAgain } from './readAgain.ts';
import { whyReadOnly } from './readOnly.ts';
import { openSectionForm, withForm } from './sectionForms.ts';
import type { SectionTabs } from './sectionTabs.ts';
import { TablePage } from './tablePage.ts';
import { openTabUsage, whyNoTabUsage } from './tabUsage.ts';

const CHANGING: ReadonlySet<CommandId> = new Set(['add', 'edit', 'remove', 'actions']);
const MARKING: ReadonlySet<CommandId> = new Set(['mark', 'range', 'mark-all']);

/** Several things of one kind that a balancer or a node has, in a table: listeners, access rules, tags. */
export class CollectionPage extends TablePage<Item> {
  readonly place = 'collection';
  readonly tab: string;
  readonly tabs: SectionTabs;
  readonly #key: string;
  /** As it was when it was last among the sections. */
  #collection: Collection;
  #isGone = false;
  readonly #items: LiveObserver<readonly Item[]>;
  #leave: () => void = () => {};
  #leaveItems: (() => void) | null = null;
  #columns = 80;

  constructor(host: PageHost, tabs: SectionTabs, collection: Collection) {
    const { key, title } = collection;
    super(
      host,
      collectionColumns(collection, (item) => this.#pending(item)),
      host.orderOf('collection'),
    );
    this.tabs = tabs;
    this.tab = title;
    this.#key = key;
    this.#collection = collection;
    this.#items = tabs.observe(key, (signal) => this.#collection.list({ signal }));
  }

  get crumb(): string {
    return this.tabs.crumb;
  }

  show(): void {
    this.#leave = this.tabs.open(() => this.#read());
    this.#read();
  }

  hide(): void {
    this.#leave();
    this.#leaveItems?.();
    this.#leaveItems = null;
  }

  header(): Header {
    const { known, one } = this.#collection;
    const count = this.#isRead() ? counted(this.rows.length, one) : null;
    return this.tabs.header(count, known ? [] : [this.#items]);
  }

  trouble(): Cell | null {
    return troubleCell([this.tabs.detail]) ?? (this.#collection.known ? null : troubleCell([this.#items]));
  }

  override setHeight(rows: number, columns = this.#columns): void {
    super.setHeight(rows);
    this.tabs.fit(columns);
    this.#columns = columns;
  }

  override whyNot(command: CommandId): string | null {
    if (command === 'undo') return this.host.whyNoUndo();
    if (command === 'usage') return whyNoTabUsage(this.tabs);
    if (CHANGING.has(command)) return this.#whyNotChange(command);
    if (MARKING.has(command) && !this.#collection.remove)
      return `nothing can be done with several of ${this.#collection.title} at once`;
    if (command === 'open') return super.whyNot('open');
    if (command === 'copy-id') return super.whyNot('open');
    return super.whyNot(command);
  }

  override run(command: CommandId): void {
    const item = this.current;
    switch (command) {
      case 'open':
        if (item) this.#open(item);
        return;
      case 'edit':
        if (item && this.#collection.edit) this.#act(this.#collection.edit, item, 'e');
        return;
      case 'add':
        return this.#add();
      case 'actions':
        if (item) this.#choose(item);
        return;
      case 'remove':
        return this.#remove(this.#targets());
      case 'undo':
        return this.host.undo();
      case 'usage':
        return openTabUsage(this.host, this.tabs);
      case 'refresh':
        return readAgain(this.host, [this.tabs.subject.ref.session], () => {
          if (this.#collection.known) void this.tabs.detail.refetch();
          else void this.#items.refetch();
        });
      case 'details':
        if (item) this.host.push(detailsPage(item.name, item.raw));
        return;
      case 'copy-id':
        if (item) this.host.copy(item.id, `id of the ${this.#collection.one}`);
        return;
      default:
        super.run(command);
    }
  }

  protected idOf({ id }: Item): string {
    return id;
  }

  protected textOf({ name, cells }: Item): string {
    return [name, ...Object.values(cells)].filter(Boolean).join(' ');
  }

  protected facts(): readonly (readonly Cell[])[] {
    const { unavailable } = this.#collection;
    const why = unavailable === undefined ? [] : wrapCells([cell(unavailable, 'warn')], this.#columns - 2);
    return [...this.tabs.facts(), ...why];
  }

  protected empty(): readonly Cell[] {
    const { title, empty, add, help } = this.#collection;
    if (this.rows.length > 0)
      return [cell(`Nothing matches "${this.filter}". `), cell('esc shows all', 'dim')];
    if (this.#isGone) return [cell(`There are no ${title} any more. `), cell('tab goes on', 'dim')];
    const problem = this.#problem();
    if (problem) return failureCells(problem);
    if (!this.#isRead()) return [cell(`Reading ${title}…`, 'pending')];
    const next = add && this.whyNot('add') === null ? '. a adds one' : '';
    return [cell(`${empty}. `), cell(`${help.replace(/\.$/, '')}${next}`, 'dim')];
  }

  #isRead(): boolean {
    return this.#collection.known !== null || this.#items.getCurrentResult().data !== undefined;
  }

  #problem(): Problem | null {
    const { data, error } = this.#items.getCurrentResult();
    return this.#collection.known === null && data === undefined && error ? problemOf(error) : null;
  }

  #pending(item: Item) {
    const { pending } = this.host.workspace.desk;
    return pending.of(this.tabs.subject.ref, this.tabs.mark(`${this.#key}/${item.id}`));
  }

  #whyNotChange(command: CommandId): string | null {
    const { title, one, unavailable, add, edit, remove, actions = [] } = this.#collection;
    const refusal = whyReadOnly(this.host.workspace, this.tabs.subject.ref.session) ?? unavailable;
    if (refusal) return refusal;
    if (this.#isGone) return `there are no ${title} any more`;
    if (!add && !remove && !edit && actions.length === 0) return `${title} can only be read`;
    if (command === 'add') return add ? null : `${title} cannot be added to`;
    if (command === 'remove' && !remove) return `${title} cannot be removed one by one`;
    if (command === 'edit' && !edit) return `a ${one} cannot be changed once it is there`;
    if (command === 'actions' && actions.length === 0) return `nothing else can be done with ${title}`;
    const targets = command === 'remove' ? this.#targets() : this.current ? [this.current] : [];
    const [item] = targets;
    if (!item || this.cursorLost) return this.#whyNoTarget();
    const busy = targets.find((target) => this.#pending(target) !== null);
    if (busy) return `a change of ${busy.name} is under way`;
    return command === 'edit' ? (edit?.whyNot?.(item) ?? null) : null;
  }

  #whyNoTarget(): string {
    if (this.list.markCount > 0) return 'what is marked is hidden by the filter';
    return this.cursorLost ? 'the row the cursor was on has gone: choose one' : 'there is no row';
  }

  /** What is marked and shown; without marks what the cursor is on. */
  #targets(): readonly Item[] {
    if (this.list.markCount > 0) return this.list.marked().flatMap((id) => this.row(id) ?? []);
    const item = this.cursorLost ? null : this.current;
    return item ? [item] : [];
  }

  /** What enter does: what can be done to it, or else all there is to see. */
  #open(item: Item): void {
    const { edit } = this.#collection;
    if (edit && this.whyNot('edit') === null) this.#act(edit, item, 'enter');
    else if (!edit && this.whyNot('actions') === null) this.#choose(item);
    else this.run('details');
  }

  #add(): void {
    const collection = this.#collection;
    const { add, key, one } = collection;
    if (!add) return;
    openSectionForm(this.host, this.tabs, {
      title: `Add ${one}`,
      draft: `add ${key}`,
      key: 'a',
      make: (options) => add.form(options),
      changeOf: (form, values) => ({ kind: 'add', collection, form, values }),
    });
  }

  #act(action: ItemAction, item: Item, key: string): void {
    const collection = this.#collection;
    const { form: make } = action;
    if (!make) {
      this.#change({ kind: 'act', collection, action, item, form: null, values: {} });
      return;
    }
    openSectionForm(this.host, this.tabs, {
      title: `${action.label} of ${item.name}`,
      draft: `${action.key} ${this.#key}/${item.id}`,
      key,
      make: (options) => make(item, options),
      changeOf: (form, values) => ({ kind: 'act', collection, action, item, form, values }),
    });
  }

  #choose(item: Item): void {
    const { one, actions = [] } = this.#collection;
    this.host.push(
      actionMenu(this.host, {
        one,
        item,
        actions,
        header: () => this.header(),
        choose: (action) => this.#act(action, item, 'o'),
      }),
    );
  }

  /** The form of an addition is the way back of a removal. */
  #remove(items: readonly Item[]): void {
    const collection = this.#collection;
    const { add, remove } = collection;
    const go = (form: Form | null) => this.#change({ kind: 'delete', collection, items, form });
    if (add && remove?.restorable) withForm(this.host, this, (options) => add.form(options), go);
    else go(null);
  }

  #change(change: SectionChange): void {
    this.host.change({ kind: 'section', balancer: this.tabs.subject.ref, node: this.tabs.node, change });
  }

  #read(): void {
    const collection = this.tabs.collection(this.#key);
    this.#isGone = collection === null && this.tabs.reading !== null;
    if (collection) this.#collection = collection;
    this.#readItems(collection !== null && collection.known === null);
    const items = this.#collection.known ?? this.#items.getCurrentResult().data?.value;
    if (items) {
      this.setRows(this.#isGone ? [] : items);
      this.tabs.count(this.#key, items.length);
    }
    this.host.changed();
  }

  /** By itself it is read only where the balancer does not tell it. */
  #readItems(wanted: boolean): void {
    if (wanted && !this.#leaveItems) {
      // Subscribing may call back at once.
      this.#leaveItems = () => {};
      this.#leaveItems = this.#items.subscribe(() => this.#read());
    } else if (!wanted && this.#leaveItems) {
      this.#leaveItems();
      this.#leaveItems = null;
    }
  }
}
