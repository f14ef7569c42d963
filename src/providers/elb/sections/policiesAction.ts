import type { PolicyDescription } from '@aws-sdk/client-elastic-load-balancing';
import type { Option } from '../../../model/form.ts';
import type { ItemAction } from '../../sections.ts';
import { isHttp, isSecure } from './listenerRules.ts';
import { type Place, setPolicies, setWarnings, setWords } from './policySets.ts';
import { kindOf, type PolicyKind } from './policyTypes.ts';
import { linesOf, type Subject } from './subject.ts';

/** Choosing the whole set of policies of a listener, or of an instance port. AWS replaces the set, it never adds to it. */
export function policiesAction(subject: Subject, on: Place['on']): ItemAction {
  const placeOf = (id: string): Place => ({ on, port: Number(id) });
  return {
    key: 'policies',
    label: 'policies',
    help: 'Choose the whole set of policies that apply here; what is not chosen no longer does',
    form: (item) => {
      const now = linesOf(item.values['policies']);
      return {
        title: `Policies of ${on === 'listener' ? 'listener' : 'instance port'} ${item.name}`,
        fields: [
          {
            kind: 'many',
            key: 'policies',
            label: 'Policies',
            help: 'The whole set: what is not chosen no longer applies. None clears it',
            flag: 'policies',
            optional: true,
            initial: now.join('\n'),
            none: 'the balancer has no policy that fits here; add one first',
            load: async (signal) => {
              const fits = kindsFor(on, item.values);
              return policyOptions(await subject.policies({ signal }), fits, now);
            },
          },
        ],
      };
    },
    run: (item, values, options) =>
      setPolicies(subject, placeOf(item.id), linesOf(values['policies']), options),
    warnings: (item, values) =>
      setWarnings(placeOf(item.id), linesOf(item.values['policies']), linesOf(values['policies'])),
    notes: (item, values) =>
      setWords(placeOf(item.id), linesOf(item.values['policies']), linesOf(values['policies'])),
    reversible: true,
  };
}

/** Which policies may be enabled there (spec §6). */
function kindsFor(on: Place['on'], values: Readonly<Record<string, string>>): readonly PolicyKind[] {
  if (on === 'listener') {
    const front = values['protocol'];
    return [
      ...(isHttp(front) ? ['stickiness' as const] : []),
      ...(isSecure(front) ? ['ssl' as const] : []),
      'other',
    ];
  }
  const behind = linesOf(values['instance-protocols']);
  return [
    ...(behind.some((protocol) => !isHttp(protocol)) ? ['proxy' as const] : []),
    ...(behind.some(isSecure) ? ['authentication' as const] : []),
    'other',
  ];
}

/** What applies now can be kept whatever we think of it. */
function policyOptions(
  policies: readonly PolicyDescription[],
  fits: readonly PolicyKind[],
  now: readonly string[],
): readonly Option[] {
  const own = policies.flatMap(({ PolicyName, PolicyTypeName }): Option[] => {
    const name = PolicyName ?? '';
    if (name === '' || (!fits.includes(kindOf(PolicyTypeName)) && !now.includes(name))) return [];
    return [
      {
        value: name,
        label: name,
        help: (PolicyTypeName ?? '').replace(/(?:Policy)?(?:Type)?$/, ''),
      },
    ];
  });
  const others = now.filter((name) => own.every(({ value }) => value !== name));
  return [...own, ...others.map((name) => ({ value: name, label: name }))];
}
