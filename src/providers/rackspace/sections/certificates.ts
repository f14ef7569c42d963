import type { BalancerDetail } from '../../../model/balancer.ts';
import type { Field, FormValues } from '../../../model/form.ts';
import { byName } from '../../../model/order.ts';
import { cleanOrNull } from '../../../model/text.ts';
import type { Collection, Item } from '../../sections.ts';
import { pathId } from '../balancers.ts';
import type { ChangePlan } from '../changePlan.ts';
import { withoutWrapper } from './bareLists.ts';
import { certificateFaults, certificateFields, certificateWarnings } from './certificateFields.ts';
import { engineId, type ItemList, itemsOf, listed, removal } from './collection.ts';
import { factsOf } from './facts.ts';
import { Resource, type SectionParts } from './resource.ts';
import { nothingToChange } from './setting.ts';
import { changedOnly, type Keyed, textOf } from './wireValues.ts';

/** Spelled with a small k in SSL termination. */
const KEY = 'privateKey';
const HOST = /^(\*\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/i;

/** Certificates for other host names than that of SSL termination's own. */
export function certificates(parts: SectionParts, balancer: BalancerDetail): Collection {
  const { clock, lifetime, session, balancers, labels, changes } = parts;
  const resource = new Resource(session, {
    balancerId: balancer.id,
    url: `${balancers.url(balancer.id)}/ssltermination/certificatemappings`,
    root: 'certificateMappings',
    noun: `the certificates of ${labels.balancer(balancer.id)}`,
    inDetail: false,
    none404: true,
  });
  const list: ItemList = {
    resource,
    one: 'certificate',
    many: 'certificates',
    item(member) {
      const mapping = withoutWrapper(member, 'certificateMapping');
      const id = cleanOrNull(mapping['id']);
      const hostName = cleanOrNull(mapping['hostName']);
      if (id === null) return null;
      return { id, name: hostName ?? id, cells: { hostName }, values: hostName === null ? {} : { hostName } };
    },
    order: (a, b) => byName(a.name, b.name),
  };
  return {
    kind: 'collection',
    key: 'certificates',
    title: 'Certificates',
    one: 'certificate',
    help: 'Certificates for other host names on the secure port, beside that of SSL termination',
    ...(factsOf(balancer).hasSsl
      ? {}
      : { unavailable: 'Certificates for host names need SSL termination: set that first' }),
    columns: [{ key: 'hostName', title: 'Host name' }],
    empty: 'No certificates for other host names',
    ...listed(parts, list, balancer),
    add: {
      form: () => ({
        title: 'New certificate',
        fields: [hostField(), ...certificateFields(KEY, 'nothing')],
        check: (values) => certificateFaults(values, KEY, 'nothing'),
      }),
      warnings: (values) => certificateWarnings(values, clock.now()),
      run: (values, options) =>
        lifetime.change(options, (inner) => changes.carryOut(addPlan(list, values), inner)),
    },
    edit: {
      key: 'edit',
      label: 'certificate',
      help: 'Changes the host name or replaces the certificate',
      // The certificate and key that were there are not given back.
      reversible: false,
      form: (item) => ({
        title: `Certificate of ${item.name}`,
        fields: [hostField(item.values['hostName']), ...certificateFields(KEY, 'key')],
        check: (values) => certificateFaults(values, KEY, 'key'),
      }),
      warnings: (_, values) => certificateWarnings(values, clock.now()),
      run: (item, values, options) =>
        lifetime.change(options, async (inner) => changes.carryOut(editPlan(list, item, values), inner)),
    },
    remove: removal(parts, list, {
      restorable: false,
      atMost: 1,
      warnings: (items) =>
        items.map(({ name }) => `Clients of ${name} get the certificate of SSL termination instead`),
    }),
  };
}

function hostField(initial?: string): Field {
  return {
    kind: 'text',
    key: 'hostName',
    label: 'Host name',
    help: 'The name that clients ask for: www.example.com',
    check: (text) => (HOST.test(text) ? null : 'Give a host name such as www.example.com or *.example.com'),
    ...(initial === undefined ? {} : { initial }),
  };
}

function pemOf(values: FormValues): Keyed {
  return {
    ...textOf(values, 'certificate'),
    ...textOf(values, KEY),
    ...textOf(values, 'intermediateCertificate'),
  };
}

/** A host name has one certificate, so that finding the name tells that the addition was made. */
function addPlan(list: ItemList, values: FormValues): ChangePlan {
  const { resource } = list;
  const { balancerId, url, noun } = resource.place;
  const { hostName = '', [KEY]: key = '' } = values;
  return {
    balancerId,
    what: `add ${hostName} to ${noun}`,
    request: {
      method: 'POST',
      url,
      body: { certificateMapping: { hostName, ...pemOf(values) } },
      secrets: [key],
    },
    repeatable: false,
    trace: async (detail, signal) =>
      itemsOf(list, await resource.seen(detail, signal)).some(({ name }) => name === hostName)
        ? 'done'
        : 'none',
  };
}

function editPlan(list: ItemList, item: Item, values: FormValues): ChangePlan {
  const { resource } = list;
  const { balancerId, url, noun } = resource.place;
  const body = { ...changedOnly(textOf(values, 'hostName'), item.values), ...pemOf(values) };
  if (Object.keys(body).length === 0) throw nothingToChange(`${item.name} in ${noun}`);
  const { [KEY]: key = '', hostName } = values;
  return {
    balancerId,
    what: `change ${item.name} in ${noun}`,
    request: {
      method: 'PUT',
      url: `${url}/${pathId(engineId(item), 'certificate')}`,
      body: { certificateMapping: body },
      secrets: [key],
    },
    repeatable: true,
    async trace(detail, signal) {
      // The list names hosts alone: whether the certificate is the new one cannot be told.
      if ('certificate' in body) return 'unclear';
      const there = itemsOf(list, await resource.seen(detail, signal)).find(({ id }) => id === item.id);
      return there?.name === hostName ? 'done' : 'none';
    },
  };
}
