import type { ReportedCondition } from '../../model/condition.ts';
import type { Node } from '../../model/node.ts';
import type { Row } from './table.ts';

/** One server of a backend, from `show servers state` and, where it has a row there, `show stat`. */
export interface Server {
  readonly name: string;
  readonly address: string | null;
  readonly port: number | null;
  /** `srv_admin_state`: what it was told, by whom. */
  readonly admin: number;
  /** `srv_op_state`: 0 stopped, 1 starting, 2 running, 3 stopping. */
  readonly operation: number;
  readonly weight: number | null;
  /** What a reload goes back to. */
  readonly configuredWeight: number | null;
  /** Null where the configuration gives it no health check; else whether it is being carried out. */
  readonly checked: boolean | null;
  /** Its health is looked after: by a check, by an agent, or through the server that it follows. */
  readonly watched: boolean;
  /** The name that its address comes from, where it comes from one. */
  readonly hostName: string | null;
  readonly tls: boolean;
  /** `backend/server` that it follows. */
  readonly follows: string | null;
  /** Serves when no other can; null where it has no row in `show stat`. */
  readonly backup: boolean | null;
  /** Open now; null likewise. */
  readonly sessions: number | null;
  /** The status as HAProxy words it: `UP 1/3`. */
  readonly status: string | null;
  /** What the last check said. */
  readonly checkSaid: string | null;
  /** Percent of its weight that it gets while it starts slowly. */
  readonly throttle: number | null;
  /** By which clients come back to it. */
  readonly cookie: string | null;
}

/** Bits of `srv_admin_state`. 0x04 tells how it was configured, and 0x40 the past: neither is how it is now. */
const FORCED_MAINT = 0x01;
const INHERITED_MAINT = 0x02;
const CONFIGURED_MAINT = 0x04;
const FORCED_DRAIN = 0x08;
const INHERITED_DRAIN = 0x10;
const NO_ADDRESS = 0x20;
/** Bits of `srv_check_state`. */
const CHECK_CONFIGURED = 0x02;
const CHECK_ENABLED = 0x04;

const BY_NAME: readonly [number, string][] = [
  [0, 'OFFLINE'],
  [1, 'STARTING'],
  [2, 'ONLINE'],
  [3, 'NOLB'],
];
const OPERATIONS: ReadonlyMap<number, string> = new Map(BY_NAME);

/** Null for a line that names no server. */
export function readServer(state: Row, stat: Row | null): Server | null {
  const name = state.text('srv_name');
  if (name === null) return null;
  const check = state.number('srv_check_state') ?? 0;
  const agent = state.number('srv_agent_state') ?? 0;
  const follows = stat?.text('tracked') ?? null;
  const said = [stat?.text('last_chk') ?? null, stat?.text('check_desc') ?? null].filter(
    (text) => text !== null,
  );
  const configured = (check & CHECK_CONFIGURED) !== 0;
  const enabled = (check & CHECK_ENABLED) !== 0;
  return {
    name,
    address: state.text('srv_addr'),
    port: state.number('srv_port') || null,
    admin: state.number('srv_admin_state') ?? 0,
    operation: state.number('srv_op_state') ?? 2,
    weight: state.number('srv_uweight'),
    configuredWeight: state.number('srv_iweight'),
    checked: configured ? enabled : null,
    watched: (configured && enabled) || (agent & CHECK_ENABLED) !== 0 || follows !== null,
    hostName: state.text('srv_fqdn'),
    tls: state.number('srv_use_ssl') === 1,
    follows,
    backup: stat === null ? null : stat.number('bck') === 1,
    sessions: stat?.number('scur') ?? null,
    status: stat?.text('status') ?? null,
    checkSaid: said.length === 0 ? null : said.join(', '),
    throttle: percent(stat?.text('throttle') ?? null),
    cookie: stat?.text('cookie') ?? null,
  };
}

function percent(text: string | null): number | null {
  const [, digits] = /^(\d{1,3})%?$/.exec(text ?? '') ?? [];
  return digits === undefined ? null : Number(digits);
}

/** What the server was told, from its bits: the status text says DOWN of a drained server whose check fails. */
export function conditionOf({ admin, weight }: Pick<Server, 'admin' | 'weight'>): ReportedCondition {
  if (admin & (FORCED_MAINT | INHERITED_MAINT | NO_ADDRESS)) return 'DISABLED';
  if (admin & (FORCED_DRAIN | INHERITED_DRAIN)) return 'DRAINING';
  // Weight 0 takes what persistence sends, and nothing new: that is draining.
  return weight === 0 ? 'DRAINING' : 'ENABLED';
}

/** The other server that keeps this one where it is, whatever is told to this one; null for none. */
export function heldBy({ admin, follows }: Pick<Server, 'admin' | 'follows'>): string | null {
  return admin & (INHERITED_MAINT | INHERITED_DRAIN) ? (follows ?? 'another server') : null;
}

/** True where the other server keeps this one in maintenance, which beats whatever this one is told. */
export function isHeldInMaintenance({ admin }: Pick<Server, 'admin'>): boolean {
  return (admin & INHERITED_MAINT) !== 0;
}

/** True for a server in maintenance because its name has no address. */
export function lacksAddress({ admin }: Pick<Server, 'admin'>): boolean {
  return (admin & NO_ADDRESS) !== 0;
}

/** True where the server itself was put into maintenance or drained, by its configuration or by somebody since. */
export function isForced({ admin }: Pick<Server, 'admin'>): boolean {
  return (admin & (FORCED_MAINT | FORCED_DRAIN)) !== 0;
}

/** True where the configuration says `disabled`, whatever it is now. */
export function startsDisabled({ admin }: Pick<Server, 'admin'>): boolean {
  return (admin & CONFIGURED_MAINT) !== 0;
}

/** The server as a node. `reset` says what a reload has taken from it. */
export function nodeOf(server: Server, reset: string | null): Node {
  const { name, address, port, weight, backup, sessions } = server;
  const notes = [reset, ...notesOf(server)].filter((note) => note !== null);
  return {
    id: name,
    address,
    port,
    condition: conditionOf(server),
    health: healthOf(server),
    weight,
    type: backup === null ? null : backup ? 'SECONDARY' : 'PRIMARY',
    server: name,
    connections: sessions,
    drainEndsAt: null,
    note: notes.length === 0 ? null : notes.join(', '),
  };
}

/** In maintenance checks stand still, and without checks HAProxy takes a server for healthy: neither is known. */
function healthOf(server: Server): string | null {
  if (!server.watched || conditionOf(server) === 'DISABLED') return null;
  return OPERATIONS.get(server.operation) ?? null;
}

function notesOf(server: Server): readonly (string | null)[] {
  const follows = heldBy(server) ?? server.follows;
  const health = healthOf(server);
  const isOut = conditionOf(server) === 'DISABLED';
  const weightless = server.weight === 0 && !isOut && !(server.admin & FORCED_DRAIN);
  return [
    follows === null ? null : `follows ${follows}`,
    lacksAddress(server) ? `${server.hostName ?? 'its name'} has no address` : null,
    weightless ? 'weight 0' : null,
    server.watched || isOut ? null : 'not checked',
    health === 'STARTING' ? `starting${server.throttle === null ? '' : `, ${server.throttle} %`}` : null,
    health === 'OFFLINE' ? server.checkSaid : null,
    health === 'ONLINE' ? unsure(server) : null,
  ];
}

/** A server is ONLINE at once when it is enabled; until a check has passed that is a guess. */
function unsure({ status, checkSaid }: Server): string | null {
  const [, passed] = /^(?:UP|DRAIN) (\d+\/\d+)/.exec(status ?? '') ?? [];
  if (passed === undefined) return null;
  return checkSaid === 'Initializing' ? 'not checked yet' : `checks ${passed}`;
}
