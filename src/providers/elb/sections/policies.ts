import type { PolicyAttribute } from '@aws-sdk/client-elastic-load-balancing';
import type { Form, FormValues } from '../../../model/form.ts';
import { Failure } from '../../../model/problem.ts';
import { some } from '../../inWords.ts';
import type { ChangeOptions, Receipt } from '../../provider.ts';
import type { Collection, Item, ReadOptions } from '../../sections.ts';
import { deletePolicy, policyActions, referredText } from './policyActions.ts';
import { policyFields, SSL_KEYS, typeNamed, wireAttributes } from './policyFields.ts';
import { placeNames, policyItems, policyUse } from './policyItems.ts';
import { kindOf, type PolicyType, sameType } from './policyTypes.ts';
import type { PolicyLists } from './policyTypesSection.ts';
import { linesOf, receiptOf, type Subject } from './subject.ts';

/** The balancer's own policies: named rules that do nothing until they are enabled on a port (spec §6). */
export function policiesSection(subject: Subject, lists: PolicyLists): Collection {
  return {
    kind: 'collection',
    key: 'policies',
    title: 'Policies',
    one: 'policy',
    help: 'Stickiness, ciphers, proxy protocol: a policy applies where it is enabled. It cannot be edited: make another, enable it, delete the old one',
    columns: [
      { key: 'name', title: 'Name' },
      { key: 'type', title: 'Type' },
      { key: 'attributes', title: 'Attributes' },
      { key: 'enabled', title: 'Enabled on' },
    ],
    empty: 'No policies: requests go to any node, and TLS as AWS has it by default',
    known: null,
    list: (options) => readItems(subject, lists, options),
    add: {
      form: (options) => addForm(subject, lists, options),
      run: (values, options) => create(subject, lists, values, options),
      notes: (values) =>
        kindOf(values['type']) === 'key'
          ? []
          : ['Nothing changes for clients until the policy is enabled on a port'],
    },
    remove: {
      atMost: 20,
      run: async (items, options) => {
        let receipt: Receipt = { requestId: null, detail: null };
        for (const { id } of items) receipt = await deletePolicy(subject, id, options);
        return receipt;
      },
      whyNot: (item) => {
        const { enabled, referredBy } = policyUse(item);
        if (referredBy.length > 0) return referredText(referredBy);
        return enabled.length === 0
          ? null
          : `it is enabled on ${some(placeNames(enabled), 'and')}: "detach" takes it off and deletes it`;
      },
      restorable: true,
    },
    actions: policyActions(subject),
  };
}

async function readItems(
  subject: Subject,
  lists: PolicyLists,
  options: ReadOptions,
): Promise<readonly Item[]> {
  const [description, policies, types] = await Promise.all([
    subject.description(options),
    subject.policies(options),
    lists.types.get(options.signal),
  ]);
  return policyItems(description, policies, types);
}

async function addForm(subject: Subject, lists: PolicyLists, options: ReadOptions): Promise<Form> {
  const [types, policies] = await Promise.all([lists.types.get(options.signal), subject.policies(options)]);
  const taken = new Set(policies.map(({ PolicyName }) => PolicyName));
  return {
    title: `New policy of ${subject.name}`,
    fields: [
      {
        kind: 'choice',
        key: 'type',
        label: 'Type',
        flag: 'type',
        initial: types[0]?.name ?? '',
        options: types.map(({ name, help }) => ({
          value: name,
          label: name.replace(/(?:Policy)?(?:Type)?$/, ''),
          ...(help === null ? {} : { help }),
        })),
      },
      {
        kind: 'text',
        key: 'name',
        label: 'Name',
        help: 'Letters, digits and hyphens',
        flag: 'name',
        check: (text) =>
          policyNameFault(text) ??
          (taken.has(text) ? `${subject.name} has a policy ${text} already: choose another name` : null),
      },
      ...policyFields(types, {
        securityPolicies: (signal) => lists.securityPolicies.get(signal),
        publicKeys: async (signal) =>
          (await subject.policies({ signal })).flatMap(({ PolicyName, PolicyTypeName }) =>
            kindOf(PolicyTypeName) === 'key' && PolicyName ? [PolicyName] : [],
          ),
      }),
    ],
    check: (values) => contentFaults(types, values),
  };
}

/** What AWS refuses of a policy's name; null when it may be one (spec §4.1). */
function policyNameFault(name: string): string | null {
  if (!/^[A-Za-z0-9-]+$/.test(name)) return 'A policy’s name has letters, digits and hyphens only';
  if (name.length > 100) return `The name has ${name.length} characters: at most 100`;
  return /^(?:ELBSecurityPolicy|ELBSample)-/i.test(name)
    ? 'Names that begin with ELBSecurityPolicy- or ELBSample- are AWS’s own: choose another'
    : null;
}

/** A security policy of one's own has a protocol and a cipher at least. */
function contentFaults(types: readonly PolicyType[], values: FormValues): Record<string, string> {
  if (typeNamed(types, values['type'])?.kind !== 'ssl' || (values[SSL_KEYS.reference] ?? '') !== '')
    return {};
  const needed = (key: string, what: string) =>
    linesOf(values[key]).length === 0 ? { [key]: `Choose one ${what} at least, or a predefined policy` } : {};
  return { ...needed(SSL_KEYS.protocols, 'protocol'), ...needed(SSL_KEYS.ciphers, 'cipher') };
}

/** Creating it twice is refused, so a lost answer is looked up: what stands there as it was asked for is it. */
async function create(
  subject: Subject,
  lists: PolicyLists,
  values: FormValues,
  options: ChangeOptions,
): Promise<Receipt> {
  const types = await lists.types.get(options.signal);
  const { type = '', name = '' } = values;
  const attributes = wireAttributes(types, values);
  const sent = subject.aws.elb(
    'CreateLoadBalancerPolicy',
    {
      LoadBalancerName: subject.name,
      PolicyName: name,
      PolicyTypeName: type,
      PolicyAttributes: attributes,
    },
    { what: `create the policy ${name} on ${subject.name}`, signal: options.signal, repeatable: false },
  );
  try {
    return await receiptOf(sent, options);
  } catch (thrown) {
    if (!(thrown instanceof Failure) || !thrown.problem.maybeApplied) throw thrown;
    const isMade = await stands(subject, { name, type, attributes }, options).catch(() => false);
    if (isMade) return { requestId: null, detail: null };
    throw thrown;
  }
}

async function stands(
  subject: Subject,
  made: { readonly name: string; readonly type: string; readonly attributes: readonly PolicyAttribute[] },
  options: ChangeOptions,
): Promise<boolean> {
  const policies = await subject.policies(options);
  const found = policies.find(({ PolicyName }) => PolicyName === made.name);
  if (!found || !sameType(found.PolicyTypeName, made.type)) return false;
  const has = found.PolicyAttributeDescriptions ?? [];
  return made.attributes.every(({ AttributeName, AttributeValue }) =>
    has.some((one) => one.AttributeName === AttributeName && one.AttributeValue === AttributeValue),
  );
}
