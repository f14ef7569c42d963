import type { BalancerDetail } from '../../../../src/model/balancer.ts';
import type { Form, FormValues } from '../../../../src/model/form.ts';
import type { Provider } from '../../../../src/providers/provider.ts';
import type { Collection, Item, Section, Setting } from '../../../../src/providers/sections.ts';
import { acceptedValues, faultsOf, initialValues } from '../../../../src/state/form/checkForm.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { sandboxWorld } from '../create/kit.ts';

const isSetting = (section: Section): section is Setting => section.kind === 'setting';
const isCollection = (section: Section): section is Collection => section.kind === 'collection';

function named<T extends Section>(
  sections: readonly Section[],
  key: string,
  is: (one: Section) => one is T,
): T {
  const found = sections.find((section) => section.key === key);
  if (!found || !is(found)) throw new Error(`There is no such section: ${key}`);
  return found;
}

export function sectionsOf(provider: Provider, detail: BalancerDetail): readonly Section[] {
  if (!provider.sections) throw new Error('Rackspace has sections');
  return provider.sections(detail);
}
export function settingOf(provider: Provider, detail: BalancerDetail, key: string): Setting {
  return named(sectionsOf(provider, detail), key, isSetting);
}
export function collectionOf(provider: Provider, detail: BalancerDetail, key: string): Collection {
  return named(sectionsOf(provider, detail), key, isCollection);
}

/** What a form hands over when `typed` is put into it; it must be without faults. */
export function filled(form: Form, typed: FormValues): FormValues {
  const values = { ...initialValues(form), ...typed };
  const faults = faultsOf(form, values);
  if (Object.keys(faults).length > 0) throw new Error(`Faults: ${JSON.stringify(faults)}`);
  return acceptedValues(form, values);
}

/** What is wrong with `typed` in a form. */
export function faultsIn(form: Form, typed: FormValues): FormValues {
  return faultsOf(form, { ...initialValues(form), ...typed });
}

/** The sandbox, and the sections of its balancers by name. */
export async function sectionWorld() {
  const world = await sandboxWorld();
  const { provider, drive } = world;
  const all = await drive(provider.listBalancers({ signal: never }));
  const detail = async (name: string): Promise<BalancerDetail> => {
    const row = all.find((balancer) => balancer.name === name);
    if (!row) throw new Error(`There is no such balancer: ${name}`);
    return drive(provider.getBalancer(row.id, { signal: never }));
  };
  return {
    ...world,
    detail,
    setting: async (name: string, key: string) => settingOf(provider, await detail(name), key),
    collection: async (name: string, key: string) => collectionOf(provider, await detail(name), key),
    /** Fills the setting's form in and writes it. */
    async write(setting: Setting, typed: FormValues) {
      if (!setting.write) throw new Error('It can only be read');
      const before = await drive(setting.read({ signal: never }));
      const form = await setting.form(before, { signal: never });
      return drive(setting.write(filled(form, typed), before, { signal: never }));
    },
    async reset(setting: Setting) {
      if (!setting.reset) throw new Error('It cannot be reset');
      return drive(setting.reset.run({ signal: never }));
    },
    async add(collection: Collection, typed: FormValues) {
      if (!collection.add) throw new Error('It cannot be added to');
      const form = await drive(Promise.resolve(collection.add.form({ signal: never })));
      return drive(collection.add.run(filled(form, typed), { signal: never }));
    },
    async edit(collection: Collection, item: Item, typed: FormValues) {
      if (!collection.edit?.form) throw new Error('It cannot be edited');
      const form = await collection.edit.form(item, { signal: never });
      return drive(collection.edit.run(item, filled(form, typed), { signal: never }));
    },
    async remove(collection: Collection, items: readonly Item[]) {
      if (!collection.remove) throw new Error('It cannot be removed from');
      return drive(collection.remove.run(items, { signal: never }));
    },
    items: (collection: Collection) => drive(collection.list({ signal: never })),
    read: (setting: Setting) => drive(setting.read({ signal: never })),
  };
}

/** Member `key` of the engine's own answer about a balancer. */
export function inDetail(detail: BalancerDetail, key?: string): unknown {
  const { loadBalancer } = detail.raw as { loadBalancer: Record<string, unknown> };
  return key === undefined ? loadBalancer : loadBalancer[key];
}
