import type { BalancerDetail } from '../../../model/balancer.ts';
import type { Form } from '../../../model/form.ts';
import { Failure } from '../../../model/problem.ts';
import { cleanOrNull } from '../../../model/text.ts';
import { some } from '../../inWords.ts';
import type { Collection } from '../../sections.ts';
import { shortAddress } from '../address.ts';
import type { ChangePlan } from '../changePlan.ts';
import { type ItemList, itemsOf, listed, type ReadItem, removal } from './collection.ts';
import { Resource, type SectionParts } from './resource.ts';
import type { Keyed } from './wireValues.ts';

const LAST = 'A balancer keeps at least one virtual IP';

/** Where clients connect. */
export function virtualIps(parts: SectionParts, balancer: BalancerDetail): Collection {
  const { lifetime, session, balancers, labels, changes } = parts;
  const resource = new Resource(session, {
    balancerId: balancer.id,
    url: `${balancers.url(balancer.id)}/virtualips`,
    root: 'virtualIps',
    noun: `the virtual IPs of ${labels.balancer(balancer.id)}`,
    inDetail: true,
    always: true,
  });
  const list: ItemList = { resource, one: 'virtual IP', many: 'virtual IPs', item: vipItem };
  const known = itemsOf(list, resource.shownBy(balancer));
  const isPublic = known.some(({ values }) => values['type'] === 'PUBLIC');
  const late = isPublic
    ? 'An IPv6 address can be added'
    : 'A SERVICENET balancer cannot be given another one';
  return {
    kind: 'collection',
    key: 'virtual-ips',
    title: 'Virtual IPs',
    one: 'virtual IP',
    help: `Where clients connect. ${late}; to share one, create a balancer with it`,
    columns: [
      { key: 'address', title: 'Address' },
      { key: 'type', title: 'Type' },
      { key: 'ipVersion', title: 'Version' },
    ],
    empty: 'No virtual IP; one can be shared with another balancer only when that is created',
    ...listed(parts, list, balancer),
    ...(isPublic
      ? {
          add: {
            form: () => ADD_FORM,
            run: (_, options) =>
              lifetime.change(options, async (inner) => {
                // What is new can only be told from what was there.
                const before = await balancers.get(balancer.id, inner.signal);
                const there = itemsOf(list, resource.shownBy(before)).map(({ id }) => id);
                return changes.carryOut(addPlan(list, there), inner);
              }),
          },
        }
      : {}),
    remove: removal(parts, list, {
      restorable: false,
      whyNot: () => (known.length === 1 ? LAST : null),
      guard(items) {
        if (known.length > 0 && items.length >= known.length)
          throw new Failure({ kind: 'guard', message: LAST, hint: 'Leave one out' });
      },
      warnings: (items) => [
        `Clients of ${some(
          items.map(({ name }) => name),
          'and',
        )} are refused, and the address cannot be had back`,
      ],
    }),
  };
}

const ADD_FORM: Form = {
  title: 'New virtual IP',
  fields: [
    {
      kind: 'choice',
      key: 'ipVersion',
      label: 'Version',
      help: 'IPv4 addresses are only given when a balancer is created',
      initial: 'IPV6',
      options: [{ value: 'IPV6', label: 'IPV6', help: 'a public address of its own' }],
    },
  ],
};

/** Emulators give an IPv4 and an IPv6 the same id: the version tells them apart then. */
function vipItem(member: Keyed): ReadItem | null {
  const id = cleanOrNull(member['id']);
  const given = cleanOrNull(member['address']);
  if (id === null || given === null) return null;
  const cells = {
    address: shortAddress(given),
    type: cleanOrNull(member['type']),
    ipVersion: cleanOrNull(member['ipVersion']),
  };
  const values = Object.entries(cells).flatMap(([key, cell]) =>
    cell === null ? [] : [[key, cell] as const],
  );
  return { id, twin: cells.ipVersion, name: cells.address, cells, values: Object.fromEntries(values) };
}

function addPlan(list: ItemList, before: readonly string[]): ChangePlan {
  const { resource } = list;
  const { balancerId, url, noun } = resource.place;
  return {
    balancerId,
    what: `add an IPv6 address to ${noun}`,
    request: { method: 'POST', url, body: { type: 'PUBLIC', ipVersion: 'IPV6' } },
    repeatable: false,
    async trace(detail, signal) {
      const now = itemsOf(list, await resource.seen(detail, signal));
      const fresh = now.filter(({ id, values }) => !before.includes(id) && values['ipVersion'] === 'IPV6');
      return fresh.length === 0 ? 'none' : fresh.length === 1 ? 'done' : 'unclear';
    },
  };
}
