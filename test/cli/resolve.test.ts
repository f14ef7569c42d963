import { describe, expect, it } from 'vitest';
import { CommandFailure } from '../../src/cli/commandFailure.ts';
import { meansAddress, splitPort } from '../../src/cli/resolve/address.ts';
import { matchBalancers } from '../../src/cli/resolve/balancer.ts';
import { nearest } from '../../src/cli/resolve/candidates.ts';
import { resolveNodes } from '../../src/cli/resolve/node.ts';
import type { Balancer } from '../../src/model/balancer.ts';
import type { Node } from '../../src/model/node.ts';

function balancer(id: string, name: string, address: string, port = 80): { readonly balancer: Balancer } {
  return {
    balancer: {
      id,
      name,
      status: 'ACTIVE',
      protocol: 'HTTP',
      port,
      algorithm: null,
      nodes: { total: 0, enabled: 0, draining: 0, disabled: 0, online: 0 },
      virtualIps: [{ id: null, address, type: 'PUBLIC', ipVersion: null }],
      createdAt: null,
      updatedAt: null,
    },
  };
}

function node(id: string, address: string, port: number, server: string | null): Node {
  return {
    id,
    address,
    port,
    server,
    condition: 'ENABLED',
    health: 'ONLINE',
    weight: 1,
    type: 'PRIMARY',
    connections: null,
    drainEndsAt: null,
  };
}

const idsOf = (typed: string, rows: readonly { readonly balancer: Balancer }[]) =>
  matchBalancers(typed, rows).map((row) => row.balancer.id);

describe('an address on the command line', () => {
  it('may have a port, brackets, and IPv6 in any spelling', () => {
    expect(splitPort('10.0.0.1:80')).toEqual({ host: '10.0.0.1', port: '80' });
    expect(splitPort('[2001:db8::1]:80')).toEqual({ host: '2001:db8::1', port: '80' });
    expect(splitPort('2001:db8::1')).toEqual({ host: '2001:db8::1', port: null });
    expect(meansAddress('[2001:DB8:0:0::1]:80', '2001:db8::1', 80)).toBe(true);
    expect(meansAddress('10.0.0.1', '10.0.0.1', 80)).toBe(true);
    expect(meansAddress('10.0.0.1:81', '10.0.0.1', 80)).toBe(false);
    expect(meansAddress('10.0.0.1', null, 80)).toBe(false);
  });
});

describe('a balancer on the command line', () => {
  const rows = [
    balancer('1', 'shop', '203.0.113.1'),
    balancer('2', 'Shop', '203.0.113.2'),
    balancer('3', '1', '203.0.113.3'),
    balancer('4', 'twin', '203.0.113.4'),
    balancer('5', 'twin', '203.0.113.4', 443),
  ];

  it('is an id before it is a name, and spelt exactly before capitals are overlooked', () => {
    expect(idsOf('1', rows)).toEqual(['1']);
    expect(idsOf('shop', rows)).toEqual(['1']);
    expect(idsOf('SHOP', rows)).toEqual(['1', '2']);
  });

  it('is an address, whose port decides between several', () => {
    expect(idsOf('203.0.113.4', rows)).toEqual(['4', '5']);
    expect(idsOf('203.0.113.4:443', rows)).toEqual(['5']);
  });

  it('is none where nothing fits as a whole', () => {
    expect(idsOf('sho', rows)).toEqual([]);
  });
});

describe('nodes on the command line', () => {
  const nodes = [
    node('11', '10.0.0.1', 80, 'web-1'),
    node('12', '10.0.0.2', 80, 'web-2'),
    node('13', '10.0.0.2', 81, 'web-2b'),
  ];
  const names = (...typed: string[]) => resolveNodes(typed, nodes, 'shop').map(({ id }) => id);

  it('are ids, servers, or addresses, each once', () => {
    expect(names('11', 'WEB-2', '10.0.0.2:81', 'web-1')).toEqual(['11', '12', '13']);
    expect(names('10.0.0.1')).toEqual(['11']);
  });

  it('are refused with the candidates when they are ambiguous', () => {
    const failure = thrownBy(() => names('10.0.0.2'));
    expect(failure.problem).toMatchObject({ kind: 'missing', message: '"10.0.0.2" means 2 nodes of shop' });
    expect(failure.lines).toEqual(['12  10.0.0.2:80  web-2  ENABLED', '13  10.0.0.2:81  web-2b  ENABLED']);
  });

  it('are refused with the nearest first when there is none', () => {
    const failure = thrownBy(() => names('11', 'eb-2b'));
    expect(failure.problem.kind).toBe('missing');
    expect(failure.lines[0]).toContain('web-2b');
  });

  it('are looked up by a command that can be copied, whatever the balancer is called', () => {
    const failure = thrownBy(() => resolveNodes(['x'], nodes, "nina's shop"));
    expect(failure.problem.hint).toBe(`"sluice nodes 'nina'\\''s shop'" lists them all`);
  });
});

it('names at most ten candidates, those that hold what was typed first', () => {
  const all = Array.from({ length: 30 }, (_, index) => ({
    names: [`x${index}`],
    line: `x${index}`,
    facts: {},
  }));
  const shown = nearest('9', all).map(({ line }) => line);
  expect(shown).toHaveLength(10);
  expect(shown.slice(0, 3)).toEqual(['x9', 'x19', 'x29']);
});

function thrownBy(task: () => unknown): CommandFailure {
  try {
    task();
  } catch (thrown) {
    if (thrown instanceof CommandFailure) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}
