import { isCondition } from '../../model/condition.ts';
import type { ChoiceField, Form, FormValues, NumberField, TextField } from '../../model/form.ts';
import type { NewNode } from '../../model/node.ts';
import { nodeAddressFault } from './address.ts';

/** As Rackspace spells them; a SECONDARY serves when no PRIMARY can. */
export const NODE_TYPES = ['PRIMARY', 'SECONDARY'] as const;
/** What Rackspace takes; 1 is its own default. */
export const NODE_WEIGHT = { min: 1, max: 100 } as const;

/** The fields of a node, wherever one is described. */
export const NODE_FIELDS: {
  readonly address: TextField;
  readonly port: NumberField;
  readonly condition: ChoiceField;
  readonly type: ChoiceField;
  readonly weight: NumberField;
} = {
  address: {
    kind: 'text',
    key: 'address',
    label: 'Address',
    help: 'Of the server: IPv4, IPv6, or a host name that Rackspace allows',
    flag: 'address',
    check: nodeAddressFault,
  },
  port: {
    kind: 'number',
    key: 'port',
    label: 'Port',
    help: 'Where the application listens',
    initial: '80',
    min: 1,
    max: 65_535,
    flag: 'port',
  },
  condition: {
    kind: 'choice',
    key: 'condition',
    label: 'Condition',
    initial: 'ENABLED',
    flag: 'condition',
    options: [
      { value: 'ENABLED', label: 'ENABLED', help: 'Gets traffic at once' },
      { value: 'DRAINING', label: 'DRAINING', help: 'No new connections yet: enable it when it is ONLINE' },
      { value: 'DISABLED', label: 'DISABLED', help: 'No connections' },
    ],
  },
  type: {
    kind: 'choice',
    key: 'type',
    label: 'Type',
    initial: 'PRIMARY',
    flag: 'type',
    options: [
      { value: 'PRIMARY', label: 'PRIMARY' },
      {
        value: 'SECONDARY',
        label: 'SECONDARY',
        help: 'Takes over when all primaries are down; needs a health monitor',
      },
    ],
  },
  weight: {
    kind: 'number',
    key: 'weight',
    label: 'Weight',
    help: 'Counts under the weighted algorithms only; 1 where it is left empty',
    optional: true,
    min: NODE_WEIGHT.min,
    max: NODE_WEIGHT.max,
    flag: 'weight',
  },
};

/** The form of a new node. */
export const nodeForm: Form = { title: 'New node', fields: Object.values(NODE_FIELDS) };

/** What the form's accepted values say. */
export function newNode(values: FormValues): NewNode {
  const condition = values['condition'] ?? 'ENABLED';
  return {
    address: values['address'] ?? '',
    port: Number(values['port']),
    condition: isCondition(condition) ? condition : 'ENABLED',
    ...(values['weight'] === undefined ? {} : { weight: Number(values['weight']) }),
    ...(values['type'] === undefined ? {} : { type: values['type'] }),
  };
}
