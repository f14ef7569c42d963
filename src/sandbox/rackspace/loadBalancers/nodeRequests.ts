import { isIP } from 'node:net';
import { CONDITIONS } from '../../../model/condition.ts';
import type { NodeChangeSpec, NodeSpec } from '../../world/specs.ts';
import { schemaFault } from '../faults.ts';
import { Fields, given, within } from '../fields.ts';

/** Domains whose host names may stand for nodes. */
export const ALLOWED_DOMAINS = ['rackclouddb.com', 'rackspaceclouddb.com'] as const;

const NODE_TYPES = ['PRIMARY', 'SECONDARY'] as const;
const WEIGHT = 'Node weight is invalid. Range is 1-100. Please specify a valid weight.';

/** Nodes to add, from the items of `nodes`. Faults are collected, so that they can be told together. */
export function readNodes(items: readonly unknown[], faults: string[]): NodeSpec[] {
  return items.map((item) => {
    const fields = new Fields(item, ['address', 'port', 'condition', 'type', 'weight', 'id'], 'absent');
    // The id is ours to give; pyrax sends a null one.
    if (fields.has('id')) throw schemaFault();
    const address = fields.text('address');
    const port = fields.whole('port');
    const condition = fields.word('condition', CONDITIONS);
    const weight = fields.whole('weight') ?? 1;
    if (address === undefined) faults.push('Must provide an address for the node.');
    else faults.push(...addressFaults(address));
    if (port === undefined) faults.push('Must provide a port for the node.');
    else if (!within(port, 1, 65535))
      faults.push('Node port is invalid. Range is 1-65535. Please specify a valid port.');
    if (!condition) faults.push('Node condition is invalid. Must provide a condition for the node.');
    if (!within(weight, 1, 100)) faults.push(WEIGHT);
    return {
      address: address ?? '',
      port: port ?? 0,
      condition: condition ?? 'ENABLED',
      type: fields.word('type', NODE_TYPES) ?? 'PRIMARY',
      weight,
    };
  });
}

function addressFaults(address: string): string[] {
  const version = isIP(address);
  if (version === 4)
    return /^127\.|^0\.0\.0\.0$|^255\.255\.255\.255$/.test(address)
      ? [`Node address ${address} is not allowed.`]
      : [];
  if (version === 6)
    return address === '::1' || address === '::' ? [`Node address ${address} is not allowed.`] : [];
  const name = address.toLowerCase();
  if (address.length > 128 || !/^(?=.*[a-z])[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name))
    return ['Node address is invalid. Please specify a valid IPv4 or IPv6 address or host name.'];
  return ALLOWED_DOMAINS.some((domain) => name.endsWith(`.${domain}`))
    ? []
    : [`Node address ${address} is not in an allowed domain.`];
}

/** A change of one node. Reading what may not change is told in words; `many` names the node inside. */
export function readNodeChange(value: unknown, id: number | null, faults: string[]): NodeChangeSpec {
  const known = ['id', 'address', 'port', 'condition', 'type', 'weight'];
  const fields = new Fields(value, known);
  if (fields.has('address')) faults.push('Node ip field cannot be modified.');
  if (fields.has('port')) faults.push('Port field cannot be modified.');
  if (id !== null && fields.has('id')) faults.push('Node id field cannot be modified.');
  const named = id ?? fields.whole('id');
  if (named === undefined) faults.push('Must provide the id of each node to update.');
  const weight = fields.whole('weight');
  if (!within(weight, 1, 100)) faults.push(WEIGHT);
  const change = {
    condition: fields.word('condition', CONDITIONS),
    type: fields.word('type', NODE_TYPES),
    weight,
  };
  if (Object.values(change).every((part) => part === undefined) && faults.length === 0)
    faults.push('Must provide at least one of condition, weight and type to update.');
  return { id: named ?? 0, ...given(change) };
}
