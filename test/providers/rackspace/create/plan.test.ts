import { describe, expect, it } from 'vitest';
import { rackspaceDouble } from '../../kit/rackspaceDouble.ts';
import { flowOf, specOf } from './kit.ts';

/** A plan needs nothing of the engine. */
async function flowAnywhere() {
  const double = await rackspaceDouble(() => ({ status: 500 }));
  return flowOf(await double.open());
}

describe('a plan', () => {
  it('says in plain words what will be made and what it takes', async () => {
    const flow = await flowAnywhere();
    const plan = flow.plan(
      specOf(['web-1', 'web-2'], {
        timeout: 60,
        sessionPersistence: 'SOURCE_IP',
        healthMonitor: { type: 'CONNECT' },
        virtualIp: { type: 'SERVICENET' },
        metadata: { team: 'checkout' },
        nodes: [
          { server: 'web-1', port: 80 },
          { server: 'web-2', port: 80, condition: 'DRAINING' },
          { address: '2001:db8::1', port: 80 },
        ],
      }),
    );
    expect(plan.title).toBe('Create balancer blog in DFW');
    expect(plan.words).toEqual([
      'Balancer blog takes HTTP on port 80 and spreads it by ROUND_ROBIN; it is billed by the hour',
      'It gets a SERVICENET address, reached from inside the region only',
      '2 new servers, web-1 and web-2, of flavor general1-1 with image Debian 12 (Bookworm) (PVHVM), without a key pair; each is billed from the moment it is made',
      '3 nodes: web-1:80, web-2:80 and [2001:db8::1]:80',
      '1 of them is DRAINING and gets no new connections',
      'An idle connection is kept 60 seconds',
      'Clients stay on their node by SOURCE_IP',
      'Nodes are checked by CONNECT every 10 seconds and are OFFLINE after 3 failures',
      'Metadata: team',
      'The servers are made at the same time, usually in a few minutes; the balancer follows when all have their private address, and is usually ACTIVE within a minute',
    ]);
    expect(plan.steps.map(({ id, after, optional }) => [id, after, optional])).toEqual([
      ['server web-1', [], true],
      ['server web-2', [], true],
      ['balancer', ['server web-1', 'server web-2'], false],
    ]);
    expect(plan.steps[2]?.calls).toEqual([
      {
        method: 'POST',
        path: '/loadbalancers',
        body: {
          loadBalancer: {
            name: 'blog',
            protocol: 'HTTP',
            port: 80,
            algorithm: 'ROUND_ROBIN',
            timeout: 60,
            virtualIps: [{ type: 'SERVICENET' }],
            nodes: [
              { address: '<address of web-1>', port: 80, condition: 'ENABLED' },
              { address: '<address of web-2>', port: 80, condition: 'DRAINING' },
              { address: '2001:db8::1', port: 80, condition: 'ENABLED' },
            ],
            sessionPersistence: { persistenceType: 'SOURCE_IP' },
            healthMonitor: { type: 'CONNECT', delay: 10, timeout: 5, attemptsBeforeDeactivation: 3 },
            metadata: [
              { key: 'team', value: 'checkout' },
              { key: 'sluice-run', value: '<this run>' },
            ],
          },
        },
      },
    ]);
  });

  it('is not made of a spec with faults', async () => {
    const flow = await flowAnywhere();
    expect(() => flow.plan({ name: 'x' })).toThrow(/The spec is wrong at \/protocol: "protocol" is missing/);
  });
});
