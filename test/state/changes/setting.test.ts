import { describe, expect, it } from 'vitest';
import type { Form, FormValues } from '../../../src/model/form.ts';
import type { Setting, SettingReading } from '../../../src/providers/sections.ts';
import { planChange } from '../../../src/state/changes/plan.ts';
import type { SectionRequest } from '../../../src/state/changes/request.ts';
import { needsReading, readBefore } from '../../../src/state/changes/sectionLook.ts';
import { inverseOf } from '../../../src/state/changes/undo.ts';
import { aBalancer } from '../../kit/model.ts';
import { carryOut, form, nobody, present, receipt } from './sectionPlans.ts';

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
