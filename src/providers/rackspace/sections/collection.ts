import type { BalancerDetail } from '../../../model/balancer.ts';
import { Failure } from '../../../model/problem.ts';
import type { Collection, Item } from '../../sections.ts';
import { pathId } from '../balancers.ts';
import type { ChangePlan } from '../changePlan.ts';
import { cleanJson } from '../wireFields.ts';
import type { Resource, SectionParts } from './resource.ts';
import { type Keyed, keyedEach } from './wireValues.ts';

/** The engine refuses longer batches (spec §1). */
const REMOVE_AT_MOST = 10;

/** An item without what every item has of the engine's answer. */
export interface ReadItem extends Omit<Item, 'raw'> {
  /** Tells items apart to which the engine gives one id. */
  readonly twin?: string | null;
}

/** A list that hangs off a balancer, and how its members are read. */
export interface ItemList {
  readonly resource: Resource;
  /** In a sentence: `access rule`, `access rules`. */
  readonly one: string;
  readonly many: string;
  /** Null for a member that is none. */
  readonly item: (member: Keyed) => ReadItem | null;
  /** Where the order of the engine means nothing. */
  readonly order?: (a: Item, b: Item) => number;
}

/** The list's part of a collection. */
export function listed(
  { lifetime }: SectionParts,
  list: ItemList,
  balancer: BalancerDetail,
): Pick<Collection, 'known' | 'list'> {
  const { resource } = list;
  return {
    known: resource.place.inDetail ? itemsOf(list, resource.shownBy(balancer)) : null,
    list: ({ signal }) => lifetime.run(signal, async (inner) => itemsOf(list, await resource.read(inner))),
  };
}

/** The members as items, distinct by id. */
export function itemsOf(list: ItemList, value: unknown): readonly Item[] {
  const read = keyedEach(value).flatMap((member) => {
    const item = list.item(member);
    return item === null ? [] : [{ item, raw: cleanJson(member) }];
  });
  const times = new Map<string, number>();
  for (const { item } of read) times.set(item.id, (times.get(item.id) ?? 0) + 1);
  const found = new Map<string, Item>();
  for (const { item, raw } of read) {
    const { twin, ...rest } = item;
    const id = twin && times.get(item.id) !== 1 ? `${item.id} ${twin}` : item.id;
    if (!found.has(id)) found.set(id, { ...rest, id, raw });
  }
  const items = [...found.values()];
  return list.order ? items.sort(list.order) : items;
}

/** The removal of items, in batches that the engine takes; each batch is a change of its own. */
export function removal(
  { lifetime, changes }: SectionParts,
  list: ItemList,
  options: {
    readonly restorable: boolean;
    readonly ends?: ChangePlan['ends'];
    /** One where the engine has no call for several. */
    readonly atMost?: number;
    readonly warnings?: (items: readonly Item[]) => readonly string[];
    readonly whyNot?: (item: Item) => string | null;
    /** Throws Failure for what must not be asked for together. */
    readonly guard?: (items: readonly Item[]) => void;
  },
): NonNullable<Collection['remove']> {
  const { ends = 'active', guard, atMost = REMOVE_AT_MOST, ...said } = options;
  return {
    ...said,
    atMost,
    run: (items, change) =>
      lifetime.change(change, async (inner) => {
        guard?.(items);
        const distinct = [...new Map(items.map((item) => [engineId(item), item])).values()];
        const [first, ...others] = batchesOf(distinct, atMost);
        if (first === undefined)
          throw new Failure({
            kind: 'invalid',
            message: `There are no ${list.many} to remove`,
            hint: 'Name at least one',
          });
        const carryOut = (batch: Batch) => changes.carryOut(removalPlan(list, batch, ends), inner);
        let receipt = await carryOut(first);
        for (const batch of others) receipt = await carryOut(batch);
        return receipt;
      }),
  };
}

/** Never empty: the engine takes a batch without ids for "all of them". */
type Batch = readonly [Item, ...Item[]];

function batchesOf(items: readonly Item[], atMost: number): readonly Batch[] {
  const [first, ...others] = items.slice(0, atMost);
  return first === undefined ? [] : [[first, ...others], ...batchesOf(items.slice(atMost), atMost)];
}

/** Never the address of the whole list: every id is looked at before it becomes part of it. */
function urlOf({ resource, one }: ItemList, [first, ...others]: Batch): string {
  const { url } = resource.place;
  const ids = [first, ...others].map((item) => pathId(engineId(item), one));
  return others.length === 0 ? `${url}/${ids[0]}` : `${url}?${ids.map((id) => `id=${id}`).join('&')}`;
}

function removalPlan(list: ItemList, items: Batch, ends: ChangePlan['ends']): ChangePlan {
  const { resource, one, many } = list;
  const { balancerId, noun } = resource.place;
  const stillThere = async (detail: BalancerDetail, signal: AbortSignal) => {
    const there = new Set(itemsOf(list, await resource.seen(detail, signal)).map(engineId));
    return items.filter((item) => there.has(engineId(item)));
  };
  return {
    balancerId,
    what: `remove ${items.length === 1 ? `${one} ${items[0].name}` : `${items.length} ${many}`} from ${noun}`,
    request: { method: 'DELETE', url: urlOf(list, items) },
    repeatable: true,
    ...(ends === undefined ? {} : { ends }),
    async trace(detail, signal) {
      const left = (await stillThere(detail, signal)).length;
      return left === 0 ? 'done' : left === items.length ? 'none' : 'unclear';
    },
    async left(detail, _, signal) {
      const [first, ...others] = await stillThere(detail, signal);
      if (first === undefined) return 'nothing';
      return others.length + 1 < items.length ? removalPlan(list, [first, ...others], ends) : 'all';
    },
  };
}

/** The engine's id in an item's: two that share one have a word behind it. */
export function engineId({ id }: Pick<Item, 'id'>): string {
  return id.split(' ')[0] ?? id;
}
