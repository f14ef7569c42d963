import type { Plan } from '../refusal.ts';
import { CIPHERS, predefined, switched } from './ciphers.ts';
import { type PolicyType, policyType } from './policyTypes.ts';
import type { ElbRecord, PolicyAttribute } from './records.ts';
import { type Coded, deny, doing, firstOf, invalid, unfit } from './refusals.ts';

/** Policies that a balancer can have. */
const MOST = 100;
const REFERENCE = 'Reference-Security-Policy';

/** A new policy, which does nothing until it is set somewhere. */
export function createPolicy(
  elb: ElbRecord,
  name: string,
  typeName: string,
  attributes: readonly PolicyAttribute[],
): Plan {
  const type = policyType(typeName);
  if (!type) return deny('PolicyTypeNotFound', `Policy Type ${typeName} not found.`);
  const wrong = nameFault(name) ?? attributeFault(elb, type, attributes);
  if (wrong) return wrong;
  if (elb.policy(name))
    return deny(
      'DuplicatePolicyName',
      `There is already a policy with name ${name} for load balancer ${elb.name}`,
    );
  if (elb.policies.length >= MOST)
    return deny(
      'TooManyPolicies',
      `Load balancer ${elb.name} has ${MOST} policies, which is as many as it can`,
    );
  return doing(() => {
    elb.policies = [...elb.policies, { name, type: typeName, attributes: settled(type, attributes) }];
  });
}

function nameFault(name: string): Coded | null {
  if (!/^[A-Za-z0-9-]{1,100}$/.test(name))
    return invalid('Policy name can only contain letters, digits and the dash, 100 at most');
  return /^ELB(SecurityPolicy|Sample)-/.test(name)
    ? invalid(`Policy name ${name} begins with a prefix that is reserved`)
    : null;
}

function attributeFault(
  elb: ElbRecord,
  type: PolicyType,
  attributes: readonly PolicyAttribute[],
): Coded | null {
  const unknown = attributes.find(({ name }) => !type.attributes.some((known) => known.name === name));
  if (unknown) return unfit(`Policy attribute ${unknown.name} is not supported for policy type ${type.name}`);
  return (
    firstOf(
      type.attributes.map(({ name, cardinality, type: kind }) => {
        const values = attributes.filter((attribute) => attribute.name === name).map(({ value }) => value);
        if (values.length === 0 && cardinality !== 'ZERO_OR_ONE')
          return unfit(`Policy attribute ${name} is required for policy type ${type.name}`);
        if (values.length > 1 && cardinality !== 'ONE_OR_MORE')
          return unfit(`Policy attribute ${name} can be given only once`);
        return firstOf(values.map((value) => valueFault(elb, name, kind, value)));
      }),
    ) ?? (type.name === 'SSLNegotiationPolicyType' ? negotiationFault(attributes) : null)
  );
}

function valueFault(elb: ElbRecord, name: string, kind: string, value: string): Coded | null {
  if (kind === 'Boolean')
    return /^(true|false)$/i.test(value)
      ? null
      : unfit(`Policy attribute ${name} must be true or false, not ${value}`);
  if (kind === 'Long')
    return /^\d{1,15}$/.test(value)
      ? null
      : unfit(`Policy attribute ${name} must be a whole number, not ${value}`);
  if (value === '') return unfit(`Policy attribute ${name} must not be empty`);
  if (kind === 'PolicyName') {
    const policy = elb.policy(value);
    if (!policy) return unfit(`There is no policy with name ${value} for load balancer ${elb.name}`);
    return policy.type === 'PublicKeyPolicyType' ? null : unfit(`Policy ${value} is not of a public key`);
  }
  return null;
}

function negotiationFault(attributes: readonly PolicyAttribute[]): Coded | null {
  const reference = attributes.find(({ name }) => name === REFERENCE);
  if (reference) {
    if (!predefined(reference.value)) return unfit(`There is no predefined policy named ${reference.value}`);
    return attributes.length > 1
      ? unfit(`Other attributes cannot be given together with ${REFERENCE}`)
      : null;
  }
  const on = attributes.filter(({ value }) => /^true$/i.test(value)).map(({ name }) => name);
  if (!on.some((name) => name.startsWith('Protocol-'))) return unfit('At least one protocol must be enabled');
  return on.some((name) => CIPHERS.includes(name)) ? null : unfit('At least one cipher must be enabled');
}

/** As the policy is told of from then on: an SSL negotiation names every attribute. */
function settled(type: PolicyType, attributes: readonly PolicyAttribute[]): readonly PolicyAttribute[] {
  if (type.name !== 'SSLNegotiationPolicyType') return attributes;
  const reference = attributes.find(({ name }) => name === REFERENCE);
  if (reference) return [reference, ...(predefined(reference.value) ?? [])];
  return switched(attributes.filter(({ value }) => /^true$/i.test(value)).map(({ name }) => name));
}

/** A predefined policy as a balancer has it that uses it. */
export function referencing(name: string): readonly PolicyAttribute[] {
  return [{ name: REFERENCE, value: name }, ...(predefined(name) ?? [])];
}

/** Removes a policy that is enabled nowhere; one that is not there is passed over. */
export function deletePolicy(elb: ElbRecord, name: string): Plan {
  const enabled =
    elb.listeners.some(({ policies }) => policies.includes(name)) ||
    [...elb.backends.values()].some((policies) => policies.includes(name));
  const referred = elb.policies.some(({ attributes }) =>
    attributes.some((attribute) => attribute.name === 'PublicKeyPolicyName' && attribute.value === name),
  );
  if (enabled || referred)
    return unfit(
      `You cannot delete policy [${name}] since it is enabled or referred by other enabled policy.`,
    );
  return doing(() => {
    elb.policies = elb.policies.filter((policy) => policy.name !== name);
  });
}

/** Makes these the policies of a front-end port. */
export function setListenerPolicies(elb: ElbRecord, port: number, policies: readonly string[]): Plan {
  const listener = elb.listener(port);
  if (!listener)
    return deny('ListenerNotFound', `Load Balancer ${elb.name} does not have a listener on port ${port}`);
  return (
    settingFault(elb, policies, 'listener', listener.protocol) ??
    doing(() => {
      elb.listeners = elb.listeners.map((other) => (other.port === port ? { ...other, policies } : other));
    })
  );
}

/** Makes these the policies of the instances' port. */
export function setBackendPolicies(elb: ElbRecord, port: number, policies: readonly string[]): Plan {
  const listener = elb.listeners.find(({ instancePort }) => instancePort === port);
  if (!listener) return unfit(`No listener of load balancer ${elb.name} uses instance port ${port}`);
  return (
    settingFault(elb, policies, 'backend', listener.instanceProtocol) ??
    doing(() => {
      const backends = new Map(elb.backends);
      if (policies.length > 0) backends.set(port, policies);
      else backends.delete(port);
      elb.backends = backends;
    })
  );
}

function settingFault(
  elb: ElbRecord,
  policies: readonly string[],
  on: PolicyType['on'],
  protocol: string,
): Coded | null {
  const types: PolicyType[] = [];
  for (const name of policies) {
    const type = policyType(elb.policy(name)?.type ?? '');
    if (!type)
      return deny('PolicyNotFound', `There is no policy with name ${name} for load balancer ${elb.name}`);
    if (type.on !== on || !type.protocols.includes(protocol)) return unfit(`${name} cannot be enabled`);
    types.push(type);
  }
  const one = (pattern: RegExp) => types.filter(({ name }) => pattern.test(name)).length > 1;
  if (one(/Stickiness/)) return unfit('Only one stickiness policy can be enabled');
  return one(/^SSLNegotiation/) ? unfit('Only one SSL negotiation policy can be enabled') : null;
}
