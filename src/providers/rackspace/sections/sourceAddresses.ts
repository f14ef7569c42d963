import type { BalancerDetail } from '../../../model/balancer.ts';
import type { FormValues } from '../../../model/form.ts';
import { cleanOrNull } from '../../../model/text.ts';
import type { Setting } from '../../sections.ts';
import type { SectionParts } from './resource.ts';
import { engineSetting } from './setting.ts';
import type { Keyed } from './wireValues.ts';

const NETWORKS = [
  ['ipv4Servicenets', 'ServiceNet IPv4'],
  ['ipv4Publicnets', 'Public IPv4'],
  ['ipv6Publicnets', 'Public IPv6'],
] as const;

/**
 * Where traffic to the nodes comes from. The balancer's own answer names one address of each kind; a firewall needs all
 * of the cluster's, so they are read by themselves.
 */
export function sourceAddresses(parts: SectionParts, balancer: BalancerDetail): Setting {
  return engineSetting(parts, {
    balancer,
    key: 'source-addresses',
    title: 'Source addresses',
    one: 'source addresses',
    help: 'Where the traffic to the nodes comes from: let these through their firewall',
    path: 'clustersourceaddresses',
    root: 'clusterSourceAddresses',
    inDetail: false,
    always: true,
    reading(inner) {
      const values = inner === null ? {} : addresses(inner);
      return {
        configured: inner !== null,
        values,
        summary: Object.values(values).join('; ') || 'not told',
      };
    },
    fields: () => NETWORKS.map(([key, label]) => ({ kind: 'text', key, label, optional: true })),
  });
}

function addresses(inner: Keyed): FormValues {
  return Object.fromEntries(
    NETWORKS.flatMap(([key]) => {
      const list = Array.isArray(inner[key]) ? inner[key] : [];
      const text = list.flatMap((each) => cleanOrNull(each) ?? []).join(', ');
      return text === '' ? [] : [[key, text]];
    }),
  );
}
