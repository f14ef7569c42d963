import type { BalancerDetail } from '../../model/balancer.ts';
import type { Form, FormValues, Option } from '../../model/form.ts';
import type { NewNode } from '../../model/node.ts';
import { byName } from '../../model/order.ts';
import { elbDetail } from './balancerDetail.ts';
import { registeredIds } from './description.ts';
import type { Machine } from './machine.ts';
import type { Machines } from './machines.ts';

const INSTANCE_ID = /^i-[0-9a-z]{4,32}$/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

/** True for what can be an instance's id. */
export function isInstanceId(text: string): boolean {
  return INSTANCE_ID.test(text);
}

/** Nodes are instances: chosen among those of the balancer's network, or typed. They have no port and no weight. */
export function nodeForm(balancer: BalancerDetail | null, machines: Machines): Form {
  return {
    title: 'Add instances',
    fields: [
      {
        kind: 'many',
        key: 'instances',
        label: 'Instances',
        help: 'Of the balancer’s network; only running ones can be registered',
        optional: true,
        load: async (signal) => {
          const description = balancer === null ? null : elbDetail(balancer).description;
          const there = description === null ? new Set<string>() : registeredIds(description);
          const all = await machines.all(description?.VPCId || null, signal);
          return all
            .filter(({ id }) => !there.has(id))
            .map(optionOf)
            .sort((a, b) => byName(a.label, b.label));
        },
      },
      {
        kind: 'text',
        key: 'address',
        label: 'Others',
        help: 'Instance ids, or private addresses in the balancer’s network, with spaces between',
        flag: 'address',
        optional: true,
        check: (text) => {
          const wrong = wordsOf(text).find((word) => !INSTANCE_ID.test(word) && !IPV4.test(word));
          return wrong === undefined
            ? null
            : `${wrong} is no instance: write an id (i-0a1b2c3d4e5f60718) or a private IPv4 address`;
        },
      },
    ],
    check: (values): Readonly<Record<string, string>> =>
      newNodes(values).length > 0 ? {} : { address: 'Choose an instance, or type its id' },
  };
}

/** The nodes that the form means, each once. */
export function newNodes(values: FormValues): readonly NewNode[] {
  const chosen = (values['instances'] ?? '').split('\n').filter((id) => id !== '');
  const all = new Set([...chosen, ...wordsOf(values['address'] ?? '')]);
  return [...all].map((address) => ({ address, port: null, condition: 'ENABLED' }));
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((word) => word !== '');
}

function optionOf({ id, name, type, zone, state, privateIp }: Machine): Option {
  const facts = [name === null ? null : id, privateIp, type, zone, state === 'running' ? null : state];
  return { value: id, label: name ?? id, help: facts.filter((fact) => fact !== null).join(', ') };
}
