/** Where a key is pressed. Text fields take every key that types something, so they are places of their own. */
export type Place =
  | 'accounts'
  | 'balancers'
  | 'balancer'
  | 'collection'
  | 'settings'
  | 'journal'
  | 'regions'
  | 'review'
  | 'run'
  | 'runs'
  | 'text'
  | 'usage'
  | 'usages'
  | 'form';

/** What can be asked of a page: a key, the palette and a menu come to the same. */
export type CommandId =
  | 'up'
  | 'down'
  | 'top'
  | 'bottom'
  | 'page-up'
  | 'page-down'
  | 'open'
  | 'back'
  | 'quit'
  | 'quit-now'
  | 'help'
  | 'palette'
  | 'filter'
  | 'refresh'
  | 'sort-1'
  | 'sort-2'
  | 'sort-3'
  | 'sort-4'
  | 'sort-5'
  | 'mark'
  | 'range'
  | 'mark-all'
  | 'enable'
  | 'drain'
  | 'disable'
  | 'toggle'
  | 'weight'
  | 'maintain'
  | 'type'
  | 'add'
  | 'edit'
  | 'actions'
  | 'remove'
  | 'check'
  | 'production'
  | 'read-only'
  | 'undo'
  | 'stop'
  | 'details'
  | 'copy-address'
  | 'copy-id'
  | 'copy-text'
  | 'next-tab'
  | 'previous-tab'
  | 'journal'
  | 'all-balancers'
  | 'region'
  | 'new'
  | 'begin'
  | 'save'
  | 'go-on'
  | 'go-without'
  | 'undo-run'
  | 'give-up'
  | 'runs'
  | 'usage'
  | 'range-day'
  | 'range-week'
  | 'range-month'
  | 'range-quarter'
  | 'range-custom'
  | 'metric'
  | 'export'
  | 'earlier'
  | 'later'
  | 'suspend';

/** The headings under which the help has the keys. */
export type Group = 'Move' | 'Choose' | 'Change' | 'See' | 'Go';

/** One row of the table that keys, help, key line, palette and README are made from. */
export interface Binding {
  readonly id: CommandId;
  readonly keys: readonly string[];
  /** One or two words for the key line; an empty one keeps it out of there. */
  readonly label: string;
  /** A short sentence for the help and the palette. */
  readonly help: string;
  readonly places: readonly Place[];
  readonly group: Group;
}

/** What stands beside each other in a balancer's tabs, and in a node's. */
const TABS: readonly Place[] = ['balancer', 'collection', 'settings'];
const TABLES: readonly Place[] = [
  'accounts',
  'balancers',
  ...TABS,
  'journal',
  'run',
  'runs',
  'usage',
  'usages',
];
const LISTS: readonly Place[] = [...TABLES, 'regions'];
const SCROLLED: readonly Place[] = [...LISTS, 'review', 'text'];
/** Where the cursor or the text can be moved by more than a line. */
const LONG: readonly Place[] = [...TABLES, 'review', 'text'];
const EVERYWHERE: readonly Place[] = [...SCROLLED, 'form'];
const NODES: readonly Place[] = ['balancer'];
/** Where several rows can be marked. */
const MARKED: readonly Place[] = ['balancer', 'collection'];
const USAGE: readonly Place[] = ['usage', 'usages'];

/** All keys. Where two rows of one place share a key the first wins; a test sees to it that none do. */
export const BINDINGS: readonly Binding[] = [
  {
    id: 'enable',
    keys: ['E'],
    label: 'enable',
    help: 'ENABLE the node: it takes new connections',
    places: NODES,
    group: 'Change',
  },
  {
    id: 'drain',
    keys: ['D'],
    label: 'drain',
    help: 'DRAIN the node: no new connections, open ones end by themselves',
    places: NODES,
    group: 'Change',
  },
  {
    id: 'disable',
    keys: ['X'],
    label: 'disable',
    help: 'DISABLE the node: no new connections, open ones are cut',
    places: NODES,
    group: 'Change',
  },
  {
    id: 'toggle',
    keys: ['t'],
    label: 'toggle',
    help: 'Toggle the node between ENABLED and DISABLED',
    places: NODES,
    group: 'Change',
  },
  {
    id: 'next-tab',
    keys: ['tab', 'right'],
    label: 'next tab',
    help: "To the next of the balancer's tabs",
    places: TABS,
    group: 'Go',
  },
  {
    id: 'weight',
    keys: ['w'],
    label: 'weight',
    help: "Set the node's weight",
    places: NODES,
    group: 'Change',
  },
  {
    id: 'maintain',
    keys: ['m'],
    label: 'maintain',
    help: 'Maintenance: drain the nodes, hold them or run a command, enable them, a few at a time',
    places: NODES,
    group: 'Change',
  },
  {
    id: 'type',
    keys: ['p'],
    label: '',
    help: 'Change the type between PRIMARY and SECONDARY',
    places: NODES,
    group: 'Change',
  },
  {
    id: 'new',
    keys: ['n'],
    label: 'new',
    help: 'A new balancer, step by step, with servers, nodes and a virtual IP',
    places: ['balancers'],
    group: 'Change',
  },
  { id: 'begin', keys: ['enter'], label: 'begin', help: 'Make it', places: ['review'], group: 'Change' },
  {
    id: 'save',
    keys: ['s'],
    label: 'save',
    help: 'Save it as a file for sluice create --file',
    places: ['review'],
    group: 'Change',
  },
  {
    id: 'go-on',
    keys: ['enter'],
    label: 'go on',
    help: 'Resume the run, or try the failed step under the cursor again',
    places: ['run'],
    group: 'Change',
  },
  {
    id: 'go-without',
    keys: ['w'],
    label: 'go on without',
    help: 'Go on without the failed step under the cursor',
    places: ['run'],
    group: 'Change',
  },
  {
    id: 'add',
    keys: ['a'],
    label: 'add',
    help: 'Add a node',
    places: NODES,
    group: 'Change',
  },
  { id: 'add', keys: ['a'], label: 'add', help: 'Add an account', places: ['accounts'], group: 'Change' },
  { id: 'edit', keys: ['e'], label: 'edit', help: 'Edit the account', places: ['accounts'], group: 'Change' },
  { id: 'add', keys: ['a'], label: 'add', help: 'Add one', places: ['collection'], group: 'Change' },
  {
    id: 'edit',
    keys: ['e'],
    label: 'edit',
    help: 'Change what the cursor is on',
    places: ['collection', 'settings'],
    group: 'Change',
  },
  {
    id: 'actions',
    keys: ['o'],
    label: 'more',
    help: 'Choose from what else can be done with it',
    places: ['collection'],
    group: 'Change',
  },
  {
    id: 'check',
    keys: ['c'],
    label: 'check',
    help: 'Check that the account can sign in',
    places: ['accounts'],
    group: 'See',
  },
  {
    id: 'production',
    keys: ['p'],
    label: 'production',
    help: 'Mark the account as production: every change asks first',
    places: ['accounts'],
    group: 'Change',
  },
  {
    id: 'read-only',
    keys: ['o'],
    label: 'read-only',
    help: 'Mark the account as read-only: nothing can be changed',
    places: ['accounts'],
    group: 'Change',
  },
  {
    id: 'remove',
    keys: ['ctrl-d'],
    label: '',
    help: 'Remove the node; asks you to type its name',
    places: NODES,
    group: 'Change',
  },
  {
    id: 'remove',
    keys: ['ctrl-d'],
    label: '',
    help: 'Forget the account; asks you to type its name',
    places: ['accounts'],
    group: 'Change',
  },
  {
    id: 'remove',
    keys: ['ctrl-d'],
    label: '',
    help: 'Delete the balancer; asks you to type its name',
    places: ['balancers'],
    group: 'Change',
  },
  {
    id: 'remove',
    keys: ['ctrl-d'],
    label: 'remove',
    help: 'Remove what the cursor is on, or what is marked; asks first',
    places: ['collection'],
    group: 'Change',
  },
  {
    id: 'remove',
    keys: ['ctrl-d'],
    label: 'reset',
    help: "Take the setting away, or back to the engine's default; asks first",
    places: ['settings'],
    group: 'Change',
  },
  {
    id: 'undo',
    keys: ['z'],
    label: 'undo',
    help: 'Undo the last change made here',
    places: [...TABS, 'balancers', 'journal'],
    group: 'Change',
  },
  {
    id: 'stop',
    keys: ['ctrl-x'],
    label: 'stop',
    help: 'Stop what is under way after the node or step it is at',
    places: LISTS,
    group: 'Change',
  },
  {
    id: 'undo-run',
    keys: ['ctrl-d'],
    label: 'undo',
    help: 'Remove everything this run has made; asks you to type undo',
    places: ['run'],
    group: 'Change',
  },
  {
    id: 'give-up',
    keys: ['f'],
    label: '',
    help: 'Forget the run: leave what it has made as it is, and offer it no more',
    places: ['run'],
    group: 'Change',
  },
  {
    id: 'open',
    keys: ['enter'],
    label: 'open',
    help: 'Open what the cursor is on',
    places: ['accounts', 'balancers', ...TABS, 'journal', 'regions', 'runs', 'usages'],
    group: 'Go',
  },
  {
    id: 'mark',
    keys: ['space'],
    label: 'mark',
    help: 'Mark or unmark what the cursor is on',
    places: MARKED,
    group: 'Choose',
  },
  {
    id: 'range',
    keys: ['v'],
    label: '',
    help: 'Mark a range: press it, move, press it again',
    places: MARKED,
    group: 'Choose',
  },
  {
    id: 'mark-all',
    keys: ['*'],
    label: '',
    help: 'Mark or unmark all rows that are shown',
    places: MARKED,
    group: 'Choose',
  },
  {
    id: 'metric',
    keys: ['m'],
    label: 'metric',
    help: 'Show in the chart connections, transfer, the share of SSL or requests, in turn',
    places: USAGE,
    group: 'See',
  },
  {
    id: 'export',
    keys: ['x'],
    label: 'export',
    help: 'Write the records of the range into a new file, as CSV or JSON',
    places: USAGE,
    group: 'See',
  },
  { id: 'range-day', keys: ['1'], label: '24 h', help: 'The last 24 hours', places: USAGE, group: 'See' },
  { id: 'range-week', keys: ['2'], label: '7 d', help: 'The last 7 days', places: USAGE, group: 'See' },
  { id: 'range-month', keys: ['3'], label: '30 d', help: 'The last 30 days', places: USAGE, group: 'See' },
  { id: 'range-quarter', keys: ['4'], label: '90 d', help: 'The last 90 days', places: USAGE, group: 'See' },
  {
    id: 'range-custom',
    keys: ['5', 'c'],
    label: '',
    help: 'Another range: asks from when to when',
    places: USAGE,
    group: 'See',
  },
  {
    id: 'filter',
    keys: ['/'],
    label: 'filter',
    help: 'Filter: show only rows that contain these words',
    places: TABLES,
    group: 'See',
  },
  {
    id: 'refresh',
    keys: ['r', 'ctrl-r'],
    label: '',
    help: 'Refresh: read again now',
    places: LONG,
    group: 'See',
  },
  {
    id: 'sort-1',
    keys: ['N'],
    label: '',
    help: 'Sort by name; again turns it round',
    places: ['balancers', 'balancer', 'collection', 'accounts'],
    group: 'See',
  },
  {
    id: 'sort-2',
    keys: ['S'],
    label: '',
    help: 'Sort by status, or by condition',
    places: ['balancers', 'balancer', 'accounts'],
    group: 'See',
  },
  {
    id: 'sort-3',
    keys: ['P'],
    label: '',
    help: 'Sort by protocol and port, or by health',
    places: ['balancers', 'balancer', 'accounts'],
    group: 'See',
  },
  {
    id: 'sort-4',
    keys: ['A'],
    label: '',
    help: 'Sort by algorithm, or by address',
    places: ['balancers', 'balancer'],
    group: 'See',
  },
  {
    id: 'sort-5',
    keys: ['W'],
    label: '',
    help: 'Sort by number of nodes, or by weight',
    places: ['balancers', 'balancer'],
    group: 'See',
  },
  {
    id: 'details',
    keys: ['d'],
    label: 'details',
    help: 'Show everything the engine says of it, as JSON',
    places: TABLES,
    group: 'See',
  },
  {
    id: 'copy-address',
    keys: ['c'],
    label: '',
    help: 'Copy the address to the clipboard of your terminal',
    places: ['balancers', 'balancer'],
    group: 'See',
  },
  {
    id: 'copy-id',
    keys: ['y'],
    label: '',
    help: 'Copy the id to the clipboard of your terminal',
    places: ['balancers', 'balancer', 'collection', 'journal'],
    group: 'See',
  },
  {
    id: 'copy-text',
    keys: ['y', 'c'],
    label: 'copy',
    help: 'Copy the text to the clipboard of your terminal',
    places: ['text'],
    group: 'See',
  },
  {
    id: 'previous-tab',
    keys: ['shift-tab', 'left'],
    label: '',
    help: 'To the tab before',
    places: TABS,
    group: 'Go',
  },
  // The arrows go through the chart there.
  {
    id: 'next-tab',
    keys: ['tab'],
    label: 'next tab',
    help: "To the next of the balancer's tabs",
    places: ['usage'],
    group: 'Go',
  },
  {
    id: 'previous-tab',
    keys: ['shift-tab'],
    label: '',
    help: 'To the tab before',
    places: ['usage'],
    group: 'Go',
  },
  {
    id: 'usage',
    keys: ['u'],
    label: 'usage',
    help: 'Usage: what was carried hour by hour, by this balancer or by all of the account',
    places: ['balancers', ...TABS],
    group: 'See',
  },
  { id: 'sort-1', keys: ['N'], label: '', help: 'Sort by time, or by name', places: USAGE, group: 'See' },
  { id: 'sort-2', keys: ['C'], label: '', help: 'Sort by connections', places: USAGE, group: 'See' },
  { id: 'sort-3', keys: ['I'], label: '', help: 'Sort by what came in', places: USAGE, group: 'See' },
  { id: 'sort-4', keys: ['O'], label: '', help: 'Sort by what went out', places: USAGE, group: 'See' },
  {
    id: 'sort-5',
    keys: ['S'],
    label: '',
    help: 'Sort by SSL, or by the sum of in and out',
    places: USAGE,
    group: 'See',
  },
  {
    id: 'region',
    keys: ['R'],
    label: 'region',
    help: 'Choose another region of this account',
    places: ['balancers'],
    group: 'Go',
  },
  {
    id: 'all-balancers',
    keys: ['0'],
    label: 'all',
    help: 'The balancers of all opened accounts in one table',
    places: ['accounts', 'balancers', ...TABS, 'journal'],
    group: 'Go',
  },
  {
    id: 'runs',
    keys: ['!'],
    label: '',
    help: 'Runs: new balancers and maintenance, under way and done',
    places: ['accounts', 'balancers', ...TABS, 'journal', 'run'],
    group: 'Go',
  },
  {
    id: 'journal',
    keys: ['@'],
    label: 'journal',
    help: 'Journal: every change made from here',
    places: ['accounts', 'balancers', ...TABS, 'run', 'runs'],
    group: 'Go',
  },
  {
    id: 'palette',
    keys: [':'],
    label: 'find',
    help: 'Find a command or a place by name',
    places: SCROLLED,
    group: 'Go',
  },
  {
    id: 'help',
    keys: ['?'],
    label: 'help',
    help: 'Help: what each key does here',
    places: [...LISTS, 'review'],
    group: 'Go',
  },
  {
    id: 'back',
    keys: ['esc'],
    label: 'back',
    help: 'Back; first drops marks and the filter',
    places: EVERYWHERE,
    group: 'Go',
  },
  {
    id: 'quit',
    keys: ['q'],
    label: 'quit',
    help: 'Back, and at the root quit',
    places: SCROLLED,
    group: 'Go',
  },
  {
    id: 'quit-now',
    keys: ['ctrl-c'],
    label: '',
    help: 'Quit from anywhere',
    places: EVERYWHERE,
    group: 'Go',
  },
  {
    id: 'suspend',
    keys: ['ctrl-z'],
    label: '',
    help: 'Put sluice in the background; fg brings it back',
    places: EVERYWHERE,
    group: 'Go',
  },
  {
    id: 'earlier',
    keys: ['left', 'h'],
    label: '',
    help: 'To the column of the chart on the left',
    places: USAGE,
    group: 'Move',
  },
  {
    id: 'later',
    keys: ['right', 'l'],
    label: '',
    help: 'To the column of the chart on the right',
    places: USAGE,
    group: 'Move',
  },
  { id: 'down', keys: ['down', 'j'], label: '', help: 'Down', places: SCROLLED, group: 'Move' },
  { id: 'up', keys: ['up', 'k'], label: '', help: 'Up', places: SCROLLED, group: 'Move' },
  { id: 'top', keys: ['g', 'home'], label: '', help: 'To the top', places: LONG, group: 'Move' },
  { id: 'bottom', keys: ['G', 'end'], label: '', help: 'To the bottom', places: LONG, group: 'Move' },
  {
    id: 'page-down',
    keys: ['pagedown', 'ctrl-f'],
    label: '',
    help: 'A page down',
    places: LONG,
    group: 'Move',
  },
  {
    id: 'page-up',
    keys: ['pageup', 'ctrl-b'],
    label: '',
    help: 'A page up',
    places: LONG,
    group: 'Move',
  },
];

/** The row for a key at a place, or null. */
export function bindingFor(place: Place, key: string): Binding | null {
  return BINDINGS.find((binding) => binding.places.includes(place) && binding.keys.includes(key)) ?? null;
}

/** All rows of a place, in the table's order. */
export function bindingsAt(place: Place): readonly Binding[] {
  return BINDINGS.filter((binding) => binding.places.includes(place));
}

/** How a key is written for people: `ctrl-d`, `↑`, `PgDn`. */
export function keyName(key: string): string {
  const names: Readonly<Record<string, string>> = {
    up: '↑',
    down: '↓',
    left: '←',
    right: '→',
    pageup: 'PgUp',
    pagedown: 'PgDn',
    home: 'Home',
    end: 'End',
  };
  return names[key] ?? key;
}
