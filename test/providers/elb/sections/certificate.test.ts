import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import { describe, expect, it } from 'vitest';
import { type BalancerDetail, countNodes } from '../../../../src/model/balancer.ts';
import { elbSections } from '../../../../src/providers/elb/sections/index.ts';
import { Lifetime } from '../../../../src/providers/http/lifetime.ts';
import { VirtualClock } from '../../../kit/clock.ts';
import { awsTable } from '../awsTable.ts';
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
  const done = { $metadata: {} };
  const aws = awsTable({
    elb: {
      async SetLoadBalancerListenerSSLCertificate({ SSLCertificateId }) {
        sent.push('SetLoadBalancerListenerSSLCertificate');
        certificate = SSLCertificateId ?? '';
        policies = ['tls'];
        return done;
      },
      async SetLoadBalancerPoliciesOfListener({ PolicyNames = [] }) {
        sent.push('SetLoadBalancerPoliciesOfListener');
        policies = [...PolicyNames];
        return done;
      },
    },
    acm: { ListCertificates: async () => done },
    iam: { ListServerCertificates: async () => ({ ...done, ServerCertificateMetadataList: [] }) },
  });
  const changed: (string | undefined)[] = [];
  const detail: BalancerDetail = {
    id: 'web',
    name: 'web',
    status: 'NO_NODES',
    protocol: 'HTTPS',
    port: 443,
    algorithm: null,
    nodes: countNodes([]),
    virtualIps: [],
    createdAt: null,
    updatedAt: null,
    nodeList: [],
    timeoutSeconds: null,
    raw: { description: description(), attributes: null, tags: null, machines: null },
  };
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
