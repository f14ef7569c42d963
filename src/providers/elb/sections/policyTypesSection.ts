import type { Clock } from '../../../model/clock.ts';
import { Kept } from '../../http/kept.ts';
import type { Collection } from '../../sections.ts';
import type { Aws } from '../aws.ts';
import { type PolicyType, readPolicyTypes, readSecurityPolicies } from './policyTypes.ts';

/** What policies can be made of: the same for all balancers of an account and region, kept for some minutes. */
export class PolicyLists {
  readonly types: Kept<readonly PolicyType[]>;
  /** Names of AWS's predefined security policies. */
  readonly securityPolicies: Kept<readonly string[]>;

  constructor(aws: Aws, clock: Clock) {
    this.types = new Kept(clock, (signal) => readPolicyTypes(aws, signal));
    this.securityPolicies = new Kept(clock, (signal) => readSecurityPolicies(aws, signal));
  }
}

/** Attributes that are named; more are counted. */
const NAMED = 3;

/** The types that a policy can have. They are AWS's own and only read. */
export function policyTypesSection(lists: PolicyLists): Collection {
  return {
    kind: 'collection',
    key: 'policy-types',
    title: 'Policy types',
    one: 'policy type',
    help: 'What a policy can be; the types are AWS’s',
    columns: [
      { key: 'name', title: 'Name' },
      { key: 'attributes', title: 'Attributes' },
      { key: 'description', title: 'Description' },
    ],
    empty: 'The account knows no policy types',
    known: null,
    list: async ({ signal }) =>
      (await lists.types.get(signal)).map((type) => ({
        id: type.name,
        name: type.name,
        cells: { name: type.name, attributes: namesText(type), description: type.help },
        values: {},
        raw: type,
      })),
  };
}

function namesText({ attributes }: PolicyType): string | null {
  const names = attributes.slice(0, NAMED).map(({ name }) => name);
  const rest = attributes.length - names.length;
  if (names.length === 0) return null;
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ');
}
