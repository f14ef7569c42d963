import type { BalancerDetail } from '../../../model/balancer.ts';
import type { Field, FormValues } from '../../../model/form.ts';
import { nodeAddress } from '../../../model/node.ts';
import { some } from '../../inWords.ts';
import type { Setting } from '../../sections.ts';
import { monitorFault } from '../create/rules.ts';
import { isUdp } from './facts.ts';
import type { SectionParts } from './resource.ts';
import { engineSetting } from './setting.ts';
import { formValues, type Keyed, numberOf, textOf } from './wireValues.ts';

const NUMBERS = ['delay', 'timeout', 'attemptsBeforeDeactivation'] as const;
const PAGE = ['path', 'statusRegex', 'bodyRegex', 'hostHeader'] as const;

/** How the balancer finds out whether its nodes answer. */
export function healthMonitor(parts: SectionParts, balancer: BalancerDetail): Setting {
  const { protocol, nodeList } = balancer;
  const secondary = nodeList.some(({ type }) => type === 'SECONDARY');
  const down = nodeList.filter(({ condition, health }) => condition === 'ENABLED' && health === 'OFFLINE');
  return engineSetting(parts, {
    balancer,
    key: 'health-monitor',
    title: 'Health monitor',
    one: 'health monitor',
    help: 'Takes nodes that do not answer out of the traffic until they do',
    unavailable: isUdp(protocol)
      ? `Rackspace cannot monitor nodes of the protocol ${protocol}: choose another protocol first`
      : null,
    path: 'healthmonitor',
    root: 'healthMonitor',
    inDetail: true,
    reading(inner) {
      const values = formValues(inner, ['type', ...NUMBERS, ...PAGE]);
      const page = values['path'] === undefined ? '' : ` ${values['path']}`;
      const summary = `${values['type'] ?? 'on'}${page} every ${values['delay'] ?? '?'} s`;
      return { configured: inner !== null, values, summary: inner === null ? 'none' : summary };
    },
    fields: () => fields(protocol ?? ''),
    body,
    reset: {
      title: 'Remove the health monitor',
      ...(secondary
        ? { whyNot: 'SECONDARY nodes need the monitor: make them PRIMARY, or remove them, first' }
        : {}),
      ...(down.length === 0
        ? {}
        : {
            warnings: [
              `What is OFFLINE counts as ONLINE then and gets traffic: ${some(down.map(nodeAddress), 'and', 3)}`,
            ],
          }),
    },
  });
}

const asksForAPage = (values: FormValues) => values['type'] === 'HTTP' || values['type'] === 'HTTPS';

function fields(protocol: string): readonly Field[] {
  return [
    {
      kind: 'choice',
      key: 'type',
      label: 'Type',
      initial: 'CONNECT',
      options: [
        { value: 'CONNECT', label: 'CONNECT', help: 'opens a connection' },
        { value: 'HTTP', label: 'HTTP', help: 'asks for a page; protocol HTTP only' },
        { value: 'HTTPS', label: 'HTTPS', help: 'asks for a page; protocol HTTPS only' },
      ],
      check: (type) => monitorFault(type, protocol),
    },
    {
      kind: 'number',
      key: 'delay',
      label: 'Check every',
      help: 'Seconds between checks',
      initial: '10',
      min: 1,
      max: 3600,
    },
    {
      kind: 'number',
      key: 'timeout',
      label: 'Check timeout',
      help: 'Seconds until a check fails',
      initial: '5',
      min: 1,
      max: 300,
    },
    {
      kind: 'number',
      key: 'attemptsBeforeDeactivation',
      label: 'Attempts',
      help: 'Failed checks in a row after which a node is OFFLINE',
      initial: '3',
      min: 1,
      max: 10,
    },
    {
      kind: 'text',
      key: 'path',
      label: 'Path',
      help: 'The page to ask for',
      initial: '/',
      check: (text) => (text.startsWith('/') ? tooLong(text, 128) : 'A path begins with /'),
      shownWhen: asksForAPage,
    },
    {
      kind: 'text',
      key: 'statusRegex',
      label: 'Status codes',
      help: 'A regular expression for the codes that count as up',
      initial: '^[23][0-9][0-9]$',
      check: (text) => tooLong(text, 128),
      shownWhen: asksForAPage,
    },
    {
      kind: 'text',
      key: 'bodyRegex',
      label: 'Page contains',
      help: 'A regular expression for the first 2048 bytes of the page; any page where it is empty',
      optional: true,
      check: (text) => tooLong(text, 128),
      shownWhen: asksForAPage,
    },
    {
      kind: 'text',
      key: 'hostHeader',
      label: 'Host',
      help: 'The host name to ask for; the node’s address where it is empty',
      optional: true,
      check: (text) => tooLong(text, 256),
      shownWhen: asksForAPage,
    },
  ];
}

/** Whole: a CONNECT monitor is refused with any field of the others, and all of them without a type. */
function body(values: FormValues): Keyed {
  const page = asksForAPage(values) ? PAGE : [];
  return Object.assign(
    { ...textOf(values, 'type') },
    ...NUMBERS.map((key) => numberOf(values, key)),
    ...page.map((key) => textOf(values, key)),
  );
}

function tooLong(text: string, most: number): string | null {
  return text.length > most ? `It has ${text.length} characters: at most ${most}` : null;
}
