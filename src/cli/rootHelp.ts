import { GLOBAL_OPTIONS } from './globalOptions.ts';

type Row = readonly [usage: string, what: string];

/** Every command with what it is for, by what one wants, in the order of the help. */
const COMMANDS: readonly (readonly [group: string, rows: readonly Row[]])[] = [
  [
    'Accounts',
    [
      ['accounts [list]', 'the accounts: where they come from, how they are marked'],
      ['accounts add|check|mark|remove', 'add one, sign in, mark production or read-only, forget one'],
    ],
  ],
  [
    'Look',
    [
      ['balancers', 'the load balancers of the accounts'],
      ['nodes BALANCER', 'the nodes of a balancer'],
      ['usage [BALANCER]', 'what balancers carried, hour by hour; CSV and JSON'],
      ['journal', 'what was changed from here, the latest first'],
    ],
  ],
  [
    'Nodes',
    [
      ['enable BALANCER NODE...', 'let nodes take connections'],
      ['drain BALANCER NODE...', 'no new connections; open ones are served to their end'],
      ['disable BALANCER NODE...', 'no connections at all; open ones are cut'],
      ['weight BALANCER NODE... --to N', 'set the weight of nodes'],
      ['maintain BALANCER NODE...', 'drain, work, enable and wait until healthy, a few nodes at a time'],
      ['node add BALANCER ADDRESS:PORT...', 'add nodes'],
      ['node remove BALANCER NODE...', 'remove nodes'],
      ['node type BALANCER NODE... --to TYPE', 'make nodes primary or secondary'],
    ],
  ],
  [
    'Settings',
    [
      ['get BALANCER [SECTION [ITEM]]', 'health monitor, access list, ...; --fields: what can be set'],
      ['set BALANCER SECTION KEY=VALUE...', 'change a setting, or an item of a collection'],
      ['add BALANCER COLLECTION KEY=VALUE...', 'add to a collection'],
      ['unset BALANCER SECTION [ITEM...]', 'reset a setting, remove items of a collection'],
      ['listeners|policies BALANCER', 'the same for these two, said shorter: add, set, remove'],
    ],
  ],
  [
    'Make and delete',
    [
      ['create --file SPEC.json', 'make a balancer with its servers, nodes and virtual IP'],
      ['delete BALANCER', 'delete a balancer; its machines stay'],
      ['runs [list|show|resume|undo|forget]', 'what was made or begun so; go on with it, or remove it'],
    ],
  ],
  [
    'The program',
    [
      ['sandbox', 'serve the embedded clouds to other clients; reset, clock, fault, status'],
      ['help [COMMAND]', 'print this, or the help of a command'],
    ],
  ],
];

const EXAMPLES = [
  'sluice                                    the screens',
  'sluice -a prod balancers --region all     every balancer of one account',
  'sluice drain shop-front web-2 --wait      take a node out and wait until it is idle',
  'sluice nodes shop-front --json | jq -r \'.[] | select(.health == "OFFLINE").address\'',
];

/** The groups' rows under one another, aligned over all of them. */
function commandLines(): string {
  const width = Math.max(...COMMANDS.flatMap(([, rows]) => rows.map(([usage]) => usage.length)));
  return COMMANDS.map(([group, rows]) => `${group}:\n${columns(rows, width)}`).join('\n\n');
}

function columns(rows: readonly Row[], width = Math.max(...rows.map(([left]) => left.length))): string {
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

/** `sluice --help`. Made without the command parser, which takes longer to load than the text to print. */
export function rootHelp(): string {
  const options = GLOBAL_OPTIONS.map(
    ({ short, long, value, help }): Row => [
      `${short ? `${short}, ` : '    '}${long}${value ? ` ${value.toUpperCase()}` : ''}`,
      help,
    ],
  );
  return `Usage: sluice [options] [command]

Load balancers from the terminal. Without a command it opens the screens; where input or
output is not a terminal it prints an overview.

${commandLines()}

Options:
${columns([...options, ['    --json', 'JSON on stdout; an error is one line of JSON on stderr'], ['-V, --version', 'print the version'], ['-h, --help', 'print this, or the help of a command']])}

BALANCER and NODE are ids, names or address:port. Without --account: the accounts marked as
default, else those you added, else the sandbox.

Exit codes: 0 done, 1 the engine refused or failed, 2 wrong usage, 3 not authenticated,
4 not found, 5 a guard rail stopped it, 6 timed out, 130 interrupted.

Examples:
${EXAMPLES.map((example) => `  ${example}`).join('\n')}
`;
}
