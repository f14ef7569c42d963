import type { ListenerDescription } from '@aws-sdk/client-elastic-load-balancing';
import { some } from '../../inWords.ts';
import type { Receipt } from '../../provider.ts';
import type { Collection, Item, ItemAction } from '../../sections.ts';
import type { Certificates } from './certificates.ts';
import { certificateFields, certificateIn, followListener } from './listenerFields.ts';
import { listenerForm, listenersOf } from './listenerForm.ts';
import { isSecure, listenerOf, listenerText, wireListener } from './listenerRules.ts';
import { policiesAction } from './policiesAction.ts';
import { listenerDescriptions, policiesAt, setPolicies } from './policySets.ts';
import { linesOf, receiptOf, type Subject, setting } from './subject.ts';

/** The ports that clients connect to. There is no edit: a listener is removed and added anew (spec §4). */
export function listenersSection(subject: Subject, certificates: Certificates): Collection {
  const { aws, name } = subject;
  const known = itemsOf(subject.known.description.ListenerDescriptions ?? []);
  return {
    kind: 'collection',
    key: 'listeners',
    title: 'Listeners',
    one: 'listener',
    help: 'Where clients connect, and where their requests go',
    columns: [
      { key: 'port', title: 'Port', align: 'right' },
      { key: 'protocol', title: 'Protocol' },
      { key: 'instance-port', title: 'Instance port', align: 'right' },
      { key: 'instance-protocol', title: 'Instance protocol' },
      { key: 'policies', title: 'Policies' },
      { key: 'certificate', title: 'Certificate' },
    ],
    empty: 'No listeners: nobody can connect',
    known,
    list: async (options) => itemsOf((await subject.description(options)).ListenerDescriptions ?? []),
    add: {
      form: (options) => listenerForm(subject, certificates, options),
      run: async (values, options) => {
        const listeners = listenersOf(values);
        const [first] = listeners;
        const words = some(listeners.map(listenerText), 'and');
        // The same listener once more changes nothing; any other on its port is refused (spec §4).
        const sent = aws.elb(
          'CreateLoadBalancerListeners',
          { LoadBalancerName: name, Listeners: listeners.map(wireListener) },
          setting(`add ${words} to ${name}`, options),
        );
        const policies = linesOf(values['policies']);
        if (first === undefined || policies.length === 0) return receiptOf(sent, options);
        await receiptOf(sent, options);
        return setPolicies(subject, { on: 'listener', port: first.port }, policies, options);
      },
      notes: (values) =>
        listenersOf(values).some(({ protocol }) => isSecure(protocol)) &&
        linesOf(values['policies']).length === 0
          ? ['Without a security policy of its own an HTTPS or SSL listener gets ELBSecurityPolicy-2016-08']
          : [],
    },
    remove: {
      atMost: 100,
      run: (items, options) => {
        const ports = items.map(({ id }) => Number(id));
        const sent = aws.elb(
          'DeleteLoadBalancerListeners',
          { LoadBalancerName: name, LoadBalancerPorts: ports },
          setting(`remove the listeners on ${some(ports.map(String), 'and')} from ${name}`, options),
        );
        return receiptOf(sent, options);
      },
      warnings: (items) => [
        ...items.flatMap(({ name: port, values }) => {
          const policies = linesOf(values['policies']);
          if (policies.length === 0) return [];
          const are = policies.length === 1 ? 'is' : 'are';
          return [`${some(policies, 'and')} ${are} set on ${port}: that goes with it, the policies stay`];
        }),
        ...(known.every(({ id }) => items.some((item) => item.id === id))
          ? [`These are all listeners of ${name}: nobody can connect then`]
          : []),
      ],
      restorable: true,
    },
    actions: [certificateAction(subject, certificates), policiesAction(subject, 'listener')],
  };
}

function itemsOf(descriptions: readonly ListenerDescription[]): readonly Item[] {
  return listenerDescriptions({ ListenerDescriptions: [...descriptions] }).flatMap((described): Item[] => {
    if (!described.Listener) return [];
    const { protocol, port, instanceProtocol, instancePort, certificate } = listenerOf(described.Listener);
    const policies = described.PolicyNames ?? [];
    const cells = {
      port: String(port),
      protocol,
      'instance-port': String(instancePort),
      'instance-protocol': instanceProtocol,
    };
    return [
      {
        id: String(port),
        name: String(port),
        cells: {
          ...cells,
          policies: policies.length === 0 ? null : policies.join(', '),
          certificate: certificate?.split(/[:/]/).at(-1) ?? null,
        },
        values: { ...cells, certificate: certificate ?? '', policies: policies.join('\n') },
        raw: described,
      },
    ];
  });
}

function certificateAction(subject: Subject, certificates: Certificates): ItemAction {
  const { aws, name } = subject;
  return {
    key: 'certificate',
    label: 'certificate',
    help: 'Replace the certificate; connections that are open keep the one they have',
    form: (item) => ({
      title: `Certificate of listener ${item.name}`,
      fields: certificateFields(certificates).map((field) => {
        if (field.key !== 'certificate') return field;
        const { optional: _, ...needed } = field;
        return { ...needed, initial: item.values['certificate'] ?? '' };
      }),
      follow: followListener,
    }),
    whyNot: ({ values }) =>
      isSecure(values['protocol']) ? null : `a listener of protocol ${values['protocol']} has no certificate`,
    run: async (item, values, options) => {
      const port = Number(item.id);
      const place = { on: 'listener', port } as const;
      const before = policiesAt(await subject.description(options), place);
      const receipt = await receiptOf(
        aws.elb(
          'SetLoadBalancerListenerSSLCertificate',
          {
            LoadBalancerName: name,
            LoadBalancerPort: port,
            SSLCertificateId: certificateIn(values, item.values['certificate']),
          },
          setting(`replace the certificate of listener ${port} of ${name}`, options),
        ),
        options,
      );
      return (await policiesAgain(subject, place.port, before, options.signal)) ?? receipt;
    },
    reversible: true,
  };
}

/** Stickiness has been seen to go with the old certificate (spec §4): what is missing afterwards is set again. */
async function policiesAgain(
  subject: Subject,
  port: number,
  before: readonly string[],
  signal: AbortSignal,
): Promise<Receipt | null> {
  const place = { on: 'listener', port } as const;
  const after = policiesAt(await subject.description({ signal }), place);
  if (before.every((policy) => after.includes(policy))) return null;
  return setPolicies(subject, place, [...new Set([...before, ...after])], { signal });
}
