import { describe, expect, it } from 'vitest';
import type { Node } from '../../../src/model/node.ts';
import { namesOf, type Present, planChange } from '../../../src/state/changes/plan.ts';
import type { ChangeRequest } from '../../../src/state/changes/request.ts';
import { aBalancer, aNode, anAccount, aProvider, aSession, nodes } from '../../kit/model.ts';

function present(all: readonly Node[] | null, over: Partial<Present> = {}): Present {
  return { detail: null, nodes: all, isPending: () => false, readOnly: false, ...over };
}

function disable(which: readonly Node[], balancer = aBalancer()): ChangeRequest {
  return { kind: 'condition', balancer, nodes: which, to: 'DISABLED' };
}

const codes = (plan: ReturnType<typeof planChange>) => plan.warnings.map((warning) => warning.code);

describe('a quick toggle stays quick', () => {
  it('one node of several, without open connections, asks nothing', () => {
    const all = nodes(3);
    const plan = planChange(disable(all.slice(0, 1)), present(all));
    expect(plan.warnings).toEqual([]);
    expect(plan.title).toBe('Disable web-1 of shop-front');
  });

  it('draining asks nothing even where connections are open', () => {
    const all = nodes(3, { connections: 12 });
    const plan = planChange(
      { kind: 'condition', balancer: aBalancer(), nodes: all.slice(0, 1), to: 'DRAINING' },
      present(all),
    );
    expect(plan.warnings).toEqual([]);
  });

  it('enabling the only node asks nothing', () => {
    const all = nodes(1, { condition: 'DISABLED' });
    const plan = planChange(
      { kind: 'condition', balancer: aBalancer(), nodes: all, to: 'ENABLED' },
      present(all),
    );
    expect(plan.warnings).toEqual([]);
  });
});

describe('guard rails', () => {
  it('the last ENABLED node', () => {
    const all = [aNode({ id: '1', server: 'web-1' }), aNode({ id: '2', condition: 'DISABLED' })];
    for (const to of ['DISABLED', 'DRAINING'] as const) {
      const plan = planChange(
        { kind: 'condition', balancer: aBalancer(), nodes: all.slice(0, 1), to },
        present(all),
      );
      expect(codes(plan)).toEqual(['last-enabled']);
      expect(plan.warnings[0]?.text).toContain('web-1 is the last ENABLED node of shop-front');
    }
  });

  it('the last healthy node, where the ENABLED ones left are OFFLINE', () => {
    const all = [aNode({ id: '1' }), aNode({ id: '2', health: 'OFFLINE' })];
    expect(codes(planChange(disable(all.slice(0, 1)), present(all)))).toEqual(['last-enabled']);
  });

  it('all ENABLED nodes at once', () => {
    const all = nodes(3);
    expect(codes(planChange(disable(all), present(all)))).toEqual(['last-enabled', 'several']);
  });

  it('open connections, with how many', () => {
    const all = nodes(3, { connections: 4 });
    const plan = planChange(disable(all.slice(0, 2)), present(all));
    expect(codes(plan)).toEqual(['open-connections', 'several']);
    expect(plan.warnings[0]?.text).toContain('8 open connections would be cut');
  });

  it('connections that the engine does not count, unless the node is OFFLINE or DISABLED anyway', () => {
    const all = [
      aNode({ id: '1', connections: null }),
      aNode({ id: '2' }),
      aNode({ id: '3', connections: null, health: 'OFFLINE' }),
    ];
    expect(codes(planChange(disable(all.slice(0, 1)), present(all)))).toEqual(['open-connections']);
    expect(codes(planChange(disable(all.slice(2)), present(all)))).toEqual([]);
  });

  it('a production account, whatever is changed', () => {
    const balancer = aBalancer(aSession(aProvider(), anAccount({ production: true })));
    const all = nodes(2, { condition: 'DISABLED' });
    const plan = planChange(
      { kind: 'condition', balancer, nodes: all.slice(0, 1), to: 'ENABLED' },
      present(all),
    );
    expect(codes(plan)).toEqual(['production']);
  });

  it('a removal is confirmed by typing', () => {
    const all = nodes(3, { condition: 'DISABLED' });
    expect(
      planChange({ kind: 'remove', balancer: aBalancer(), nodes: all.slice(0, 1) }, present(all)).typed,
    ).toBe('web-1');
    expect(planChange({ kind: 'remove', balancer: aBalancer(), nodes: all }, present(all)).typed).toBe(
      'remove 3',
    );
  });

  it('read-only refuses, by account or by flag', () => {
    const all = nodes(2);
    expect(planChange(disable(all), present(all, { readOnly: true })).refusal?.kind).toBe('guard');
    const locked = aBalancer(aSession(aProvider(), anAccount({ readOnly: true })));
    expect(planChange(disable(all, locked), present(all)).refusal?.message).toContain(
      'account lab is marked read-only',
    );
  });
});

describe('what is left out', () => {
  it('nodes that are so already and nodes with a change under way are named', () => {
    const all = [...nodes(2), aNode({ id: '3', server: 'web-3', condition: 'DISABLED' })];
    const plan = planChange(disable(all), present(all, { isPending: (id) => id === '2' }));
    expect(namesOf(plan.steps)).toEqual(['web-1']);
    expect(plan.skipped).toEqual([
      { name: 'web-2', why: 'another change of it is under way' },
      { name: 'web-3', why: 'it is DISABLED already', isSo: true },
    ]);
  });

  it('nothing left is a refusal that says why', () => {
    const all = nodes(1, { condition: 'DISABLED' });
    expect(planChange(disable(all), present(all)).refusal?.message).toBe('web-1: it is DISABLED already');
  });

  it('an address that is there already is not added twice', () => {
    const all = nodes(1);
    const wanted = { address: '10.0.0.1', port: 80, condition: 'ENABLED' } as const;
    const fresh = { ...wanted, port: 81 };
    const plan = planChange(
      { kind: 'add', balancer: aBalancer(), nodes: [wanted, fresh, fresh] },
      present(all),
    );
    expect(namesOf(plan.steps)).toEqual(['10.0.0.1:81']);
    expect(plan.skipped).toHaveLength(2);
  });
});

it('removals go in batches as large as the engine takes', () => {
  const all = nodes(23, { condition: 'DISABLED' });
  const plan = planChange({ kind: 'remove', balancer: aBalancer(), nodes: all }, present(all));
  expect(plan.steps.map((step) => step.subjects.length)).toEqual([10, 10, 3]);
});
