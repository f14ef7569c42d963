import type { BalancerDetail } from '../../../model/balancer.ts';
import type { Field, FormValues } from '../../../model/form.ts';
import { nodeAddress } from '../../../model/node.ts';
import { some } from '../../inWords.ts';
import type { Setting } from '../../sections.ts';
import { monitorFault } from '../create/rules.ts';
import { MONITOR_TYPES, monitorPace, monitorPage, tooLong } from '../monitorFields.ts';
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
      options: MONITOR_TYPES,
      check: (type) => monitorFault(type, protocol),
    },
    ...monitorPace({ timeout: 'timeout', attempts: 'attemptsBeforeDeactivation' }),
    ...monitorPage(asksForAPage),
    {
      kind: 'text',
      key: 'bodyRegex',
      label: 'Page contains',
      help: 'A regular expression for the first 2048 bytes of the page; any page where it is empty',
      optional: true,
      check: (text) => tooLong('expression', text, 128),
      shownWhen: asksForAPage,
    },
    {
      kind: 'text',
      key: 'hostHeader',
      label: 'Host',
      help: 'The host name to ask for; the node’s address where it is empty',
      optional: true,
      check: (text) => tooLong('host name', text, 256),
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
