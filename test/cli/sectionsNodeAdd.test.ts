import { describe, expect, it } from 'vitest';
import type { Form } from '../../src/model/form.ts';
import type { NewNode } from '../../src/model/node.ts';
import type { NodeEditing } from '../../src/providers/provider.ts';
import { MadeUpSections } from '../kit/madeUpSections.ts';
import { Machine } from './kit/cli.ts';

/** A machine whose engine adds nodes by a form of its own; `added` is what it was asked for. */
function adding(form: Form, newNodes: NodeEditing['newNodes']) {
  const added: NewNode[] = [];
  const world = new MadeUpSections();
  world.with = (provider) => ({
    ...provider,
    label: 'Made up',
    nodes: {
      removeAtMost: 1,
      editable: [],
      weight: null,
      types: [],
      remove: () => Promise.reject(new Error('not expected in this test')),
      addForm: () => form,
      newNodes,
      add: async (_id, nodes) => {
        added.push(...nodes);
        return { requestId: null, detail: null };
      },
    },
  });
  world.install();
  return { machine: new Machine(), added };
}

const byId: Form = {
  title: 'Instances',
  fields: [
    {
      kind: 'text',
      key: 'address',
      label: 'Instance',
      flag: 'address',
      check: (text) => (/^i-/.test(text) ? null : `${text} is no instance: write an id`),
    },
  ],
};

const named: Form = {
  title: 'Server',
  fields: [
    { kind: 'text', key: 'address', label: 'Address', flag: 'address' },
    { kind: 'number', key: 'port', label: 'Port', flag: 'port', min: 1, max: 65_535 },
    { kind: 'text', key: 'name', label: 'Name', flag: 'name', optional: true },
    { kind: 'yesno', key: 'check', label: 'Check', flag: 'health-check', initial: 'yes' },
    {
      kind: 'choice',
      key: 'condition',
      label: 'Condition',
      flag: 'condition',
      initial: 'ENABLED',
      options: ['ENABLED', 'DISABLED'].map((value) => ({ value, label: value })),
    },
  ],
};

const aNamed: NodeEditing['newNodes'] = ({ address = '', port, condition, name = '', check = '' }) => [
  {
    address,
    port: Number(port),
    condition: condition === 'DISABLED' ? 'DISABLED' : 'ENABLED',
    extra: { name, check },
  },
];

describe('sluice node add, by the engine’s own form', () => {
  it('takes ids where nodes have no port', async () => {
    const { machine, added } = adding(byId, ({ address = '' }) => [
      { address, port: null, condition: 'ENABLED' },
    ]);
    expect((await machine.run('node add shop-front i-1 i-2')).code).toBe(0);
    expect(added.map(({ address }) => address)).toEqual(['i-1', 'i-2']);
    const wrong = await machine.run('node add shop-front x:80 --weight 3 --colour red');
    expect(wrong.code).toBe(2);
    for (const part of [
      'x:80: x:80 is no instance',
      '--weight: a node of Made up has no such option: there are --',
      '--colour: a node of Made up has no such option',
    ])
      expect(wrong.err).toContain(part);
    expect(added).toHaveLength(2);
  });

  it('takes options that only this engine has, and a name', async () => {
    const { machine, added } = adding(named, aNamed);
    const { code, err } = await machine.run(
      'node add shop-front 10.9.9.9:80 --name api-9 --health-check off --condition disabled',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    await machine.run('node add --health-check=true shop-front 10.9.9.8:80');
    expect(added).toEqual([
      { address: '10.9.9.9', port: 80, condition: 'DISABLED', extra: { name: 'api-9', check: 'no' } },
      { address: '10.9.9.8', port: 80, condition: 'ENABLED', extra: { name: '', check: 'yes' } },
    ]);
  });

  it('names each fault once, and says what is missing', async () => {
    const { machine, added } = adding(named, aNamed);
    const several = await machine.run(
      'node add shop-front 10.9.9.9:80 10.9.9.8:80 --name a --health-check so',
    );
    expect(several.code).toBe(2);
    expect(several.err).toContain('--name: it names one node');
    expect(several.err.match(/--health-check: /g)).toHaveLength(1);
    expect((await machine.run('node add shop-front 10.9.9.9:80 --name')).err).toContain('argument missing');
    expect((await machine.run('node add shop-front 10.9.9.9:80 --zone')).err).toContain(
      "'--zone' has no value",
    );
    expect((await machine.run('node add --zone a shop-front')).err).toContain("argument 'address'");
    expect(added).toEqual([]);
  });
});
