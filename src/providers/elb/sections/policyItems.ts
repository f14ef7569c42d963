import type { LoadBalancerDescription, PolicyDescription } from '@aws-sdk/client-elastic-load-balancing';
import * as z from 'zod/mini';
import type { Item } from '../../sections.ts';
import { attributesText, valuesOfPolicy } from './policyFields.ts';
import { placeOf, placesFor, placesOf, placeText, placeValue, policiesAt } from './policySets.ts';
import { kindOf, type PolicyKind, type PolicyType } from './policyTypes.ts';

const kinds = ['stickiness', 'ssl', 'proxy', 'key', 'authentication', 'other'] as const;
const itemShape = z.object({
  use: z.object({
    kind: z.enum(kinds),
    enabled: z.array(z.string()),
    allowed: z.array(z.string()),
    rivals: z.record(z.string(), z.array(z.string())),
    referredBy: z.array(z.string()),
  }),
});

/** Where a policy stands. Places are written as forms hold them: `listener 443`, `instance 80`. */
export interface PolicyUse {
  readonly kind: PolicyKind;
  readonly enabled: readonly string[];
  /** Where policies of its kind may be enabled. */
  readonly allowed: readonly string[];
  /** By place: the policies that go when this one is enabled there, as a place has one of the kind. */
  readonly rivals: Readonly<Record<string, readonly string[]>>;
  /** The authentication policies that name it. */
  readonly referredBy: readonly string[];
}

const NO_USE: PolicyUse = { kind: 'other', enabled: [], allowed: [], rivals: {}, referredBy: [] };

/** The balancer's policies, each with where it is enabled and where it may be. */
export function policyItems(
  description: LoadBalancerDescription,
  policies: readonly PolicyDescription[],
  types: readonly PolicyType[],
): readonly Item[] {
  return policies.flatMap((policy): Item[] => {
    const name = policy.PolicyName ?? '';
    if (name === '') return [];
    const type = policy.PolicyTypeName ?? '';
    const attributes = policy.PolicyAttributeDescriptions ?? [];
    const use = standingOf(name, type, description, policies);
    const where = use.enabled.flatMap((value) => placeOf(value) ?? []).map(placeText);
    return [
      {
        id: name,
        name,
        cells: {
          name,
          type: type.replace(/(?:Policy)?(?:Type)?$/, ''),
          attributes: attributesText(type, attributes),
          enabled: where.length === 0 ? null : where.join(', '),
        },
        values: { name, ...valuesOfPolicy(types, type, attributes) },
        raw: { policy, use },
      },
    ];
  });
}

function standingOf(
  name: string,
  type: string,
  description: LoadBalancerDescription,
  policies: readonly PolicyDescription[],
): PolicyUse {
  const kind = kindOf(type);
  const allowed = placesFor(kind, description);
  return {
    kind,
    enabled: placesOf(description)
      .filter((place) => policiesAt(description, place).includes(name))
      .map(placeValue),
    allowed: allowed.map(placeValue),
    rivals: Object.fromEntries(
      allowed.map((place) => [
        placeValue(place),
        rivalsOf(name, kind, policiesAt(description, place), policies),
      ]),
    ),
    referredBy: policies
      .filter(({ PolicyAttributeDescriptions = [] }) =>
        PolicyAttributeDescriptions.some(
          ({ AttributeName, AttributeValue }) =>
            AttributeName === 'PublicKeyPolicyName' && AttributeValue === name,
        ),
      )
      .map(({ PolicyName }) => PolicyName ?? ''),
  };
}

/** Of the policies of a place those that another one of this kind takes the place of: it has one of each (spec §6). */
export function rivalsOf(
  name: string,
  kind: PolicyKind,
  there: readonly string[],
  policies: readonly PolicyDescription[],
): string[] {
  if (kind !== 'stickiness' && kind !== 'ssl') return [];
  return there.filter((other) => {
    const policy = policies.find(({ PolicyName }) => PolicyName === other);
    // A listener that was made without one has a predefined policy, which may not be listed among its own.
    const otherKind = policy
      ? kindOf(policy.PolicyTypeName)
      : /^ELBSecurityPolicy-/.test(other)
        ? 'ssl'
        : null;
    return other !== name && otherKind === kind;
  });
}

/** Where an item of the collection stands. */
export function policyUse({ raw }: Item): PolicyUse {
  const read = itemShape.safeParse(raw);
  return read.success ? read.data.use : NO_USE;
}

/** Places in words: `listener 443 and instance port 80`. */
export function placeNames(values: readonly string[]): readonly string[] {
  return values.flatMap((value) => placeOf(value) ?? []).map(placeText);
}
