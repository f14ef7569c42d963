import type { BalancerDetail } from '../../model/balancer.ts';
import { type Node, nodeAddress } from '../../model/node.ts';
import type { Lifetime } from '../http/lifetime.ts';
import type { Section, Setting, SettingReading } from '../sections.ts';
import { type Backends, factsOf } from './backends.ts';
import type { Changes } from './changes.ts';
import { nameOf } from './names.ts';
import { ADDRESS_FIELD, bare } from './nodeForm.ts';
import { FORGETS } from './rules.ts';
import type { Server } from './server.ts';

interface NodeSectionParts {
  readonly lifetime: Lifetime;
  readonly backends: Backends;
  readonly changes: Changes;
  /** Why the socket may only read, with the mend; null where it may change servers. */
  readonly readOnly: string | null;
}

/** What a server can be told besides condition and weight. */
export function serverSections(
  parts: NodeSectionParts,
  balancer: BalancerDetail,
  node: Node,
): readonly Section[] {
  const server = factsOf(balancer)?.servers[node.id];
  if (server === undefined) return [];
  return [addressSetting(parts, balancer.id, server), checksSetting(parts, balancer.id, server)];
}

/** Reads the server anew, as `reading` shows it. */
function reader(
  { lifetime, backends }: NodeSectionParts,
  backend: string,
  name: string,
  reading: (server: Server) => SettingReading,
): Setting['read'] {
  return ({ signal }) =>
    lifetime.run(signal, async (inner) => {
      const detail = await backends.get(backend, inner);
      const server = factsOf(detail)?.servers[nameOf('server', name)];
      return server === undefined
        ? { configured: false, values: {}, summary: 'the server is gone', raw: null }
        : reading(server);
    });
}

function addressReading(server: Server): SettingReading {
  return {
    configured: server.address !== null,
    values: { address: server.address ?? '', port: server.port === null ? '' : String(server.port) },
    summary: nodeAddress({ ...server, id: 'unknown' }),
    raw: server,
  };
}

function addressSetting(parts: NodeSectionParts, backend: string, server: Server): Setting {
  const target = `${backend}/${server.name}`;
  const { changes, lifetime, readOnly } = parts;
  return {
    kind: 'setting',
    key: 'address',
    title: 'Address',
    help: 'Where new connections of this server go; open ones stay where they are',
    ...unavailable(
      parts.readOnly ??
        (server.hostName &&
          `Its address comes from the name ${server.hostName}, which would be looked up again`),
    ),
    known: addressReading(server),
    read: reader(parts, backend, server.name, addressReading),
    form: (reading) => ({
      title: `Address of ${target}`,
      fields: [
        { ...ADDRESS_FIELD, initial: reading.values['address'] ?? '' },
        {
          kind: 'number',
          key: 'port',
          label: 'Port',
          min: 1,
          max: 65_535,
          initial: reading.values['port'] ?? '',
          flag: 'port',
        },
      ],
    }),
    warnings: () => ['New connections go there at once, before any check'],
    notes: () => [FORGETS],
    ...(readOnly !== null
      ? {}
      : {
          write: (values, _before, options) => {
            const address = bare(values['address'] ?? '');
            const port = Number(values['port']);
            return lifetime.change(options, (inner) =>
              changes.carryOut(
                {
                  backend,
                  server: server.name,
                  commands: [`set server ${target} addr ${address} port ${port}`],
                  what: `move ${target}`,
                  isDone: (now) => sameAddress(now.address, address) && now.port === port,
                  own: { address: nodeAddress({ id: '', address, port }) },
                  cuts: false,
                },
                inner,
              ),
            );
          },
        }),
  };
}

function unavailable(why: string | null): Pick<Setting, 'unavailable'> {
  return why === null ? {} : { unavailable: why };
}

/** IPv6 has many spellings, and HAProxy answers in the shortest. */
function sameAddress(is: string | null, wanted: string): boolean {
  if (is === null || is === wanted) return is !== null;
  if (!wanted.includes(':')) return false;
  return new URL(`http://[${is}]`).hostname === new URL(`http://[${wanted}]`).hostname;
}

function checksReading(server: Server): SettingReading {
  const said = server.checkSaid === null ? '' : `: ${server.checkSaid}`;
  return {
    configured: server.checked !== null,
    values: server.checked === null ? {} : { enabled: server.checked ? 'yes' : 'no' },
    summary: server.checked === null ? 'none' : server.checked ? `on${said}` : 'off: taken for healthy',
    raw: server,
  };
}

function checksSetting(parts: NodeSectionParts, backend: string, server: Server): Setting {
  const target = `${backend}/${server.name}`;
  const { changes, lifetime, readOnly } = parts;
  return {
    kind: 'setting',
    key: 'health-checks',
    title: 'Health checks',
    help: 'Whether HAProxy looks after this server; without checks it takes it for healthy',
    ...unavailable(
      parts.readOnly ??
        (server.checked === null
          ? 'Its server line has no "check": write it there and reload HAProxy'
          : null),
    ),
    known: checksReading(server),
    read: reader(parts, backend, server.name, checksReading),
    form: (reading) => ({
      title: `Health checks of ${target}`,
      fields: [
        {
          kind: 'yesno',
          key: 'enabled',
          label: 'Checked',
          help: 'No leaves its health as it is found last',
          initial: reading.values['enabled'] ?? 'yes',
          flag: 'enabled',
        },
      ],
    }),
    warnings: (values) =>
      values['enabled'] === 'no' ? ['A server that dies would be sent traffic all the same'] : [],
    notes: () => [FORGETS],
    ...(readOnly !== null
      ? {}
      : {
          write: (values, _before, options) => {
            const enabled = values['enabled'] === 'yes';
            return lifetime.change(options, (inner) =>
              changes.carryOut(
                {
                  backend,
                  server: server.name,
                  commands: [`${enabled ? 'enable' : 'disable'} health ${target}`],
                  what: `${enabled ? 'start' : 'stop'} the checks of ${target}`,
                  isDone: (now) => now.checked === enabled,
                  own: {},
                  cuts: false,
                },
                inner,
              ),
            );
          },
        }),
  };
}
