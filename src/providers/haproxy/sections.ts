import type { BalancerDetail } from '../../model/balancer.ts';
import type { Form } from '../../model/form.ts';
import type { Lifetime } from '../http/lifetime.ts';
import type { Collection, Item, ReadOptions, Section, Setting, SettingReading } from '../sections.ts';
import { type Backends, factsOf } from './backends.ts';
import { configLines, STATE_FILE_LINES, stateFileCommand } from './configLines.ts';
import { forgottenAtReload } from './forgotten.ts';
import type { OldWorkers } from './oldWorkers.ts';
import type { OwnChanges } from './ownChanges.ts';
import type { HaproxyProcess } from './process.ts';
import type { SocketPlace } from './socketPlace.ts';
import { type Row, statRows } from './table.ts';

/** What the sections read from; all of it belongs to the opened account, which closes it. */
export interface SectionParts {
  readonly lifetime: Lifetime;
  readonly backends: Backends;
  readonly own: OwnChanges;
  /** Null where the account has no master's socket: old processes are not seen then. */
  readonly old: OldWorkers | null;
  readonly place: SocketPlace;
}

/** Texts of several lines may not be longer. */
const MOST = 100_000;
const FRONTEND = 1;
const LISTENER = 8;

/** What can be read of a backend besides its servers. All of it is made in the configuration file. */
export function backendSections(parts: SectionParts, balancer: BalancerDetail): readonly Section[] {
  return [frontends(parts), configuration(balancer), reloads(parts, balancer.id)];
}

/** Which frontend leads to which backend is not told while HAProxy runs, so all of them stand here. */
function frontends({ lifetime, backends }: SectionParts): Collection {
  return {
    kind: 'collection',
    key: 'frontends',
    title: 'Frontends',
    one: 'frontend',
    help: 'Where this HAProxy listens. It does not tell which of them lead to this backend',
    columns: [
      { key: 'name', title: 'NAME' },
      { key: 'status', title: 'STATUS' },
      { key: 'protocol', title: 'PROTOCOL' },
      { key: 'address', title: 'ADDRESS' },
      { key: 'sessions', title: 'SESSIONS', align: 'right' },
      { key: 'rate', title: 'NEW A SECOND', align: 'right' },
    ],
    empty: 'This HAProxy has no frontends',
    known: null,
    list: ({ signal }: ReadOptions) =>
      lifetime.run(signal, async (inner) => {
        const commands = ['show info', `show stat -1 ${FRONTEND | LISTENER} -1`];
        const { text } = await backends.ask(commands, 'list the frontends', inner);
        const rows = statRows(text) ?? [];
        return rows.filter((row) => row.text('type') === '0').flatMap((row) => frontendOf(row, rows));
      }),
  };
}

function frontendOf(row: Row, rows: readonly Row[]): readonly Item[] {
  const name = row.text('pxname');
  const number = row.text('iid');
  if (name === null || number === null) return [];
  const listeners = rows.filter((one) => one.text('type') === '3' && one.text('iid') === number);
  const addresses = listeners.flatMap((one) => one.text('addr') ?? []);
  return [
    {
      id: number,
      name,
      cells: {
        name,
        status: row.text('status'),
        protocol: row.text('mode')?.toUpperCase() ?? null,
        // Listed with "option socket-stats" alone.
        address: addresses.length === 0 ? null : addresses.join(' '),
        sessions: row.text('scur'),
        rate: row.text('rate'),
      },
      values: {},
      raw: row.facts(),
    },
  ];
}

function configuration(balancer: BalancerDetail): Setting {
  const lines = configLines(balancer);
  const known: SettingReading = {
    configured: true,
    values: { lines: lines.join('\n') },
    summary: 'lines for haproxy.cfg that make one like this',
    raw: lines,
  };
  return {
    kind: 'setting',
    key: 'configuration',
    title: 'Configuration',
    help: 'Frontends and backends are made in haproxy.cfg; these lines make one like this, with the servers it has now',
    known,
    read: async () => known,
    form: (reading) => longForm('Configuration', [['lines', 'Lines for haproxy.cfg']], reading),
  };
}

/** What happens to changes, and to connections, when HAProxy is reloaded. */
function reloads({ lifetime, backends, own, old, place }: SectionParts, backend: string): Setting {
  const lines = [...STATE_FILE_LINES, '', '# before each reload:', `# ${stateFileCommand(place)}`];
  return {
    kind: 'setting',
    key: 'reloads',
    title: 'Reloads',
    help: 'HAProxy keeps conditions, weights, addresses and added servers in memory: a reload forgets them unless a state file is written before. Added servers are always forgotten',
    known: null,
    read: ({ signal }) =>
      lifetime.run(signal, async (inner) => {
        const facts = factsOf(await backends.get(backend, inner));
        const pids = old === null ? null : await old.pids(inner);
        const next = forgottenAtReload(facts?.servers ?? {}, own.held(backend));
        const lost = own.lost();
        return {
          configured: true,
          values: {
            process: processText(own.process),
            old: oldText(pids),
            next: next.length === 0 ? 'nothing' : next.join('\n'),
            lost: lost.length === 0 ? 'nothing, as far as was seen' : lost.join('\n'),
            lines: lines.join('\n'),
          },
          summary: summaryOf(next.length, lost.length, pids),
          raw: { process: own.process, oldProcesses: pids, next, lost, lines },
        };
      }),
    form: (reading) =>
      longForm(
        'Reloads',
        [
          ['process', 'Process'],
          ['old', 'Old processes'],
          ['next', 'Taken by the next reload'],
          ['lost', 'Taken by earlier ones'],
          ['lines', 'Lines that make changes last'],
        ],
        reading,
      ),
  };
}

function processText(process: HaproxyProcess | null): string {
  if (process === null) return 'unknown';
  const { version, pid, uptimeSeconds, node, stopping } = process;
  return [
    `HAProxy ${version}`,
    node === null ? null : `on ${node}`,
    pid === null ? null : `process ${pid}`,
    uptimeSeconds === null ? null : `for ${uptimeSeconds} s`,
    stopping ? 'stopping' : null,
  ]
    .filter(Boolean)
    .join(', ');
}

function oldText(pids: readonly number[] | null): string {
  if (pids === null) return 'unknown: the account names no master socket';
  return pids.length === 0
    ? 'none'
    : `${pids.join(', ')}: they serve connections from before a reload to their end`;
}

function summaryOf(next: number, lost: number, pids: readonly number[] | null): string {
  const servers = (count: number) => (count === 1 ? '1 server' : `${count} servers`);
  const old = pids?.length ?? 0;
  return [
    next === 0 ? 'the next one takes nothing away' : `the next one resets ${servers(next)}`,
    ...(lost === 0 ? [] : [`${servers(lost)} reset by an earlier one`]),
    ...(old === 0 ? [] : [old === 1 ? 'an old process serves yet' : `${old} old processes serve yet`]),
  ].join(', ');
}

/** A form whose texts are only looked at: the setting has no `write`. */
function longForm(
  title: string,
  fields: readonly (readonly [string, string])[],
  reading: SettingReading,
): Form {
  return {
    title,
    fields: fields.map(([key, label]) => ({
      kind: 'long',
      key,
      label,
      most: MOST,
      optional: true,
      initial: reading.values[key] ?? '',
    })),
  };
}
