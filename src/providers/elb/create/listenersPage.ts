import { type FormValues, rowsOf, rowsText } from '../../../model/form.ts';
import type { Answers, WizardStep } from '../../create.ts';
import type { Certificates } from '../sections/certificates.ts';
import { LISTENER_COLUMNS } from '../sections/listenerFields.ts';
import {
  isSecure,
  type ListenerSpec,
  listenerOfValues,
  listenersFaults,
  readListenerLine,
} from '../sections/listenerRules.ts';

const LISTENERS_PAGE = 'listeners';
const MOST_LISTENERS = 100;

/** The listeners that were filled in; encrypted ones without a certificate get the one that was chosen for all. */
export function chosenListeners(answers: Answers): readonly ListenerSpec[] {
  const values = answers[LISTENERS_PAGE] ?? {};
  return rowsOf(values['rows'] ?? '').flatMap((row) => listenerOf(row, values['certificate'] ?? '') ?? []);
}

function listenerOf(row: FormValues, usual: string): ListenerSpec | null {
  const listener = listenerOfValues(row);
  if (listener === null || listener.certificate !== undefined || usual === '' || !isSecure(listener.protocol))
    return listener;
  return { ...listener, certificate: usual };
}

/** The second page: where clients connect, and where their requests go. */
export function listenersPage(certificates: Certificates): WizardStep {
  const { port, protocol, instancePort, instanceProtocol, certificate } = LISTENER_COLUMNS;
  const asksFor = (values: FormValues) =>
    rowsOf(values['rows'] ?? '').some((row) => isSecure(row['protocol']));
  return {
    key: LISTENERS_PAGE,
    title: 'Listeners',
    form: () => ({
      title: 'Listeners',
      fields: [
        {
          kind: 'rows',
          key: 'rows',
          label: 'Listeners',
          help: 'PORT PROTOCOL [INSTANCE-PORT [INSTANCE-PROTOCOL [CERTIFICATE]]], a line each',
          initial: rowsText([
            {
              port: '80',
              protocol: 'HTTP',
              'instance-port': '80',
              'instance-protocol': 'HTTP',
              certificate: '',
            },
          ]),
          columns: [port, protocol, instancePort, instanceProtocol, certificate],
          locked: [],
          most: MOST_LISTENERS,
          parse: readListenerLine,
        },
        {
          kind: 'pick',
          key: 'certificate',
          label: 'Certificate',
          help: 'For the listeners of protocol HTTPS and SSL that name none',
          optional: true,
          load: (signal) => certificates.options(signal),
          shownWhen: asksFor,
        },
      ],
      check: (values): Record<string, string> => {
        const usual = values['certificate'] ?? '';
        const all = rowsOf(values['rows'] ?? '').map((row) => listenerOf(row, usual) ?? undefined);
        const [first] = [...listenersFaults(all)];
        return first === undefined ? {} : { rows: `Row ${first[0] + 1}: ${first[1].message}` };
      },
    }),
  };
}
