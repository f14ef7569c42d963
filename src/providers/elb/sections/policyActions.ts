import type { FormValues } from '../../../model/form.ts';
import { Failure } from '../../../model/problem.ts';
import { some } from '../../inWords.ts';
import type { ChangeOptions, Receipt } from '../../provider.ts';
import type { Item, ItemAction } from '../../sections.ts';
import { placeNames, policyUse, rivalsOf } from './policyItems.ts';
import {
  comingWarnings,
  type Place,
  placeOf,
  placesOf,
  placeText,
  policiesAt,
  setPolicies,
} from './policySets.ts';
import { receiptOf, type Subject, setting } from './subject.ts';

/** Enabling a policy somewhere, disabling it, and taking it off everywhere to delete it. */
export function policyActions(subject: Subject): readonly ItemAction[] {
  return [enable(subject), disable(subject), detach(subject)];
}

function enable(subject: Subject): ItemAction {
  const free = (item: Item) => {
    const { allowed, enabled } = policyUse(item);
    return allowed.filter((place) => !enabled.includes(place));
  };
  return {
    key: 'enable',
    label: 'enable',
    makes: 'enabled',
    help: 'Let it apply to a listener or an instance port, beside what applies there already',
    form: (item) => placeForm(`Enable ${item.name}`, 'Where it is to apply', free(item)),
    whyNot: (item) => {
      if (free(item).length > 0) return null;
      const { kind, enabled } = policyUse(item);
      if (enabled.length > 0) return 'it is enabled wherever it may be';
      switch (kind) {
        case 'key':
          return 'a public key is enabled nowhere by itself: name it in a policy of type BackendServerAuthentication';
        case 'stickiness':
          return 'stickiness needs a listener of protocol HTTP or HTTPS';
        case 'ssl':
          return 'it needs a listener of protocol HTTPS or SSL';
        case 'proxy':
          return 'it needs an instance port that is spoken to with TCP or SSL';
        case 'authentication':
          return 'it needs an instance port that is spoken to with HTTPS or SSL';
        default:
          return 'the balancer has no listener';
      }
    },
    warnings: (item, values) => {
      const rivals = policyUse(item).rivals[values['on'] ?? ''] ?? [];
      const place = placeOf(values['on']);
      if (place === null) return [];
      return [
        ...(rivals.length === 0
          ? []
          : [`${item.name} takes the place of ${some(rivals, 'and')} at ${placeText(place)}`]),
        ...comingWarnings(place, [item.name]),
      ];
    },
    run: async (item, values, options) => {
      const place = wanted(values);
      const [description, policies] = await Promise.all([
        subject.description(options),
        subject.policies(options),
      ]);
      const now = policiesAt(description, place);
      const rivals = rivalsOf(item.id, policyUse(item).kind, now, policies);
      const kept = now.filter((name) => name !== item.id && !rivals.includes(name));
      return setPolicies(subject, place, [...kept, item.id], options);
    },
    reversible: false,
  };
}

function disable(subject: Subject): ItemAction {
  return {
    key: 'disable',
    label: 'disable',
    makes: 'disabled',
    help: 'Take it off a listener or an instance port; the policy itself stays',
    form: (item) => placeForm(`Disable ${item.name}`, 'Where it is to be taken off', policyUse(item).enabled),
    whyNot: (item) => (policyUse(item).enabled.length > 0 ? null : 'it is enabled nowhere'),
    run: async (item, values, options) => {
      const place = wanted(values);
      const now = policiesAt(await subject.description(options), place);
      return setPolicies(
        subject,
        place,
        now.filter((name) => name !== item.id),
        options,
      );
    },
    reversible: false,
  };
}

function detach(subject: Subject): ItemAction {
  return {
    key: 'detach',
    label: 'detach and delete',
    help: 'Take it off wherever it is enabled, then delete it',
    whyNot: (item) => {
      const { enabled, referredBy } = policyUse(item);
      if (referredBy.length > 0) return referredText(referredBy);
      return enabled.length > 0 ? null : 'it is enabled nowhere: it can simply be removed';
    },
    warnings: (item) => [
      `${item.name} is taken off ${some(placeNames(policyUse(item).enabled), 'and', 20)}, then deleted`,
    ],
    run: async (item, _values, options) => {
      const description = await subject.description(options);
      for (const place of placesOf(description)) {
        const now = policiesAt(description, place);
        if (!now.includes(item.id)) continue;
        const kept = now.filter((name) => name !== item.id);
        await setPolicies(subject, place, kept, options);
      }
      return deletePolicy(subject, item.id, options);
    },
    reversible: false,
  };
}

/** Throws Failure: refused while it is enabled anywhere. */
export function deletePolicy(subject: Subject, name: string, options: ChangeOptions): Promise<Receipt> {
  const input = { LoadBalancerName: subject.name, PolicyName: name };
  const call = setting(`delete the policy ${name} of ${subject.name}`, options);
  return receiptOf(subject.aws.elb('DeleteLoadBalancerPolicy', input, call), options);
}

/** Why a public key cannot go. */
export function referredText(referredBy: readonly string[]): string {
  return `${some(referredBy, 'and')} ${referredBy.length === 1 ? 'names' : 'name'} it: delete ${referredBy.length === 1 ? 'that' : 'those'} first`;
}

function placeForm(title: string, help: string, places: readonly string[]) {
  return {
    title,
    fields: [
      {
        kind: 'pick' as const,
        key: 'on',
        label: 'On',
        help,
        flag: 'on',
        load: async () =>
          places.flatMap((value) => {
            const place = placeOf(value);
            return place === null ? [] : [{ value, label: placeText(place) }];
          }),
      },
    ],
  };
}

function wanted(values: FormValues): Place {
  const place = placeOf(values['on']);
  if (place) return place;
  throw new Failure({
    kind: 'invalid',
    message: `"${values['on'] ?? ''}" is no listener and no instance port`,
    hint: 'Write "listener 443" or "instance 80"',
  });
}
