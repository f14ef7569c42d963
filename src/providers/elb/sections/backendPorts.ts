import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import type { Collection, Item } from '../../sections.ts';
import { listenerOf } from './listenerRules.ts';
import { policiesAction } from './policiesAction.ts';
import { instancePorts, listenerDescriptions, policiesAt } from './policySets.ts';
import type { Subject } from './subject.ts';

/** The ports of the instances, with the policies that apply to what the balancer sends there. */
export function backendPortsSection(subject: Subject): Collection {
  return {
    kind: 'collection',
    key: 'backend-ports',
    title: 'Instance ports',
    one: 'instance port',
    help: 'Where the instances listen, and which policies apply there: proxy protocol, authentication of the instances',
    columns: [
      { key: 'port', title: 'Instance port', align: 'right' },
      { key: 'protocols', title: 'Protocol' },
      { key: 'listeners', title: 'Of listeners' },
      { key: 'policies', title: 'Policies' },
    ],
    empty: 'No listener sends anything to an instance',
    known: itemsOf(subject.known.description),
    list: async (options) => itemsOf(await subject.description(options)),
    edit: policiesAction(subject, 'instance'),
  };
}

function itemsOf(description: LoadBalancerDescription): readonly Item[] {
  const listeners = listenerDescriptions(description).map(({ Listener }) => listenerOf(Listener ?? {}));
  return instancePorts(description).map((port): Item => {
    const here = listeners.filter(({ instancePort }) => instancePort === port);
    const policies = policiesAt(description, { on: 'instance', port });
    const protocols = [...new Set(here.map(({ instanceProtocol }) => instanceProtocol))];
    const described = description.BackendServerDescriptions?.find(
      ({ InstancePort }) => InstancePort === port,
    );
    return {
      id: String(port),
      name: String(port),
      cells: {
        port: String(port),
        protocols: protocols.join(', ') || null,
        listeners: here.map((listener) => listener.port).join(', ') || null,
        policies: policies.join(', ') || null,
      },
      values: { policies: policies.join('\n'), 'instance-protocols': protocols.join('\n') },
      raw: described ?? { InstancePort: port, PolicyNames: [] },
    };
  });
}
