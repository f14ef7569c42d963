/** Where a key is pressed. Text fields take every key that types something, so they are places of their own. */
export type Place =
  | 'accounts'
  | 'balancers'
  | 'balancer'
  | 'journal'
  | 'regions'
  | 'review'
  | 'run'
  | 'runs'
  | 'text'
  | 'form';

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
  | 'type'
  | 'add'
  | 'edit'
  | 'remove'
  | 'check'
  | 'production'
  | 'read-only'
  | 'undo'
  | 'stop'
  | 'details'
  | 'copy-address'
  | 'copy-id'
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
  | 'suspend';

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

const TABLES: readonly Place[] = ['accounts', 'balancers', 'balancer', 'journal', 'run', 'runs'];
const LISTS: readonly Place[] = [...TABLES, 'regions'];
const SCROLLED: readonly Place[] = [...LISTS, 'review', 'text'];
/** Where the cursor or the text can be moved by more than a line. */
const LONG: readonly Place[] = [...TABLES, 'review', 'text'];
const EVERYWHERE: readonly Place[] = [...SCROLLED, 'form'];
const NODES: readonly Place[] = ['balancer'];

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
    id: 'weight',
    keys: ['w'],
    label: 'weight',
    help: "Set the node's weight",
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
    id: 'undo',
    keys: ['z'],
    label: 'undo',
    help: 'Undo the last change made here',
    places: ['balancer', 'balancers', 'journal'],
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
    places: ['accounts', 'balancers', 'journal', 'regions', 'runs'],
    group: 'Go',
  },
  {
    id: 'mark',
    keys: ['space'],
    label: 'mark',
    help: 'Mark or unmark the node',
    places: NODES,
    group: 'Choose',
  },
  {
    id: 'range',
    keys: ['v'],
    label: '',
    help: 'Mark a range: press it, move, press it again',
    places: NODES,
    group: 'Choose',
  },
  {
    id: 'mark-all',
    keys: ['*'],
    label: '',
    help: 'Mark or unmark all nodes that are shown',
    places: NODES,
    group: 'Choose',
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
    places: ['balancers', 'balancer', 'accounts'],
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
    places: ['balancers', 'balancer', 'journal'],
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
    places: ['accounts', 'balancers', 'balancer', 'journal'],
    group: 'Go',
  },
  {
    id: 'runs',
    keys: ['!'],
    label: '',
    help: 'Runs: what the wizard has made or is making',
    places: ['accounts', 'balancers', 'balancer', 'journal'],
    group: 'Go',
  },
  {
    id: 'journal',
    keys: ['@'],
    label: 'journal',
    help: 'Journal: every change made from here',
    places: ['accounts', 'balancers', 'balancer', 'run', 'runs'],
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
    places: LISTS,
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
    pageup: 'PgUp',
    pagedown: 'PgDn',
    home: 'Home',
    end: 'End',
  };
  return names[key] ?? key;
}
