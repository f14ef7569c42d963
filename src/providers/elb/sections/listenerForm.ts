import { type Form, type FormValues, rowsOf } from '../../../model/form.ts';
import type { ReadOptions } from '../../sections.ts';
import type { Certificates } from './certificates.ts';
import {
  asksForCertificate,
  certificateFields,
  certificateIn,
  followListener,
  LISTENER_COLUMNS,
} from './listenerFields.ts';
import {
  isHttp,
  isSecure,
  type ListenerSpec,
  listenerOf,
  listenerOfValues,
  listenersFaults,
  readListenerLine,
} from './listenerRules.ts';
import { listenerDescriptions } from './policySets.ts';
import { kindOf } from './policyTypes.ts';
import type { Subject } from './subject.ts';

/** Further listeners, in a table below the first. */
const MORE = 'more';
/** What an account may have of one balancer (spec §4). */
const MOST_LISTENERS = 100;

/** Members of a listener by the keys of its fields. */
const KEYS = {
  port: 'port',
  instanceProtocol: 'instance-protocol',
  instancePort: 'instance-port',
  certificate: 'certificate',
} as const;

/** The listeners that an accepted form asks for, the first one in front. */
export function listenersOf(values: FormValues): readonly ListenerSpec[] {
  return allOf(values).flatMap((one) => listenerOfValues(one) ?? []);
}

function allOf(values: FormValues): readonly FormValues[] {
  return [{ ...values, certificate: certificateIn(values) }, ...rowsOf(values[MORE] ?? '')];
}

/** A form for one listener, with a table for more of them. */
export async function listenerForm(
  subject: Subject,
  certificates: Certificates,
  options: ReadOptions,
): Promise<Form> {
  const description = await subject.description(options);
  const standing = listenerDescriptions(description).map(({ Listener }) => listenerOf(Listener ?? {}));
  const { protocol, port, instanceProtocol, instancePort, certificate } = LISTENER_COLUMNS;
  const columns = [port, protocol, instancePort, instanceProtocol, certificate];
  return {
    title: `New listener of ${subject.name}`,
    fields: [
      protocol,
      port,
      instanceProtocol,
      instancePort,
      ...certificateFields(certificates, asksForCertificate),
      {
        kind: 'many',
        key: 'policies',
        label: 'Policies',
        help: 'Which of the balancer’s policies apply to it from the beginning',
        flag: 'policies',
        optional: true,
        load: async (signal) =>
          (await subject.policies({ signal }))
            .filter(({ PolicyTypeName }) => ['stickiness', 'ssl', 'other'].includes(kindOf(PolicyTypeName)))
            .flatMap(({ PolicyName }) => (PolicyName ? [{ value: PolicyName, label: PolicyName }] : [])),
        none: 'the balancer has no policy for listeners; add one first, or enable it later',
        shownWhen: ({ protocol: chosen }) => isHttp(chosen) || isSecure(chosen),
      },
      {
        kind: 'rows',
        key: MORE,
        label: 'More listeners',
        help: 'PORT PROTOCOL [INSTANCE-PORT [INSTANCE-PROTOCOL [CERTIFICATE]]], a line each',
        flag: MORE,
        optional: true,
        columns,
        locked: [],
        most: MOST_LISTENERS,
        checkRows: (rows) => {
          const listeners = rows.map((row) => listenerOfValues(row) ?? undefined);
          return Object.fromEntries(
            [...listenersFaults(listeners, standing)].map(([index, { message }]) => [index, message]),
          );
        },
        parse: readListenerLine,
      },
    ],
    follow: followListener,
    check: (values): Record<string, string> => {
      const all = allOf(values).map((one) => listenerOfValues(one) ?? undefined);
      const [first] = [...listenersFaults(all, standing)];
      if (first === undefined) return {};
      const [index, { key, message }] = first;
      return index === 0 ? { [KEYS[key]]: message } : { [MORE]: `Row ${index}: ${message}` };
    },
  };
}
