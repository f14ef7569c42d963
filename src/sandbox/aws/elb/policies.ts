import { PREDEFINED_NAMES, predefined } from '../../world/aws/ciphers.ts';
import { POLICY_TYPES, policyType } from '../../world/aws/policyTypes.ts';
import type { PolicyAttribute, PolicyRecord } from '../../world/aws/records.ts';
import { AwsError } from '../errors.ts';
import { type Actions, type ServiceCall, submit } from '../service.ts';
import type { Xml } from '../xml.ts';
import { elbOf } from './balancers.ts';

/** ELB on policies and their types. Without a balancer the predefined ones are listed. */
export const POLICY_ACTIONS: Actions = {
  DescribeLoadBalancerPolicies(call) {
    const balancer = call.params.text('LoadBalancerName');
    const all = balancer ? elbOf(call).policies : PREDEFINED_NAMES.map(samplePolicy);
    const names = call.params.list('PolicyNames') ?? [];
    const found = names.map((name) => {
      const policy = all.find((candidate) => candidate.name === name);
      if (policy) return policy;
      const of = balancer ? ` for load balancer ${balancer}` : '';
      throw new AwsError('PolicyNotFound', `There is no policy with name ${name}${of}`);
    });
    return { PolicyDescriptions: (names.length > 0 ? found : all).map(policyBody) };
  },
  DescribeLoadBalancerPolicyTypes({ params }) {
    const names = params.list('PolicyTypeNames') ?? [];
    const types = names.map((name) => {
      const type = policyType(name);
      if (!type) throw new AwsError('PolicyTypeNotFound', `Policy Type ${name} not found.`);
      return type;
    });
    return {
      PolicyTypeDescriptions: (names.length > 0 ? types : POLICY_TYPES).map((type) => ({
        PolicyTypeName: type.name,
        Description: type.description,
        PolicyAttributeTypeDescriptions: type.attributes.map((attribute) => ({
          AttributeName: attribute.name,
          AttributeType: attribute.type,
          Cardinality: attribute.cardinality,
        })),
      })),
    };
  },
  CreateLoadBalancerPolicy(call) {
    const attributes = call.params.structs('PolicyAttributes').map((attribute) => ({
      name: attribute.need('AttributeName'),
      value: attribute.text('AttributeValue') ?? '',
    }));
    return create(call, call.params.need('PolicyTypeName'), attributes);
  },
  CreateLBCookieStickinessPolicy(call) {
    const period = call.params.text('CookieExpirationPeriod');
    const attributes = period ? [{ name: 'CookieExpirationPeriod', value: period }] : [];
    return create(call, 'LBCookieStickinessPolicyType', attributes);
  },
  CreateAppCookieStickinessPolicy(call) {
    const attributes = [{ name: 'CookieName', value: call.params.need('CookieName') }];
    return create(call, 'AppCookieStickinessPolicyType', attributes);
  },
  DeleteLoadBalancerPolicy(call) {
    submit(call, {
      type: 'aws.elb.policy.delete',
      balancer: call.params.need('LoadBalancerName'),
      name: call.params.need('PolicyName'),
    });
    return {};
  },
  SetLoadBalancerPoliciesOfListener(call) {
    submit(call, {
      type: 'aws.elb.policies.listener',
      balancer: call.params.need('LoadBalancerName'),
      port: call.params.needWhole('LoadBalancerPort'),
      // A client that has none to set may leave the list out altogether.
      policies: call.params.list('PolicyNames') ?? [],
    });
    return {};
  },
  SetLoadBalancerPoliciesForBackendServer(call) {
    submit(call, {
      type: 'aws.elb.policies.backend',
      balancer: call.params.need('LoadBalancerName'),
      port: call.params.needWhole('InstancePort'),
      policies: call.params.list('PolicyNames') ?? [],
    });
    return {};
  },
};

function create(call: ServiceCall, policyTypeName: string, attributes: readonly PolicyAttribute[]): Xml {
  submit(call, {
    type: 'aws.elb.policy.create',
    balancer: call.params.need('LoadBalancerName'),
    name: call.params.need('PolicyName'),
    policyType: policyTypeName,
    attributes,
  });
  return {};
}

function samplePolicy(name: string): PolicyRecord {
  return { name, type: 'SSLNegotiationPolicyType', attributes: predefined(name) ?? [] };
}

function policyBody({ name, type, attributes }: PolicyRecord): Xml {
  return {
    PolicyName: name,
    PolicyTypeName: type,
    PolicyAttributeDescriptions: attributes.map((attribute) => ({
      AttributeName: attribute.name,
      AttributeValue: attribute.value,
    })),
  };
}
