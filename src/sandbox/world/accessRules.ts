import type { BalancerRecord } from './records.ts';
import { type Plan, refuse } from './refusal.ts';
import type { AccessSpec } from './specs.ts';
import { touch } from './stamps.ts';
import type { WorldState } from './state.ts';

/** Appends to the access list. */
export function addAccess(
  world: WorldState,
  balancer: BalancerRecord,
  items: readonly AccessSpec[],
  at: number,
): Plan {
  const all = [...balancer.accessList, ...items];
  if (new Set(all.map((item) => item.address.toLowerCase())).size < all.length)
    return refuse({ kind: 'invalid', messages: ['Addresses of the access list must be unique'] });
  const limit = world.limits.accessList;
  if (all.length > limit)
    return refuse({ kind: 'quota', message: `Access list size must not exceed ${limit} items` });
  return {
    apply() {
      const made = items.map((item) => ({ id: world.id('access'), ...item }));
      balancer.accessList = [...balancer.accessList, ...made];
      touch(balancer, at);
      return made.map((item) => item.id);
    },
  };
}

/** `ids` null takes the whole list, as the service does when no id is named. */
export function deleteAccess(
  world: WorldState,
  balancer: BalancerRecord,
  ids: readonly number[] | null,
  many: boolean,
  at: number,
): Plan {
  const limit = world.limits.batchDelete;
  if (ids && ids.length > limit)
    return refuse({
      kind: 'bad',
      message: `Must not request the deletion of more than ${limit} items at once`,
    });
  const missing = (ids ?? []).filter((id) => !balancer.accessList.some((item) => item.id === id));
  if (missing.length > 0)
    return refuse(
      many
        ? {
            kind: 'invalid',
            messages: [`Access list items ${missing.join(',')} are not a part of your loadbalancer`],
          }
        : { kind: 'missing', what: 'Access list item' },
    );
  if (balancer.accessList.length === 0)
    return refuse({ kind: 'conflict', message: 'No access list items found to delete' });
  return {
    apply() {
      balancer.accessList = ids ? balancer.accessList.filter((item) => !ids.includes(item.id)) : [];
      touch(balancer, at);
      return [];
    },
  };
}
