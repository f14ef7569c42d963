import type { BalancerDetail } from '../../../model/balancer.ts';
import { rowsText } from '../../../model/form.ts';
import { Failure } from '../../../model/problem.ts';
import { cleanOrNull } from '../../../model/text.ts';
import { some } from '../../inWords.ts';
import type { Collection, Item } from '../../sections.ts';
import type { ChangePlan } from '../changePlan.ts';
import { balancerLimits } from '../create/limits.ts';
import { type AccessRule, accessForm, rulesIn } from './accessForm.ts';
import { type ItemList, itemsOf, listed, type ReadItem, removal } from './collection.ts';
import { isEverybody, shortNetwork } from './network.ts';
import { Resource, type SectionParts } from './resource.ts';
import type { Keyed } from './wireValues.ts';

/** What the guide gives an account, for where its own limit cannot be read. */
const USUAL_LIMIT = 100;

/** Who may connect. */
export function accessList(parts: SectionParts, balancer: BalancerDetail): Collection {
  const { lifetime, session, balancers, labels, changes } = parts;
  const resource = new Resource(session, {
    balancerId: balancer.id,
    url: `${balancers.url(balancer.id)}/accesslist`,
    root: 'accessList',
    noun: `the access list of ${labels.balancer(balancer.id)}`,
    inDetail: true,
  });
  const list: ItemList = { resource, one: 'access rule', many: 'access rules', item: ruleItem };
  const known = itemsOf(list, resource.shownBy(balancer));
  return {
    kind: 'collection',
    key: 'access-list',
    title: 'Access list',
    one: 'access rule',
    help: 'Who may connect. ALLOW beats DENY: to let only some in, allow them and deny 0.0.0.0/0',
    columns: [
      { key: 'address', title: 'Address' },
      { key: 'type', title: 'Type' },
    ],
    empty: 'Everybody may connect',
    ...listed(parts, list, balancer),
    add: {
      form: ({ signal }) =>
        lifetime.run(signal, async (inner) => {
          const limit = await limitOf(parts, inner);
          return accessForm(Math.max(1, limit - known.length), known.map(ruleOf));
        }),
      run: (values, options) =>
        lifetime.change(options, async (inner) => changes.carryOut(addPlan(list, rulesIn(values)), inner)),
      warnings: (values) => shutOut([...known.map(ruleOf), ...rulesIn(values)]),
    },
    remove: removal(parts, list, {
      restorable: true,
      warnings(items) {
        const ids = new Set(items.map(({ id }) => id));
        const left = known.filter(({ id }) => !ids.has(id));
        if (left.length === 0) return ['Everybody may connect then'];
        return shutOut(left.map(ruleOf));
      },
    }),
  };
}

async function limitOf({ session, base }: SectionParts, signal: AbortSignal): Promise<number> {
  try {
    return (await balancerLimits(session, base, signal)).accessList ?? USUAL_LIMIT;
  } catch (thrown) {
    // The engine knows its limit and will say so; a form need not fail for it.
    if (thrown instanceof Failure && thrown.problem.kind !== 'cancelled') return USUAL_LIMIT;
    throw thrown;
  }
}

function ruleItem(member: Keyed): ReadItem | null {
  const id = cleanOrNull(member['id']);
  const address = cleanOrNull(member['address']);
  if (id === null || address === null) return null;
  const rule = { address: shortNetwork(address), type: cleanOrNull(member['type']) ?? 'DENY' };
  return { id, name: rule.address, cells: rule, values: { rules: rowsText([rule]) } };
}

function ruleOf({ cells }: Item): AccessRule {
  return { address: cells['address'] ?? '', type: cells['type'] ?? '' };
}

/** All in one request: a second one would meet a balancer that is busy with the first. */
function addPlan(list: ItemList, rules: readonly AccessRule[]): ChangePlan {
  const { resource } = list;
  const { balancerId, url, noun } = resource.place;
  if (rules.length === 0)
    throw new Failure({
      kind: 'invalid',
      message: 'There are no access rules to add',
      hint: 'Name at least one address',
    });
  const names = rules.map(({ address }) => address);
  return {
    balancerId,
    what: `add ${some(names, 'and', 3)} to ${noun}`,
    request: { method: 'POST', url, body: { accessList: rules } },
    repeatable: false,
    async trace(detail, signal) {
      const there = itemsOf(list, await resource.seen(detail, signal)).map(ruleOf);
      const found = rules.map((rule) => there.find(({ address }) => address === rule.address));
      if (found.every((one) => one === undefined)) return 'none';
      return found.every((one, place) => one?.type === rules[place]?.type) ? 'done' : 'unclear';
    },
  };
}

/** What a list comes to that lets nobody in. */
function shutOut(rules: readonly AccessRule[]): readonly string[] {
  const denied = rules.filter(({ address, type }) => type === 'DENY' && isEverybody(address));
  if (denied.length === 0 || rules.some(({ type }) => type === 'ALLOW')) return [];
  return [
    `Nobody can connect then: ${some(
      denied.map(({ address }) => address),
      'and',
    )} is denied, none is allowed`,
  ];
}
