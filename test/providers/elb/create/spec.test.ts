import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../../../src/providers/elb/create/plan.ts';
import { readSpec, specFaults } from '../../../../src/providers/elb/create/rules.ts';

const LEAST = {
  name: 'blog',
  listeners: [{ protocol: 'HTTP', port: 80 }],
  subnets: ['subnet-1'],
};
const made = (name: string, more: object = {}) => ({ name, image: 'ami-1', type: 't3.micro', ...more });

describe('a spec', () => {
  it('may be as short as this', () => {
    expect(specFaults(LEAST)).toEqual([]);
    const { steps, words } = planOf(readSpec(LEAST), 'us-east-1');
    expect(steps.map(({ id }) => id)).toEqual(['balancer']);
    expect(steps[0]?.calls[0]?.body).toEqual({
      LoadBalancerName: 'blog',
      Listeners: [{ Protocol: 'HTTP', LoadBalancerPort: 80, InstanceProtocol: 'HTTP', InstancePort: 80 }],
      Subnets: ['subnet-1'],
      Tags: [{ Key: 'sluice:run', Value: '<this run>' }],
    });
    expect(steps[0]?.calls[2]?.body).toMatchObject({ HealthCheck: { Target: 'TCP:80' } });
    expect(words).toContain('It has no instances and answers nobody until some are registered');
  });

  it.each([
    [{ name: 'my blog' }, '/name', 'letters, digits and hyphens'],
    [{ listeners: [] }, '/listeners', 'empty'],
    [{ listeners: [{ protocol: 'UDP', port: 80 }] }, '/listeners/0/protocol', 'one of HTTP'],
    [
      { listeners: [{ protocol: 'TCP', port: 80, instanceProtocol: 'HTTP' }] },
      '/listeners/0/instanceProtocol',
      'TCP or SSL',
    ],
    [{ listeners: [{ protocol: 'SSL', port: 443 }] }, '/listeners/0/certificate', 'needs a certificate'],
    [
      { listeners: [{ protocol: 'HTTP', port: 80, certificate: 'arn:aws:acm:a:1:certificate/x' }] },
      '/listeners/0/certificate',
      'takes no certificate',
    ],
    [{ zones: ['us-east-1a'] }, '', 'more than one of'],
    [{ subnets: ['subnet-1', 'subnet-1'] }, '/subnets/1', 'twice'],
    [{ instances: { existing: ['web-1'] } }, '/instances/existing/0', 'i-'],
    [{ instances: { create: [made('a'), made('a')] } }, '/instances/create/1/name', 'twice'],
    [{ instances: { create: [made('a', { image: 'ubuntu' })] } }, '/instances/create/0/image', 'ami-'],
    [{ instances: { create: [made('a', { zone: 'us-east-1a' })] } }, '/instances/create/0/zone', 'subnet'],
    [{ healthCheck: { protocol: 'TCP', path: '/' } }, '/healthCheck/path', 'asks for no page'],
    [{ healthCheck: { protocol: 'HTTP', interval: 5, timeout: 5 } }, '/healthCheck/timeout', 'less than 5'],
    [{ draining: 3601 }, '/draining', '3600'],
    [{ crossZone: 'yes' }, '/crossZone', 'true or false'],
    [{ tags: { 'sluice:run': 'x' } }, '/tags/sluice:run', 'kept for sluice'],
    [{ color: 'red' }, '/color', 'There is no "color"'],
  ])('%o is wrong at %s', (more, path, words) => {
    const faults = specFaults({ ...LEAST, ...more });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ path, message: expect.stringContaining(words) });
  });

  it('is judged without an exception, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.constantFrom(...Object.keys(LEAST), 'instances', 'healthCheck'),
        (value, key) => {
          expect(Array.isArray(specFaults(value))).toBe(true);
          expect(Array.isArray(specFaults({ ...LEAST, [key]: value }))).toBe(true);
        },
      ),
    );
  });

  it('spreads new instances over the subnets, and plans the same steps again', () => {
    const create = ['a', 'b', 'c'].map((name) => made(name));
    const spec = readSpec({ ...LEAST, subnets: ['subnet-1', 'subnet-2'], instances: { create } });
    const { steps } = planOf(spec, 'us-east-1');
    const bodies = steps
      .filter(({ id }) => id.startsWith('server '))
      .map(({ calls }) => Object(calls[0]?.body));
    expect(bodies.map(({ SubnetId }) => SubnetId)).toEqual(['subnet-1', 'subnet-2', 'subnet-1']);
    expect(bodies.every(({ MinCount, MaxCount }) => MinCount === 1 && MaxCount === 1)).toBe(true);
    expect(steps.find(({ id }) => id === 'balancer')?.after).toEqual(['server a', 'server b', 'server c']);
    expect(planOf(spec, 'us-east-1').steps).toEqual(steps);
  });
});
