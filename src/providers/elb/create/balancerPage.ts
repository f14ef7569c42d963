import type { Answers, WizardStep } from '../../create.ts';
import type { Offers, Vpc } from './offers.ts';
import { balancerNameFault } from './rules.ts';

/** By which the other pages and the spec find its answers. */
export const BALANCER_PAGE = 'balancer';
/** In place of a VPC: the balancer is made by zones. */
const ZONES = 'zones';

/** The VPC that was chosen; null for zones. */
export function chosenVpc(answers: Answers): string | null {
  const network = answers[BALANCER_PAGE]?.['network'] ?? ZONES;
  return network === ZONES ? null : network;
}

/** The first page: what the balancer is, and in which network. */
export function balancerPage(offers: Offers): WizardStep {
  return {
    key: BALANCER_PAGE,
    title: 'Balancer',
    form: () => ({
      title: 'Balancer',
      fields: [
        {
          kind: 'text',
          key: 'name',
          label: 'Name',
          help: 'Letters, digits and hyphens, at most 32; it cannot be changed later',
          initial: 'balancer-1',
          check: balancerNameFault,
        },
        {
          kind: 'choice',
          key: 'scheme',
          label: 'Scheme',
          help: 'It cannot be changed later',
          initial: 'internet-facing',
          options: [
            { value: 'internet-facing', label: 'internet-facing', help: 'reached from everywhere' },
            { value: 'internal', label: 'internal', help: 'reached from inside the VPC only' },
          ],
        },
        {
          kind: 'pick',
          key: 'network',
          label: 'Network',
          help: 'The VPC of the balancer and of its instances',
          load: async (signal) => {
            // The pages after it propose subnets and groups when they have been read by then.
            const [vpcs] = await Promise.all([
              offers.vpcs.get(signal),
              offers.subnets.get(signal),
              offers.groups.get(signal),
            ]);
            return [
              ...vpcs.map(vpcOption),
              { value: ZONES, label: 'by zones', help: 'AWS takes the subnets of the default VPC' },
            ];
          },
          preferred: (options) => options[0]?.value,
        },
      ],
    }),
  };
}

function vpcOption({ id, name, range, isDefault }: Vpc) {
  const help = [name === null ? null : id, isDefault ? 'default' : null, range].filter(Boolean).join(', ');
  return { value: id, label: name ?? id, ...(help === '' ? {} : { help }) };
}
