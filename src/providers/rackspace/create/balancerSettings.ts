import type { Field, FormValues, NumberField } from '../../../model/form.ts';
import { MONITOR_TYPES, monitorPace, monitorPage } from '../monitorFields.ts';
import { metadataFault, monitorFault, persistenceFault } from './rules.ts';
import { MOST_METADATA } from './schema.ts';

const more = (values: FormValues) => values['more'] === 'yes';
const monitored = (values: FormValues) => more(values) && (values['monitor'] ?? 'none') !== 'none';
const asksForAPage = (values: FormValues) => monitored(values) && values['monitor'] !== 'CONNECT';

/** How long an idle connection is kept, of a new balancer or one that is there: Rackspace's bounds and default. */
export const idleTimeout: NumberField = {
  kind: 'number',
  key: 'timeout',
  label: 'Timeout',
  help: 'Seconds an idle connection is kept',
  initial: '30',
  min: 30,
  max: 120,
};

/** What can be set beyond the least; shown when `more` says yes. */
export const balancerSettings: readonly Field[] = [
  { ...idleTimeout, shownWhen: more },
  {
    kind: 'choice',
    key: 'persistence',
    label: 'Session persistence',
    help: 'What keeps a client on its node',
    initial: 'none',
    options: [
      { value: 'none', label: 'none', help: 'any node each time' },
      { value: 'HTTP_COOKIE', label: 'HTTP_COOKIE', help: 'by a cookie; HTTP only' },
      { value: 'SSL_ID', label: 'SSL_ID', help: 'by the TLS session; HTTPS only' },
      { value: 'SOURCE_IP', label: 'SOURCE_IP', help: 'by the client’s address' },
    ],
    check: (text, values) => persistenceFault(text, values['protocol'] ?? ''),
    shownWhen: more,
  },
  {
    kind: 'choice',
    key: 'monitor',
    label: 'Health monitor',
    help: 'How the balancer finds out whether a node answers',
    initial: 'none',
    options: [{ value: 'none', label: 'none', help: 'a node counts as up' }, ...MONITOR_TYPES],
    check: (text, values) => (text === 'none' ? null : monitorFault(text, values['protocol'] ?? '')),
    shownWhen: more,
  },
  ...monitorPace({ timeout: 'checkTimeout', attempts: 'attempts' }, monitored),
  ...monitorPage(asksForAPage),
  {
    kind: 'text',
    key: 'metadata',
    label: 'Metadata',
    help: 'Notes on the balancer: key=value, key=value',
    optional: true,
    check: metadataTextFault,
    shownWhen: more,
  },
];

/** `team=checkout, stage=prod` as pairs, in their order. */
export function metadataPairs(text: string): readonly (readonly [key: string, value: string])[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map((item) => {
      const at = item.indexOf('=');
      return at < 0 ? [item, ''] : [item.slice(0, at).trim(), item.slice(at + 1).trim()];
    });
}

function metadataTextFault(text: string): string | null {
  const pairs = metadataPairs(text);
  if (pairs.length > MOST_METADATA)
    return `These are ${pairs.length} items: at most ${MOST_METADATA} are allowed`;
  const seen = new Set<string>();
  for (const [key, value] of pairs) {
    if (seen.has(key)) return `The key ${key} is there twice: leave one out`;
    seen.add(key);
    const fault = metadataFault(key, value);
    if (fault !== null) return fault;
    if (value.length > 256) return `The value of ${key} has ${value.length} characters: at most 256`;
  }
  return null;
}
