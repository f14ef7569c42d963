import { describe, expect, it } from 'vitest';
import { type Form, type FormValues, rowsText } from '../../../src/model/form.ts';
import type {
  Collection,
  Item,
  ItemAction,
  Setting,
  SettingReading,
} from '../../../src/providers/sections.ts';
import { madeItems } from '../../../src/state/changes/madeItems.ts';
import { type Plan, type Present, planChange } from '../../../src/state/changes/plan.ts';
import type { SectionRequest } from '../../../src/state/changes/request.ts';
import { needsReading, readBefore } from '../../../src/state/changes/sectionLook.ts';
import { inverseOf } from '../../../src/state/changes/undo.ts';
import { aBalancer } from '../../kit/model.ts';

const present: Present = { detail: null, nodes: null, isPending: () => false, readOnly: false };
const nobody = new AbortController().signal;
const receipt = { requestId: null, detail: null };

const form: Form = {
  title: 'Monitor',
  fields: [
    { kind: 'text', key: 'path', label: 'Path' },
    { kind: 'number', key: 'delay', label: 'Delay', min: 1, max: 60 },
    { kind: 'long', key: 'key', label: 'Private key', secret: true, most: 9_000, optional: true },
  ],
};

function reading(values: FormValues | null): SettingReading {
  return { configured: values !== null, values: values ?? {}, summary: values ? 'on' : 'off', raw: values };
}

/** A setting that keeps what is written to it. */
function aSetting(start: FormValues | null) {
  let now = start;
  const setting: Setting = {
    kind: 'setting',
    key: 'monitor',
    title: 'Monitor',
    help: '',
    known: null,
    read: async () => reading(now),
    form: () => form,
    write: async (values) => {
      now = values;
      return receipt;
    },
    reset: {
      title: 'Remove the monitor',
      run: async () => {
        now = null;
        return receipt;
      },
    },
  };
  return { setting, now: () => now, put: (values: FormValues | null) => (now = values) };
}

function write(setting: Setting, before: FormValues | null, values: FormValues): SectionRequest {
  const change = { kind: 'write', setting, form, before: reading(before), values } as const;
  return { kind: 'section', balancer: aBalancer(), node: null, change };
}

async function carryOut(plan: Plan): Promise<void> {
  for (const { call } of plan.steps) {
    if (call.kind === 'section') await call.run({ signal: nobody });
  }
}

describe('a setting', () => {
  it('says only what differs, and never a secret', () => {
    const { setting } = aSetting(null);
    const values = { path: '/b', delay: '5', key: 'BEGIN PRIVATE' };
    const plan = planChange(write(setting, { path: '/a', delay: '5' }, values), present);
    const [subject] = plan.steps[0]?.subjects ?? [];
    expect(subject).toMatchObject({ before: 'Path /a, Private key nothing', mark: 'monitor' });
    expect(subject?.after).toBe('Path /b, Private key (not shown)');
    expect(JSON.stringify(plan)).not.toContain('"after":"BEGIN');
    expect(plan.warnings).toEqual([]);
  });

  it('does nothing where it is so already', () => {
    const { setting } = aSetting(null);
    const plan = planChange(write(setting, { path: '/a' }, { path: '/a' }), present);
    expect(plan.steps).toEqual([]);
    expect(plan.refusal?.message).toContain('is so already');
  });

  it('asks before it overwrites what somebody else has set since', async () => {
    const other = aSetting({ path: '/a', delay: '5' });
    const request = write(other.setting, { path: '/a', delay: '5' }, { path: '/a', delay: '9' });
    other.put({ path: '/theirs', delay: '5' });
    expect(needsReading(request)).toBe(true);
    const seen = await readBefore(request, nobody);
    const plan = planChange(seen, present);
    expect(plan.warnings.map(({ code }) => code)).toEqual(['changed-meanwhile', 'changed-meanwhile']);
    expect(plan.warnings[0]?.text).toContain('it was Path /a, it is Path /theirs');
    expect(plan.warnings[1]?.text).toContain('Path /a, Delay 9');
    expect(needsReading(seen)).toBe(false);
  });

  it('goes back to what it was before, or to nothing', async () => {
    const one = aSetting({ path: '/a', delay: '5' });
    const request = await readBefore(
      write(one.setting, { path: '/a', delay: '5' }, { path: '/b', delay: '5' }),
      nobody,
    );
    const plan = planChange(request, present);
    await carryOut(plan);
    expect(one.now()).toEqual({ path: '/b', delay: '5' });
    for (const back of inverseOf(request, plan.steps, null)) await carryOut(planChange(back, present));
    expect(one.now()).toEqual({ path: '/a', delay: '5' });

    const none = aSetting(null);
    const first = await readBefore(write(none.setting, null, { path: '/b', delay: '5' }), nobody);
    const made = planChange(first, present);
    await carryOut(made);
    for (const back of inverseOf(first, made.steps, null)) await carryOut(planChange(back, present));
    expect(none.now()).toBeNull();
  });
});

/** The form of a monitor that asks for a page or only connects. */
const pageForm: Form = {
  title: 'Monitor',
  fields: [
    {
      kind: 'choice',
      key: 'type',
      label: 'Type',
      options: ['HTTP', 'CONNECT'].map((value) => ({ value, label: value })),
    },
    { kind: 'number', key: 'delay', label: 'Delay', min: 1, max: 60 },
    { kind: 'text', key: 'path', label: 'Path', shownWhen: ({ type }) => type === 'HTTP' },
    { kind: 'text', key: 'host', label: 'Host', optional: true, shownWhen: ({ type }) => type === 'HTTP' },
  ],
};

describe('undoing a setting', () => {
  const asksForPage = { type: 'HTTP', delay: '5', path: '/up', host: 'www' };
  const connects = { type: 'CONNECT', delay: '5' };

  /** Sets `from` to `to`, lets somebody else set `theirs`, and plans the way back. */
  async function wayBack(from: FormValues | null, to: FormValues, theirs: FormValues | null) {
    const one = aSetting(from);
    const change = {
      kind: 'write',
      setting: one.setting,
      form: pageForm,
      before: reading(from),
      values: to,
    } as const;
    const request = await readBefore({ kind: 'section', balancer: aBalancer(), node: null, change }, nobody);
    const plan = planChange(request, present);
    await carryOut(plan);
    one.put(theirs);
    const [back] = inverseOf(request, plan.steps, null);
    if (back?.kind !== 'section') throw new Error('a setting has a way back');
    const undo = planChange(await readBefore(back, nobody), present);
    const warnings = undo.warnings.map(({ text }) => text);
    await carryOut(undo);
    return { now: one.now(), warnings, refusal: undo.refusal?.message };
  }

  it.each([
    ['back to a page', asksForPage, connects, connects, asksForPage],
    ['from a page', connects, asksForPage, asksForPage, connects],
    [
      'back to a page, with what others have set',
      asksForPage,
      connects,
      { ...connects, delay: '9' },
      { ...asksForPage, delay: '9' },
    ],
    [
      'from a page, with what others have set',
      connects,
      asksForPage,
      { ...asksForPage, delay: '9' },
      { ...connects, delay: '9' },
    ],
    [
      'what was empty',
      { ...asksForPage, host: '' },
      asksForPage,
      asksForPage,
      { type: 'HTTP', delay: '5', path: '/up' },
    ],
  ])(
    'puts its own fields and those that hang on them back, and asks for nothing: %s',
    async (_, from, to, theirs, after) => {
      expect(await wayBack(from, to, theirs)).toEqual({ now: after, warnings: [], refusal: undefined });
    },
  );

  it('asks where it takes back what somebody else has set: the same field, or one that goes with it', async () => {
    const same = await wayBack(
      asksForPage,
      { ...asksForPage, path: '/new' },
      { ...asksForPage, path: '/theirs' },
    );
    expect(same.warnings).toEqual([
      'Somebody else has changed it since: it was Path /new, it is Path /theirs',
      'This would make it Path /up',
    ]);
    expect(same.now).toEqual(asksForPage);
    const gone = await wayBack(connects, asksForPage, { ...asksForPage, host: 'theirs' });
    expect(gone.warnings[0]).toBe('Somebody else has changed it since: it was Host www, it is Host theirs');
    expect(gone.now).toEqual(connects);
  });

  it('makes all of it anew where somebody else has taken it away, and asks before', async () => {
    const { now, warnings } = await wayBack(asksForPage, { ...asksForPage, delay: '9' }, null);
    expect(warnings[0]).toContain('it is not set');
    expect(now).toEqual(asksForPage);
  });

  it('asks before it takes away what somebody else has changed since it was first set', async () => {
    expect((await wayBack(null, connects, connects)).warnings).toEqual([]);
    const { now, warnings } = await wayBack(null, connects, { ...connects, delay: '9' });
    expect(warnings).toEqual(['Somebody else has changed it since: it was Delay 5, it is Delay 9']);
    expect(now).toBeNull();
  });

  it('says so where nothing is left to put back', async () => {
    const { refusal, now } = await wayBack(asksForPage, { ...asksForPage, path: '/new' }, connects);
    expect(refusal).toContain('There is nothing to put back: somebody else has changed Monitor of');
    expect(now).toEqual(connects);
  });
});

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
