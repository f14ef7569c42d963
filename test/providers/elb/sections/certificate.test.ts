import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import { describe, expect, it } from 'vitest';
import type { BalancerDetail } from '../../../../src/model/balancer.ts';
import type { Aws } from '../../../../src/providers/elb/aws.ts';
import { elbSections } from '../../../../src/providers/elb/sections/index.ts';
import { Lifetime } from '../../../../src/providers/http/lifetime.ts';
import { VirtualClock } from '../../../kit/clock.ts';
import { act } from './world.ts';

const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/new';

/** A balancer with an HTTPS listener whose policies go when its certificate is replaced, as has been seen. */
function forgetful() {
  let policies = ['sticky', 'tls'];
  let certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/old';
  const sent: string[] = [];
  const description = (): LoadBalancerDescription => ({
    LoadBalancerName: 'web',
    ListenerDescriptions: [
      {
        Listener: {
          Protocol: 'HTTPS',
          LoadBalancerPort: 443,
          InstancePort: 80,
          SSLCertificateId: certificate,
        },
        PolicyNames: policies,
      },
    ],
  });
  const none = async () => ({});
  const elb = async (name: string, input: Readonly<Record<string, unknown>>) => {
    sent.push(name);
    if (name === 'SetLoadBalancerListenerSSLCertificate') {
      certificate = String(input['SSLCertificateId']);
      policies = ['tls'];
    }
    if (name === 'SetLoadBalancerPoliciesOfListener') policies = [...(input['PolicyNames'] as string[])];
    return {};
  };
  const aws = { region: 'us-east-1', elb, acm: none, iam: none } as unknown as Aws;
  const changed: (string | undefined)[] = [];
  const detail = {
    id: 'web',
    name: 'web',
    raw: { description: description(), attributes: null, tags: null, machines: null },
  } as unknown as BalancerDetail;
  const sections = elbSections({
    aws,
    clock: new VirtualClock(),
    lifetime: new Lifetime(),
    balancers: { describe: async () => description(), changed: (name) => void changed.push(name) },
  })(detail);
  return { sections, sent, changed, now: description };
}

describe('replacing a certificate', () => {
  it('sets the policies again that went with the old one', async () => {
    const { sections, sent, changed, now } = forgetful();
    const listeners = sections.find(({ key }) => key === 'listeners');
    if (listeners?.kind !== 'collection') throw new Error('there are listeners');
    await act(listeners, 'certificate', '443', { certificate: ARN });
    expect(now().ListenerDescriptions?.[0]).toMatchObject({
      Listener: { SSLCertificateId: ARN },
      PolicyNames: ['sticky', 'tls'],
    });
    expect(sent).toEqual(['SetLoadBalancerListenerSSLCertificate', 'SetLoadBalancerPoliciesOfListener']);
    expect(changed).toEqual(['web']);
  });

  it('has no settings known where attributes could not be read with the balancer', () => {
    const { sections } = forgetful();
    const unknown = sections.filter((section) => section.kind === 'setting' && section.known === null);
    expect(unknown.map(({ key }) => key)).toEqual([
      'health-check',
      'draining',
      'idle-timeout',
      'cross-zone',
      'access-log',
      'desync',
    ]);
    expect(sections.find(({ key }) => key === 'security-groups')?.unavailable).toContain('is in no VPC');
  });
});
