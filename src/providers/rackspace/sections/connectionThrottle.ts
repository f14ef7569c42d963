import type { BalancerDetail } from '../../../model/balancer.ts';
import type { NumberField } from '../../../model/form.ts';
import type { Setting } from '../../sections.ts';
import type { SectionParts } from './resource.ts';
import { engineSetting } from './setting.ts';
import { changedOnly, formValues, type Keyed, numberOf } from './wireValues.ts';

const WITHOUT_EFFECT = 'Kept by Rackspace, but without effect any more';

const FIELDS: readonly NumberField[] = [
  {
    kind: 'number',
    key: 'maxConnections',
    label: 'Most connections',
    help: 'Of one client address at a time',
    initial: '100',
    min: 1,
    max: 100_000,
  },
  {
    kind: 'number',
    key: 'minConnections',
    label: 'Least connections',
    help: WITHOUT_EFFECT,
    initial: '0',
    min: 0,
    max: 1000,
  },
  {
    kind: 'number',
    key: 'maxConnectionRate',
    label: 'Highest rate',
    help: WITHOUT_EFFECT,
    initial: '0',
    min: 0,
    max: 100_000,
  },
  {
    kind: 'number',
    key: 'rateInterval',
    label: 'Rate interval',
    help: WITHOUT_EFFECT,
    initial: '1',
    min: 1,
    max: 3600,
  },
];
const KEYS = FIELDS.map(({ key }) => key);

/** How much one client may have. */
export function connectionThrottle(parts: SectionParts, balancer: BalancerDetail): Setting {
  return engineSetting(parts, {
    balancer,
    key: 'connection-throttle',
    title: 'Connection throttle',
    one: 'connection throttle',
    help: 'Limits the connections of each client address',
    path: 'connectionthrottle',
    root: 'connectionThrottle',
    inDetail: true,
    reading(inner) {
      const values = formValues(inner, KEYS);
      const most = values['maxConnections'] ?? '?';
      return {
        configured: inner !== null,
        values,
        summary: inner === null ? 'none' : `at most ${most} connections of a client`,
      };
    },
    fields: () => FIELDS,
    // A new one needs all four; of one that is there only what changes is sent.
    body(values, before): Keyed {
      const all: Keyed = Object.assign({}, ...KEYS.map((key) => numberOf(values, key)));
      return before.configured ? changedOnly(all, before.values) : all;
    },
    reset: { title: 'Remove the connection throttle' },
  });
}
