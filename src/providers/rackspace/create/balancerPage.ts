import type { Field, Form, FormValues, Option } from '../../../model/form.ts';
import type { Answers, WizardStep } from '../../create.ts';
import { balancerSettings } from './balancerSettings.ts';
import type { Offers, Protocol } from './offers.ts';
import { nameFault } from './rules.ts';

/** By which later pages find its answers. */
export const BALANCER_STEP = 'balancer';

/** Which are offered first, where the account has them. */
const USUAL = { protocol: 'HTTP', algorithm: 'LEAST_CONNECTIONS' } as const;

const ALGORITHMS: Readonly<Record<string, string>> = {
  LEAST_CONNECTIONS: 'to the node with the fewest connections',
  ROUND_ROBIN: 'to each node in turn',
  RANDOM: 'to any node',
  WEIGHTED_LEAST_CONNECTIONS: 'fewest connections, nodes counted by weight',
  WEIGHTED_ROUND_ROBIN: 'in turn, nodes counted by weight',
};

/** The port that a protocol has by itself, as far as the account's list has been read. */
export function ownPort(offers: Offers, protocol: string | undefined): number | null {
  return offers.protocols.last?.find(({ name }) => name === protocol)?.port ?? null;
}

/** The first page: what the balancer is. */
export function balancerPage(offers: Offers): WizardStep {
  return {
    key: BALANCER_STEP,
    title: 'Balancer',
    form: (answers) => balancerForm(offers, answers),
  };
}

function balancerForm(offers: Offers, answers: Answers): Form {
  const fields: readonly Field[] = [
    {
      kind: 'text',
      key: 'name',
      label: 'Name',
      help: 'What the balancer is called, at most 128 characters',
      initial: 'balancer-1',
      check: (text) =>
        text.length > 128 ? `The name has ${text.length} characters: at most 128` : nameFault(text),
    },
    {
      kind: 'pick',
      key: 'protocol',
      label: 'Protocol',
      help: 'What the clients speak',
      load: async (signal) => (await offers.protocols.get(signal)).map(protocolOption),
      preferred: (options) => preferred(options, USUAL.protocol),
    },
    {
      kind: 'number',
      key: 'port',
      label: 'Port',
      help: portHelp(offers, answers[BALANCER_STEP]?.['protocol']),
      min: 1,
      max: 65_535,
    },
    {
      kind: 'pick',
      key: 'algorithm',
      label: 'Algorithm',
      help: 'How a node is chosen for each new connection',
      load: async (signal) => (await offers.algorithms.get(signal)).map(algorithmOption),
      preferred: (options) => preferred(options, USUAL.algorithm),
    },
    {
      kind: 'yesno',
      key: 'more',
      label: 'More settings',
      help: 'Timeout, session persistence, health monitor, metadata',
      initial: 'no',
    },
    ...balancerSettings,
  ];
  return {
    title: 'Balancer',
    fields,
    follow: (values, changed): FormValues => {
      if (changed !== 'protocol' || offers.protocols.last === null) return {};
      return { port: String(ownPort(offers, values['protocol']) ?? '') };
    },
  };
}

/** An algorithm to choose, with what it does where we know it. */
export function algorithmOption(name: string): Option {
  return {
    value: name,
    label: name,
    ...(ALGORITHMS[name] === undefined ? {} : { help: ALGORITHMS[name] }),
  };
}

/** A protocol to choose, with its port. */
export function protocolOption({ name, port }: Protocol): Option {
  return { value: name, label: name, help: port === null ? 'you choose the port' : `port ${port}` };
}

function preferred(options: readonly Option[], usual: string): string | undefined {
  return (options.find(({ value }) => value === usual) ?? options[0])?.value;
}

function portHelp(offers: Offers, protocol: string | undefined): string {
  const port = protocol === undefined ? undefined : ownPort(offers, protocol);
  if (port === undefined) return 'Where clients connect; it follows the protocol until you change it';
  return port === null
    ? `Where clients connect; ${protocol} has no port of its own`
    : `Where clients connect; ${protocol} usually has ${port}`;
}
