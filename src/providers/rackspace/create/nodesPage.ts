import { type Form, type FormValues, rowsText } from '../../../model/form.ts';
import type { Answers, WizardStep } from '../../create.ts';
import type { Kept } from '../../http/kept.ts';
import { nodeAddressFault } from '../address.ts';
import { NODE_FIELDS } from '../nodeForm.ts';
import { BALANCER_STEP } from './balancerPage.ts';
import { readNodeLine } from './nodeLine.ts';
import { addressOf, type NovaServer } from './novaServers.ts';
import { nodesFaults } from './rules.ts';
import { chosen, newNames, SERVERS_STEP } from './serversPage.ts';
import type { NodeSpec } from './spec.ts';

/** By which the spec finds its answers: the nodes as rows, in `rows`. */
export const NODES_STEP = 'nodes';

/** What an account may have unless it was raised; the check before a run reads the account's own limit (spec §6). */
const MOST_NODES = 25;

/** A server of the step before, as the spec refers to it and as its row is told from others. */
export interface RowServer {
  /** The id of an existing one, the name of a new one. */
  readonly key: string;
  readonly isNew: boolean;
  /** What stands in the address column. */
  readonly shown: string;
}

/** The servers that were chosen, the existing ones first. */
export function rowServers(answers: Answers, servers: readonly NovaServer[]): readonly RowServer[] {
  const values = answers[SERVERS_STEP] ?? {};
  const existing = chosen(values['existing']).map((id): RowServer => {
    const server = servers.find((one) => one.id === id);
    const address = addressOf(server);
    const shown = server === undefined ? id : address === null ? server.name : `${address} (${server.name})`;
    return { key: id, isNew: false, shown };
  });
  const made = newNames(values).map(
    (name): RowServer => ({ key: name, isNew: true, shown: `${name} (new)` }),
  );
  return [...existing, ...made];
}

/** The third page: where the traffic goes. A row holds `server` (a RowServer's key) besides its columns where it has one. */
export function nodesPage(servers: Kept<readonly NovaServer[]>): WizardStep {
  return { key: NODES_STEP, title: 'Nodes', form: (answers) => nodesForm(servers.last ?? [], answers) };
}

function nodesForm(servers: readonly NovaServer[], answers: Answers): Form {
  const before = answers[BALANCER_STEP] ?? {};
  const port = before['port'] ?? '80';
  const monitored = before['more'] === 'yes' && (before['monitor'] ?? 'none') !== 'none';
  const rows = rowServers(answers, servers).map(({ key, shown }) => ({
    server: key,
    address: shown,
    port,
    condition: 'ENABLED',
    weight: '',
    type: 'PRIMARY',
  }));
  const { address, condition, weight, type } = NODE_FIELDS;
  return {
    title: 'Nodes',
    fields: [
      {
        kind: 'rows',
        key: 'rows',
        label: 'Nodes',
        help: 'More can be typed or pasted: 10.0.0.1:80 [weight] [condition] [type], a line each',
        optional: true,
        initial: rowsText(rows),
        columns: [
          // What stands there for a server is no address yet.
          { ...address, check: (text, row) => (isFixed(row) ? null : nodeAddressFault(text)) },
          { ...NODE_FIELDS.port, initial: port },
          condition,
          weight,
          type,
        ],
        isFixed,
        locked: ['address'],
        most: MOST_NODES,
        checkRows: (all) => {
          const nodes = all.map((row) => placed(row, servers));
          return Object.fromEntries(
            [...nodesFaults(nodes, monitored)].map(([index, { message }]) => [index, message]),
          );
        },
        parse: (line) => readNodeLine(line, port),
      },
    ],
  };
}

function isFixed(row: FormValues): boolean {
  return row['server'] !== undefined;
}

/** A row's node; of a server that is there already by its address, which may have been typed once more. */
function placed(row: FormValues, servers: readonly NovaServer[]): Partial<NodeSpec> {
  const { server: key, ...node } = nodeOfRow(row);
  if (key === undefined) return node;
  const address = addressOf(servers.find(({ id }) => id === key));
  return address === null ? { ...node, server: key } : { ...node, address };
}

/** A row as the spec has it, `server` still being a RowServer's key. What is not filled in rightly is left out. */
export function nodeOfRow(row: FormValues): Partial<NodeSpec> {
  const { server, address, port, condition, weight, type } = row;
  const number = (text: string | undefined) => (/^\d+$/.test(text?.trim() ?? '') ? Number(text) : undefined);
  const [portNumber, weightNumber] = [number(port), number(weight)];
  return {
    ...(server === undefined ? { address: (address ?? '').trim() } : { server }),
    ...(portNumber === undefined ? {} : { port: portNumber }),
    ...(condition === 'DRAINING' || condition === 'DISABLED' ? { condition } : { condition: 'ENABLED' }),
    ...(weightNumber === undefined ? {} : { weight: weightNumber }),
    ...(type === 'SECONDARY' ? { type } : {}),
  };
}
