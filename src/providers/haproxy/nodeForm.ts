import { isIP } from 'node:net';
import type { BalancerDetail } from '../../model/balancer.ts';
import { isCondition } from '../../model/condition.ts';
import type { Form, FormValues, TextField } from '../../model/form.ts';
import type { NewNode } from '../../model/node.ts';
import { type BackendFacts, factsOf } from './backends.ts';
import { isName } from './names.ts';
import { type HaproxyProcess, isAtLeast } from './process.ts';

/** A SECONDARY is what HAProxy calls a backup server. */
export const NODE_TYPES = ['PRIMARY', 'SECONDARY'] as const;
/** What HAProxy takes; at 0 a server gets no new clients. */
export const NODE_WEIGHT = { min: 0, max: 256 } as const;

/** Keys of what a new node has besides the model's own. */
export const NAME = 'name';
/** `yes` or `no`. */
export const CHECK = 'check';
/** Words as on a server line. */
export const OPTIONS = 'options';

/** The address of a server, new or moved: no host names. */
export const ADDRESS_FIELD: TextField = {
  kind: 'text',
  key: 'address',
  label: 'Address',
  help: 'Of the server: IPv4 or IPv6',
  flag: 'address',
  // HAProxy would take a name and not look it up: a share of the requests would fail.
  check: (text) =>
    isIP(bare(text)) === 0 ? 'Write an IPv4 or IPv6 address: HAProxy looks no name up here' : null,
};

/** An address without the brackets that some write around it. */
export function bare(address: string): string {
  return address.trim().replace(/^\[(.*)\]$/, '$1');
}

/** What a server is called when nobody says: its address and port, in characters that HAProxy takes. */
export function defaultName(address: string, port: number | string | null): string {
  return `${bare(address)}_${port ?? ''}`;
}

/** Why servers cannot be added to this backend; null where nothing speaks against it. */
function addFault(balancer: BalancerDetail | null, process: HaproxyProcess | null): string | null {
  if (process !== null && !isAtLeast(process, 2, 6))
    return `HAProxy ${process.version} adds no servers while it runs: from 2.6 on it does`;
  const algorithm = balancer?.algorithm ?? null;
  return algorithm === 'static-rr'
    ? 'The algorithm static-rr is fixed when HAProxy starts: roundrobin takes servers while it runs'
    : null;
}

/** The form of a new server for that backend. */
export function nodeForm(balancer: BalancerDetail | null, process: HaproxyProcess | null): Form {
  const facts = factsOf(balancer);
  const servers = Object.values(facts?.servers ?? {});
  const fault = addFault(balancer, process);
  const taken = new Set(servers.map(({ name }) => name));
  const checked = servers.length === 0 || servers.some((server) => server.checked !== null);
  return {
    title: balancer === null ? 'New server' : `New server of ${balancer.name}`,
    fields: [
      ADDRESS_FIELD,
      {
        kind: 'number',
        key: 'port',
        label: 'Port',
        help: 'Where the application listens',
        initial: commonPort(servers.map(({ port }) => port)),
        min: 1,
        max: 65_535,
        flag: 'port',
      },
      {
        kind: 'text',
        key: NAME,
        label: 'Name',
        help: nameHelp(facts, process),
        optional: true,
        flag: 'name',
        check: (text) =>
          !isName(text)
            ? 'Letters, digits and _ . : - only'
            : taken.has(text)
              ? 'The backend has a server of that name'
              : null,
      },
      {
        kind: 'choice',
        key: 'condition',
        label: 'Condition',
        initial: 'ENABLED',
        flag: 'condition',
        options: [
          { value: 'ENABLED', label: 'ENABLED', help: 'Gets traffic at once, before any check has passed' },
          {
            value: 'DRAINING',
            label: 'DRAINING',
            help: 'Is checked, and gets nothing new: enable it when it is ONLINE',
          },
          { value: 'DISABLED', label: 'DISABLED', help: 'In maintenance' },
        ],
      },
      {
        kind: 'yesno',
        key: CHECK,
        label: 'Health check',
        help: 'As the backend says; connecting where it says nothing',
        initial: checked ? 'yes' : 'no',
        flag: 'check',
      },
      {
        kind: 'choice',
        key: 'type',
        label: 'Type',
        initial: 'PRIMARY',
        flag: 'type',
        options: [
          { value: 'PRIMARY', label: 'PRIMARY' },
          { value: 'SECONDARY', label: 'SECONDARY', help: 'A backup: serves when no primary can' },
        ],
      },
      {
        kind: 'number',
        key: 'weight',
        label: 'Weight',
        help: '1 where it is left empty',
        optional: true,
        ...NODE_WEIGHT,
        flag: 'weight',
      },
      {
        kind: 'text',
        key: OPTIONS,
        label: 'More options',
        help: 'As on a server line, such as: ssl verify none. HAProxy applies no default-server here',
        optional: true,
        flag: 'server-options',
        check: (text) =>
          /[;\\#"']|[^\x20-\x7e]/.test(text) ? 'Words as on a server line, without quotes, ; # and \\' : null,
      },
    ],
    check: (values) => {
      if (fault !== null) return { address: fault };
      const tls = servers.length > 0 && servers.every((server) => server.tls);
      const plain = !/(?:^|\s)(?:no-)?ssl(?:\s|$)/.test(values[OPTIONS] ?? '');
      return tls && plain
        ? { [OPTIONS]: 'The other servers speak TLS: say how, such as ssl verify required ca-file FILE' }
        : {};
    },
    follow: (values, changed) =>
      changed === 'address' || changed === 'port'
        ? { [NAME]: values['address'] ? defaultName(values['address'], values['port'] ?? '') : '' }
        : {},
  };
}

function nameHelp(facts: BackendFacts | null, process: HaproxyProcess | null): string {
  const usual = 'Unique in the backend; ADDRESS_PORT where it is left empty';
  const lacksCookie = facts?.backend['cookie'] !== undefined && process !== null && !isAtLeast(process, 3, 0);
  return lacksCookie ? `${usual}. It will have no cookie: HAProxy gives such servers one from 3.0 on` : usual;
}

function commonPort(ports: readonly (number | null)[]): string {
  const [first] = ports;
  return first && ports.every((port) => port === first) ? String(first) : '80';
}

/** What the form's accepted values say. */
export function newNode(values: FormValues): NewNode {
  const condition = values['condition'] ?? 'ENABLED';
  const address = bare(values['address'] ?? '');
  const port = Number(values['port']);
  return {
    address,
    port,
    condition: isCondition(condition) ? condition : 'ENABLED',
    ...(values['weight'] === undefined ? {} : { weight: Number(values['weight']) }),
    ...(values['type'] === undefined ? {} : { type: values['type'] }),
    extra: {
      [NAME]: values[NAME] || defaultName(address, port),
      [CHECK]: values[CHECK] ?? 'no',
      ...(values[OPTIONS] ? { [OPTIONS]: values[OPTIONS] } : {}),
    },
  };
}
