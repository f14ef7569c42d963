import fs from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Machine } from './cli.ts';

/** A spec for the sandbox: two new servers behind one public address. */
export const SHOP = {
  name: 'shop',
  protocol: 'HTTP',
  port: 80,
  algorithm: 'ROUND_ROBIN',
  virtualIp: { type: 'PUBLIC' },
  servers: {
    create: ['shop-1', 'shop-2'].map((name) => ({
      name,
      image: 'Ubuntu 24.04 LTS (Noble Numbat) (PVHVM)',
      flavor: 'general1-1',
    })),
  },
  nodes: ['shop-1', 'shop-2'].map((server) => ({ server, port: 8080 })),
};

/** Saves a spec as shop.json, where commands look for it. */
export function save(machine: Machine, spec: unknown = SHOP): void {
  fs.writeFileSync(path.join(machine.home, 'shop.json'), JSON.stringify(spec));
}

/** How many balancers and servers there are in DFW, as the world itself counts them. */
export async function population(machine: Machine): Promise<{ balancers: number; servers: number }> {
  const { value } = await machine.json('sandbox status');
  const { regions } = value as { regions: Record<string, { balancers: number; servers: number }> };
  const { balancers = Number.NaN, servers = Number.NaN } = regions['DFW'] ?? {};
  return { balancers, servers };
}

/** The balancers called like the spec's. */
export async function shops(machine: Machine): Promise<readonly unknown[]> {
  const { value } = await machine.json('balancers');
  return (value as { name: string }[]).filter(({ name }) => name === SHOP.name);
}

/** The id of the only run. */
export async function onlyRun(machine: Machine): Promise<string> {
  const { value } = await machine.json('runs');
  const runs = value as { id: string }[];
  expect(runs).toHaveLength(1);
  return runs[0]?.id ?? '';
}
