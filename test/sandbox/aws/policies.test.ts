import {
  CreateAppCookieStickinessPolicyCommand,
  CreateLBCookieStickinessPolicyCommand,
  CreateLoadBalancerPolicyCommand,
  DeleteLoadBalancerPolicyCommand,
  DescribeLoadBalancerPoliciesCommand,
  DescribeLoadBalancerPolicyTypesCommand,
  DescribeLoadBalancersCommand,
  SetLoadBalancerPoliciesForBackendServerCommand,
  SetLoadBalancerPoliciesOfListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import { describe, expect, it } from 'vitest';
import { expectRefusal, openAws } from './clients.ts';

async function openPolicies() {
  const { elb } = await openAws();
  return {
    elb,
    create: (
      LoadBalancerName: string,
      PolicyName: string,
      PolicyTypeName: string,
      ...attributes: readonly (readonly [string, string])[]
    ) =>
      elb.send(
        new CreateLoadBalancerPolicyCommand({
          LoadBalancerName,
          PolicyName,
          PolicyTypeName,
          PolicyAttributes: attributes.map(([AttributeName, AttributeValue]) => ({
            AttributeName,
            AttributeValue,
          })),
        }),
      ),
    onListener: (LoadBalancerName: string, LoadBalancerPort: number, ...PolicyNames: string[]) =>
      elb.send(
        new SetLoadBalancerPoliciesOfListenerCommand({ LoadBalancerName, LoadBalancerPort, PolicyNames }),
      ),
    onBackend: (LoadBalancerName: string, InstancePort: number, ...PolicyNames: string[]) =>
      elb.send(
        new SetLoadBalancerPoliciesForBackendServerCommand({ LoadBalancerName, InstancePort, PolicyNames }),
      ),
    remove: (LoadBalancerName: string, PolicyName: string) =>
      elb.send(new DeleteLoadBalancerPolicyCommand({ LoadBalancerName, PolicyName })),
    /** The policies that are set on a front-end port. */
    setOn: async (name: string, port: number) => {
      const { LoadBalancerDescriptions } = await elb.send(
        new DescribeLoadBalancersCommand({ LoadBalancerNames: [name] }),
      );
      return LoadBalancerDescriptions?.[0]?.ListenerDescriptions?.find(
        ({ Listener }) => Listener?.LoadBalancerPort === port,
      )?.PolicyNames;
    },
    /** The attributes of a policy, each once. */
    attributes: async (LoadBalancerName: string | undefined, name: string) => {
      const { PolicyDescriptions } = await elb.send(
        new DescribeLoadBalancerPoliciesCommand({ LoadBalancerName, PolicyNames: [name] }),
      );
      return new Map(
        (PolicyDescriptions?.[0]?.PolicyAttributeDescriptions ?? []).map((attribute) => [
          attribute.AttributeName,
          attribute.AttributeValue,
        ]),
      );
    },
  };
}

describe('policy types', () => {
  it('tell every attribute that a form needs', async () => {
    const { elb } = await openPolicies();
    const { PolicyTypeDescriptions = [] } = await elb.send(new DescribeLoadBalancerPolicyTypesCommand({}));
    expect(PolicyTypeDescriptions.map(({ PolicyTypeName }) => PolicyTypeName).sort()).toEqual([
      'AppCookieStickinessPolicyType',
      'BackendServerAuthenticationPolicyType',
      'LBCookieStickinessPolicyType',
      'ProxyProtocolPolicyType',
      'PublicKeyPolicyType',
      'SSLNegotiationPolicyType',
    ]);
    const of = (name: string) =>
      PolicyTypeDescriptions.find(({ PolicyTypeName }) => PolicyTypeName === name)
        ?.PolicyAttributeTypeDescriptions ?? [];
    expect(of('BackendServerAuthenticationPolicyType')).toEqual([
      { AttributeName: 'PublicKeyPolicyName', AttributeType: 'PolicyName', Cardinality: 'ONE_OR_MORE' },
    ]);
    const ssl = of('SSLNegotiationPolicyType');
    expect(ssl.length).toBeGreaterThan(80);
    expect(new Set(ssl.map(({ AttributeName }) => AttributeName)).size).toBe(ssl.length);
    const unknown = elb.send(new DescribeLoadBalancerPolicyTypesCommand({ PolicyTypeNames: ['X'] }));
    await expectRefusal(unknown, 'PolicyTypeNotFound');
  });
});

describe('policies', () => {
  it('of AWS’s own are told of without a balancer', async () => {
    const { elb, attributes } = await openPolicies();
    const { PolicyDescriptions = [] } = await elb.send(new DescribeLoadBalancerPoliciesCommand({}));
    expect(PolicyDescriptions.map(({ PolicyName }) => PolicyName)).toEqual(
      expect.arrayContaining(['ELBSecurityPolicy-2016-08', 'ELBSecurityPolicy-TLS-1-2-2017-01']),
    );
    const strict = await attributes(undefined, 'ELBSecurityPolicy-TLS-1-2-2017-01');
    expect([strict.get('Protocol-TLSv1.2'), strict.get('Protocol-TLSv1')]).toEqual(['true', 'false']);
    expect([strict.get('AES128-SHA'), strict.get('AES128-GCM-SHA256')]).toEqual(['false', 'true']);
  });

  it('do nothing until they are set, and setting replaces the set', async () => {
    const { elb, create, onListener, setOn, remove } = await openPolicies();
    await elb.send(
      new CreateLBCookieStickinessPolicyCommand({
        LoadBalancerName: 'empty-elb',
        PolicyName: 'browser',
      }),
    );
    await elb.send(
      new CreateAppCookieStickinessPolicyCommand({
        LoadBalancerName: 'empty-elb',
        PolicyName: 'session',
        CookieName: 'SID',
      }),
    );
    await create('empty-elb', 'timed', 'LBCookieStickinessPolicyType', ['CookieExpirationPeriod', '60']);
    expect(await setOn('empty-elb', 80)).toEqual([]);
    await onListener('empty-elb', 80, 'browser');
    await onListener('empty-elb', 80, 'session');
    expect(await setOn('empty-elb', 80)).toEqual(['session']);
    await expectRefusal(onListener('empty-elb', 80, 'browser', 'session'), 'InvalidConfigurationRequest');
    await expectRefusal(
      remove('empty-elb', 'session'),
      'InvalidConfigurationRequest',
      'You cannot delete policy [session] since it is enabled or referred by other enabled policy.',
    );
    await onListener('empty-elb', 80);
    expect(await setOn('empty-elb', 80)).toEqual([]);
    await remove('empty-elb', 'session');
    await remove('empty-elb', 'session');
    await expectRefusal(onListener('empty-elb', 81, 'browser'), 'ListenerNotFound');
    await expectRefusal(create('empty-elb', 'timed', 'LBCookieStickinessPolicyType'), 'DuplicatePolicyName');
  });

  it('of AWS’s own cannot be set, one of ours that refers to it can', async () => {
    const { create, onListener, setOn, attributes } = await openPolicies();
    const name = 'ELBSecurityPolicy-TLS-1-2-2017-01';
    await expectRefusal(
      onListener('web-classic', 443, name),
      'PolicyNotFound',
      `There is no policy with name ${name} for load balancer web-classic`,
    );
    await create('web-classic', 'strict', 'SSLNegotiationPolicyType', ['Reference-Security-Policy', name]);
    await onListener('web-classic', 443, 'strict', 'web-sticky');
    expect(await setOn('web-classic', 443)).toEqual(['strict', 'web-sticky']);
    const read = await attributes('web-classic', 'strict');
    expect([read.get('Reference-Security-Policy'), read.get('Protocol-TLSv1')]).toEqual([name, 'false']);
    await expectRefusal(
      onListener('web-classic', 80, 'strict'),
      'InvalidConfigurationRequest',
      'strict cannot be enabled',
    );
  });

  it('for instance ports are refused on a listener', async () => {
    const { create, onListener, onBackend, remove } = await openPolicies();
    await expectRefusal(
      onListener('tcp-ingest', 5140, 'proxy-header'),
      'InvalidConfigurationRequest',
      'proxy-header cannot be enabled',
    );
    await expectRefusal(remove('tcp-ingest', 'proxy-header'), 'InvalidConfigurationRequest');
    await onBackend('tcp-ingest', 5140);
    await remove('tcp-ingest', 'proxy-header');
    await expectRefusal(onBackend('tcp-ingest', 81), 'InvalidConfigurationRequest');
    await create('checkout-elb', 'key', 'PublicKeyPolicyType', ['PublicKey', 'MIIBIjANBg']);
    await create('checkout-elb', 'trust', 'BackendServerAuthenticationPolicyType', [
      'PublicKeyPolicyName',
      'key',
    ]);
    await expectRefusal(onBackend('checkout-elb', 8443, 'key'), 'InvalidConfigurationRequest');
    await onBackend('checkout-elb', 8443, 'trust');
    await expectRefusal(remove('checkout-elb', 'key'), 'InvalidConfigurationRequest');
  });

  it.each<[string, string, string, readonly (readonly [string, string])[], string]>([
    ['an unknown type', 'p', 'NoSuchType', [], 'PolicyTypeNotFound'],
    ['an odd name', 'p q', 'LBCookieStickinessPolicyType', [], 'ValidationError'],
    ['a reserved name', 'ELBSample-x', 'LBCookieStickinessPolicyType', [], 'ValidationError'],
    ['no cookie', 'p', 'AppCookieStickinessPolicyType', [], 'InvalidConfigurationRequest'],
    ['a foreign attribute', 'p', 'LBCookieStickinessPolicyType', [['X', '1']], 'InvalidConfigurationRequest'],
    [
      'a period that is no number',
      'p',
      'LBCookieStickinessPolicyType',
      [['CookieExpirationPeriod', 'long']],
      'InvalidConfigurationRequest',
    ],
    [
      'neither yes nor no',
      'p',
      'ProxyProtocolPolicyType',
      [['ProxyProtocol', 'on']],
      'InvalidConfigurationRequest',
    ],
    ['no protocol', 'p', 'SSLNegotiationPolicyType', [['AES128-SHA', 'true']], 'InvalidConfigurationRequest'],
    [
      'no cipher',
      'p',
      'SSLNegotiationPolicyType',
      [['Protocol-TLSv1.2', 'true']],
      'InvalidConfigurationRequest',
    ],
    [
      'no such predefined policy',
      'p',
      'SSLNegotiationPolicyType',
      [['Reference-Security-Policy', 'X']],
      'InvalidConfigurationRequest',
    ],
    [
      'a key that is none',
      'p',
      'BackendServerAuthenticationPolicyType',
      [['PublicKeyPolicyName', 'web-sticky']],
      'InvalidConfigurationRequest',
    ],
  ])('with %s are refused', async (_what, name, type, attributes, code) => {
    const { create } = await openPolicies();
    await expectRefusal(create('web-classic', name, type, ...attributes), code);
  });
});
