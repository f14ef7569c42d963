import type { BalancerDetail } from '../../../model/balancer.ts';
import type { Field } from '../../../model/form.ts';
import type { Node } from '../../../model/node.ts';
import { byName } from '../../../model/order.ts';
import { cleanOrNull } from '../../../model/text.ts';
import type { Collection } from '../../sections.ts';
import { pathId } from '../balancers.ts';
import type { ChangePlan } from '../changePlan.ts';
import { metadataFault } from '../create/rules.ts';
import { engineId, type ItemList, itemsOf, listed, removal } from './collection.ts';
import { Resource, type SectionParts } from './resource.ts';
import { nothingToChange } from './setting.ts';

const LONGEST_VALUE = 256;

/** Notes on a balancer. */
export function balancerMetadata(parts: SectionParts, balancer: BalancerDetail): Collection {
  const url = `${parts.balancers.url(balancer.id)}/metadata`;
  return metadata(parts, balancer, { url, noun: parts.labels.balancer(balancer.id), inDetail: true });
}

/** Notes on a node; the balancer's own answer does not show them. */
export function nodeMetadata(parts: SectionParts, balancer: BalancerDetail, node: Node): Collection {
  const { balancers, labels } = parts;
  const url = `${balancers.nodeUrl(balancer.id, node.id)}/metadata`;
  const noun = `${labels.node(balancer.id, node.id)} of ${labels.balancer(balancer.id)}`;
  return metadata(parts, balancer, { url, noun, inDetail: false });
}

const KEY: Field = {
  kind: 'text',
  key: 'key',
  label: 'Key',
  check: (text) => metadataFault(text, 'x'),
};
const VALUE: Field = {
  kind: 'text',
  key: 'value',
  label: 'Value',
  help: `At most ${LONGEST_VALUE} characters`,
  check: (text) =>
    text.length > LONGEST_VALUE ? `It has ${text.length} characters: at most ${LONGEST_VALUE}` : null,
};

function metadata(
  parts: SectionParts,
  balancer: BalancerDetail,
  where: { readonly url: string; readonly noun: string; readonly inDetail: boolean },
): Collection {
  const { lifetime, session, changes } = parts;
  const { url, noun } = where;
  const resource = new Resource(session, {
    ...where,
    noun: `the metadata of ${noun}`,
    balancerId: balancer.id,
    root: 'metadata',
  });
  const list: ItemList = {
    resource,
    one: 'item',
    many: 'items',
    item(member) {
      const id = cleanOrNull(member['id']);
      const key = cleanOrNull(member['key']) ?? '';
      const value = cleanOrNull(member['value']) ?? '';
      return id === null ? null : { id, name: key || id, cells: { key, value }, values: { key, value } };
    },
    order: (a, b) => byName(a.name, b.name),
  };
  // Applied at once: the balancer's status does not move (spec §4).
  const plan = { balancerId: balancer.id, ends: 'at once' } as const;
  return {
    kind: 'collection',
    key: 'metadata',
    title: 'Metadata',
    one: 'item',
    help: 'Notes for people and programs; Rackspace does nothing with them',
    columns: [
      { key: 'key', title: 'Key' },
      { key: 'value', title: 'Value' },
    ],
    empty: 'No metadata',
    ...listed(parts, list, balancer),
    add: {
      form: () => ({ title: 'New metadata', fields: [KEY, VALUE] }),
      run: (values, options) =>
        lifetime.change(options, (inner) => {
          const { key = '', value = '' } = values;
          const adding: ChangePlan = {
            ...plan,
            what: `add ${key} to ${resource.place.noun}`,
            request: { method: 'POST', url, body: { metadata: [{ key, value }] } },
            repeatable: false,
            async trace(detail, look) {
              const there = itemsOf(list, await resource.seen(detail, look)).find(({ name }) => name === key);
              if (there === undefined) return 'none';
              // Somebody else's would have a value of its own.
              return there.values['value'] === value ? 'done' : 'unclear';
            },
          };
          return changes.carryOut(adding, inner);
        }),
    },
    edit: {
      key: 'edit',
      label: 'value',
      help: 'Changes the value; a key stays as it is',
      reversible: true,
      form: (item) => ({
        title: `Metadata ${item.name}`,
        fields: [{ ...VALUE, initial: item.values['value'] ?? '' }],
      }),
      run: (item, { value }, options) =>
        lifetime.change(options, async (inner) => {
          if (value === undefined) throw nothingToChange(`${item.name} in ${resource.place.noun}`);
          const editing: ChangePlan = {
            ...plan,
            what: `set ${item.name} in ${resource.place.noun}`,
            request: {
              method: 'PUT',
              url: `${url}/${pathId(engineId(item), 'item')}`,
              body: { meta: { value } },
            },
            repeatable: true,
            async trace(detail, look) {
              const there = itemsOf(list, await resource.seen(detail, look)).find(({ id }) => id === item.id);
              return there?.values['value'] === value ? 'done' : 'none';
            },
          };
          return changes.carryOut(editing, inner);
        }),
    },
    remove: removal(parts, list, { restorable: true, ends: 'at once' }),
  };
}
