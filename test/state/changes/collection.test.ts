import { describe, expect, it } from 'vitest';
import { type Form, type FormValues, rowsText } from '../../../src/model/form.ts';
import type { Collection, Item, ItemAction } from '../../../src/providers/sections.ts';
import { madeItems } from '../../../src/state/changes/madeItems.ts';
import { planChange } from '../../../src/state/changes/plan.ts';
import type { SectionRequest } from '../../../src/state/changes/request.ts';
import { readBefore } from '../../../src/state/changes/sectionLook.ts';
import { inverseOf } from '../../../src/state/changes/undo.ts';
import { aBalancer } from '../../kit/model.ts';
import { carryOut, form, nobody, present, receipt } from './sectionPlans.ts';

/** A collection in memory. */
function aCollection() {
  const items: Item[] = [];
  let made = 0;
  const collection: Collection = {
    kind: 'collection',
    key: 'rules',
    title: 'Rules',
    one: 'rule',
    help: '',
    empty: '',
    columns: [{ key: 'path', title: 'PATH' }],
    known: null,
    list: async () => [...items],
    add: {
      form: () => form,
      run: async (values) => {
        made += 1;
        const path = values['path'] ?? '';
        items.push({ id: String(made), name: path, cells: { path }, values, raw: null });
        return receipt;
      },
    },
    remove: {
      atMost: 1,
      restorable: true,
      whyNot: (item) => (item.name === '/locked' ? 'it is locked' : null),
      run: async (gone) => {
        for (const item of gone) items.splice(items.indexOf(item), 1);
        return receipt;
      },
    },
  };
  return { collection, items };
}

describe('a collection', () => {
  it('takes back an addition by what it made, and a removal by adding again', async () => {
    const { collection, items } = aCollection();
    const add: SectionRequest = {
      kind: 'section',
      balancer: aBalancer(),
      node: null,
      change: { kind: 'add', collection, form, values: { path: '/one', delay: '3' } },
    };
    const plan = planChange(add, present);
    // What was left empty goes without saying.
    expect(plan.steps[0]?.subjects[0]?.after).toBe('Path /one, Delay 3');
    await carryOut(plan);
    expect(items.map(({ name }) => name)).toEqual(['/one']);
    const [back] = inverseOf(add, plan.steps, null);
    if (!back) throw new Error('an addition has a way back');
    const removal = planChange(back, present);
    await carryOut(removal);
    expect(items).toEqual([]);
    for (const again of inverseOf(back, removal.steps, null)) await carryOut(planChange(again, present));
    expect(items.map(({ values }) => values)).toEqual([{ path: '/one', delay: '3' }]);
  });

  it('takes back only its own addition where somebody else has added meanwhile', async () => {
    const { collection, items } = aCollection();
    const theirs = (path: string) =>
      items.push({ id: `their ${path}`, name: path, cells: { path }, values: { path }, raw: null });
    const added = async (change: { readonly form: Form; readonly values: FormValues }) => {
      const { add } = collection;
      if (!add) throw new Error('it can be added to');
      const crowded: Collection = {
        ...collection,
        add: {
          ...add,
          async run(values, options) {
            theirs('/before');
            const done = await add.run(values, options);
            theirs('/after');
            return done;
          },
        },
      };
      const request: SectionRequest = {
        kind: 'section',
        balancer: aBalancer(),
        node: null,
        change: { kind: 'add', collection: crowded, ...change },
      };
      const plan = planChange(request, present);
      await carryOut(plan);
      for (const back of inverseOf(request, plan.steps, null)) await carryOut(planChange(back, present));
      return items.splice(0).map(({ name }) => name);
    };
    expect(await added({ form, values: { path: '/one', delay: '3' } })).toEqual(['/before', '/after']);
    // Nobody can say whose is whose then: all of them stay.
    const alike = await added({ form, values: { path: '/after' } });
    expect(alike).toEqual(['/before', '/after', '/after']);
  });

  it('knows its own rows among those of others', () => {
    const rows: Form = {
      title: 'Rules',
      fields: [
        {
          kind: 'rows',
          key: 'rules',
          label: 'Rules',
          locked: [],
          most: 9,
          columns: [],
          parse: () => 'none',
        },
      ],
    };
    const item = (name: string): Item => {
      const values = { rules: rowsText([{ address: name, type: 'DENY' }]) };
      return { id: name, name, cells: {}, values, raw: null };
    };
    const asked = rowsText([
      { address: '10.0.0.1', type: 'DENY' },
      { address: '10.0.0.3', type: 'DENY' },
    ]);
    const there = ['10.0.0.1', '10.0.0.2', '10.0.0.3'].map(item);
    expect(madeItems(there, rows, { rules: asked }).map(({ name }) => name)).toEqual([
      '10.0.0.1',
      '10.0.0.3',
    ]);
  });

  it('takes back what an edit changed of an item, and leaves what others have edited since', async () => {
    const { collection, items } = aCollection();
    const edit: ItemAction = {
      key: 'edit',
      label: 'rule',
      help: '',
      reversible: true,
      form: () => form,
      run: async (item, values) => {
        items.splice(0, items.length, { ...item, values });
        return receipt;
      },
    };
    const item: Item = { id: '1', name: '/a', cells: {}, values: { path: '/a', delay: '3' }, raw: null };
    items.push(item);
    const edited = { ...collection, edit };
    const change = {
      kind: 'act',
      collection: edited,
      action: edit,
      item,
      form,
      values: { path: '/b', delay: '3' },
    } as const;
    const request = await readBefore({ kind: 'section', balancer: aBalancer(), node: null, change }, nobody);
    const plan = planChange(request, present);
    await carryOut(plan);
    items.splice(0, 1, { ...item, values: { path: '/b', delay: '9' } });
    const [back] = inverseOf(request, plan.steps, null);
    if (back?.kind !== 'section') throw new Error('an edit has a way back');
    const undo = planChange(await readBefore(back, nobody), present);
    expect(undo.warnings).toEqual([]);
    await carryOut(undo);
    expect(items[0]?.values).toEqual({ path: '/a', delay: '9' });
    items.splice(0, 1, { ...item, values: { path: '/c', delay: '9' } });
    const late = planChange(await readBefore(back, nobody), present);
    expect(late.warnings.map(({ text }) => text)).toEqual([
      'Somebody else has changed it since: it was Path /b, it is Path /c',
    ]);
  });

  it('leaves out what cannot be removed and says why, and always asks', () => {
    const { collection } = aCollection();
    const item = (name: string): Item => ({ id: name, name, cells: { path: name }, values: {}, raw: null });
    const change = { kind: 'delete', collection, items: [item('/locked'), item('/a')], form } as const;
    const plan = planChange({ kind: 'section', balancer: aBalancer(), node: null, change }, present);
    expect(plan.skipped).toEqual([{ name: '/locked', why: 'it is locked' }]);
    expect(plan.steps).toHaveLength(1);
    expect(plan.warnings.length).toBeGreaterThan(0);
  });
});
