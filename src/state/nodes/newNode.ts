import { isCondition } from '../../model/condition.ts';
import type { FormValues } from '../../model/form.ts';
import type { NewNode } from '../../model/node.ts';

/** What the add form's values say. */
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
