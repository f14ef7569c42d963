import type { Field, FormValues, Option } from '../../../model/form.ts';
import { algorithmOption, ownPort, protocolOption } from '../create/balancerPage.ts';
import { idleTimeout } from '../create/balancerSettings.ts';
import type { Offers } from '../create/offers.ts';
import { nameFault } from '../create/rules.ts';
import type { BalancerFacts } from './facts.ts';
import { protocolFault } from './generalRules.ts';

const HALF_CLOSED: ReadonlySet<string> = new Set(['TCP', 'TCP_CLIENT_FIRST']);
const LONGEST_NAME = 128;

/** The fields of the balancer itself; `now` is what it has. */
export function generalFields(offers: Offers, now: FormValues, facts: BalancerFacts): readonly Field[] {
  const { protocol: ownProtocol, algorithm: ownAlgorithm } = now;
  return [
    {
      kind: 'text',
      key: 'name',
      label: 'Name',
      help: 'At most 128 characters',
      check: (text) =>
        text.length > LONGEST_NAME
          ? `The name has ${text.length} characters: at most ${LONGEST_NAME}`
          : nameFault(text),
    },
    {
      kind: 'pick',
      key: 'protocol',
      label: 'Protocol',
      help: 'What the clients speak',
      load: async (signal) => withOwn(ownProtocol, (await offers.protocols.get(signal)).map(protocolOption)),
      check: (text) => (text === ownProtocol ? null : protocolFault(text, facts)),
    },
    {
      kind: 'number',
      key: 'port',
      label: 'Port',
      help: portHelp(offers, ownProtocol),
      min: 1,
      max: 65_535,
      check: (text) =>
        Number(text) === facts.securePort
          ? `Port ${text} is the one of SSL termination: choose another`
          : null,
    },
    {
      kind: 'pick',
      key: 'algorithm',
      label: 'Algorithm',
      help: 'How a node is chosen for each new connection',
      load: async (signal) =>
        withOwn(ownAlgorithm, (await offers.algorithms.get(signal)).map(algorithmOption)),
    },
    idleTimeout,
    {
      kind: 'yesno',
      key: 'halfClosed',
      label: 'Half-closed',
      help: 'One side may end its half of a connection and still receive',
      initial: 'no',
      shownWhen: (values) => HALF_CLOSED.has(values['protocol'] ?? ''),
    },
    {
      kind: 'yesno',
      key: 'httpsRedirect',
      label: 'HTTPS redirect',
      help: 'Sends clients that come over HTTP to HTTPS',
      initial: 'no',
      shownWhen: (values) => values['protocol'] === 'HTTP' || values['protocol'] === 'HTTPS',
    },
  ];
}

/** The list with what the balancer has, also where the engine offers it no more. */
function withOwn(own: string | undefined, options: readonly Option[]): readonly Option[] {
  if (own === undefined || options.some(({ value }) => value === own)) return options;
  return [{ value: own, label: own, help: 'as it is now' }, ...options];
}

function portHelp(offers: Offers, protocol: string | undefined): string {
  const port = ownPort(offers, protocol);
  return port === null ? 'Where clients connect' : `Where clients connect; ${protocol} usually has ${port}`;
}
