import type { Balancer } from '../../../model/balancer.ts';
import type { Form, Option } from '../../../model/form.ts';
import type { Answers, WizardStep } from '../../create.ts';
import type { Kept } from '../../http/kept.ts';
import { BALANCER_STEP } from './balancerPage.ts';
import { portFault, type UsedVip, usedVips, usersText } from './sharedVips.ts';
import type { VirtualIpSpec } from './spec.ts';

/** By which the spec finds its answers. */
export const VIRTUAL_IP_STEP = 'virtualIp';

/** Between the ids of an IPv4 and an IPv6 that are shared together. */
const AND = '+';

/** The last page: which address clients use. */
export function virtualIpPage(balancers: Kept<readonly Balancer[]>): WizardStep {
  return { key: VIRTUAL_IP_STEP, title: 'Virtual IP', form: (answers) => virtualIpForm(balancers, answers) };
}

function virtualIpForm(balancers: Kept<readonly Balancer[]>, answers: Answers): Form {
  const { port = '', protocol = '' } = answers[BALANCER_STEP] ?? {};
  return {
    title: 'Virtual IP',
    fields: [
      {
        kind: 'choice',
        key: 'kind',
        label: 'Virtual IP',
        help: 'The address that clients use',
        initial: 'PUBLIC',
        options: [
          { value: 'PUBLIC', label: 'PUBLIC, IPv4 and IPv6', help: 'reached from everywhere' },
          { value: 'PUBLIC_IPV4', label: 'PUBLIC, IPv4 only', help: 'reached from everywhere' },
          { value: 'SERVICENET', label: 'SERVICENET', help: 'reached from inside the region only' },
          { value: 'SHARE', label: 'share one', help: 'of a balancer that is there already' },
        ],
      },
      {
        kind: 'pick',
        key: 'share',
        label: 'Shared with',
        help: 'Balancers that share a virtual IP use different ports of it',
        load: async (signal) => sharable(await balancers.fresh(signal)),
        check: (text) => {
          const ids = text.split(AND);
          const vips = usedVips(balancers.last ?? []).filter(({ id }) => ids.includes(id));
          return (
            vips.map((vip) => portFault(vip, Number(port), protocol)).find((fault) => fault !== null) ?? null
          );
        },
        shownWhen: (values) => values['kind'] === 'SHARE',
      },
    ],
  };
}

/** Each virtual IP by itself, and in front of it the pairs of IPv4 and IPv6 that one balancer has. */
function sharable(balancers: readonly Balancer[]): Option[] {
  const vips = usedVips(balancers);
  const pairs = new Map<string, Option>();
  for (const { virtualIps } of balancers) {
    const four = vips.find(({ vip }) => vip.ipVersion === 'IPV4' && virtualIps.includes(vip));
    const six = vips.find(({ vip }) => vip.ipVersion === 'IPV6' && virtualIps.includes(vip));
    if (!four || !six || four.id === six.id) continue;
    const value = `${four.id}${AND}${six.id}`;
    pairs.set(value, option(value, `${four.vip.address} and ${six.vip.address}`, four));
  }
  return [...pairs.values(), ...vips.map((used) => option(used.id, used.vip.address, used))];
}

function option(value: string, label: string, { vip, users }: UsedVip): Option {
  return { value, label, help: `${vip.type ?? ''} of ${usersText(users)}`.trim() };
}

/** What the answers of this page ask for. */
export function virtualIpOf(values: Readonly<Record<string, string>>): VirtualIpSpec {
  switch (values['kind']) {
    case 'PUBLIC_IPV4':
      return { type: 'PUBLIC', ipVersion: 'IPV4' };
    case 'SERVICENET':
      return { type: 'SERVICENET' };
    case 'SHARE':
      return { share: (values['share'] ?? '').split(AND).map((id) => ({ id: Number(id) })) };
    default:
      return { type: 'PUBLIC' };
  }
}
