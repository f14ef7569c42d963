import { byName } from '../../../model/order.ts';
import { Failure } from '../../../model/problem.ts';
import { some } from '../../inWords.ts';
import type { Collection, Item, ReadOptions } from '../../sections.ts';
import { filter, readSubnets, type Subnet, subnetHelp } from './network.ts';
import { receiptOf, type Subject, setting } from './subject.ts';

/** The subnets of a balancer in a VPC: one a zone, one at least (spec §4). */
export function subnetsSection(subject: Subject): Collection {
  const { aws, name, known } = subject;
  const vpcId = known.description.VPCId || null;
  const attached = known.description.Subnets ?? [];
  return {
    kind: 'collection',
    key: 'subnets',
    title: 'Subnets',
    one: 'subnet',
    help: 'Where the balancer is: one subnet a zone. Instances of other zones get no requests',
    columns: [
      { key: 'zone', title: 'Zone' },
      { key: 'subnet', title: 'Subnet' },
      { key: 'name', title: 'Name' },
      { key: 'free', title: 'Free addresses', align: 'right' },
    ],
    empty: 'No subnets',
    known: null,
    list: async (options) => {
      const { Subnets = [] } = await subject.description(options);
      return itemsOf(Subnets, await described(subject, Subnets, options));
    },
    add: {
      form: () => ({
        title: `Attach a subnet to ${name}`,
        fields: [
          {
            kind: 'pick',
            key: 'subnet',
            label: 'Subnet',
            help: 'One in a zone where the balancer is not yet',
            flag: 'subnet',
            none: 'its VPC has no subnet in a zone where the balancer is not yet',
            load: async (signal) => {
              const all = await readSubnets(aws, vpcId === null ? [] : [filter('vpc-id', vpcId)], signal);
              const zones = new Set(all.filter(({ id }) => attached.includes(id)).map(({ zone }) => zone));
              return all
                .filter(({ id, zone }) => !attached.includes(id) && !zones.has(zone))
                .map((subnet) => ({ value: subnet.id, label: subnet.id, help: subnetHelp(subnet) }));
            },
          },
        ],
      }),
      run: (values, options) => {
        const subnet = values['subnet'] ?? '';
        return receiptOf(
          aws.elb(
            'AttachLoadBalancerToSubnets',
            { LoadBalancerName: name, Subnets: [subnet] },
            setting(`attach ${subnet} to ${name}`, options),
          ),
          options,
        );
      },
    },
    remove: {
      atMost: 5,
      run: async (items, options) => {
        const ids = items.map(({ id }) => id);
        const { Subnets = [] } = await subject.description(options);
        if (Subnets.every((id) => ids.includes(id)))
          throw new Failure({
            kind: 'conflict',
            message: `Could not detach ${some(ids, 'and')}: ${name} would have no subnet left`,
            hint: 'Attach another one first',
          });
        return receiptOf(
          aws.elb(
            'DetachLoadBalancerFromSubnets',
            { LoadBalancerName: name, Subnets: ids },
            setting(`detach ${some(ids, 'and')} from ${name}`, options),
          ),
          options,
        );
      },
      warnings: (items) =>
        items.map(
          ({ name: id, cells }) =>
            `Instances in ${cells['zone'] ?? `the zone of ${id}`} get no requests then`,
        ),
      whyNot: () => (attached.length > 1 ? null : 'it is the last one: attach another first'),
      restorable: true,
    },
  };
}

/** What EC2 tells of the subnets; nothing where it may not be asked, as the balancer itself tells their ids. */
async function described(
  { aws }: Subject,
  ids: readonly string[],
  { signal }: ReadOptions,
): Promise<readonly Subnet[]> {
  if (ids.length === 0) return [];
  try {
    return await readSubnets(aws, [filter('subnet-id', ...ids)], signal);
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.problem.kind === 'forbidden') return [];
    throw thrown;
  }
}

function itemsOf(ids: readonly string[], subnets: readonly Subnet[]): readonly Item[] {
  return ids
    .map((id): Item => {
      const subnet = subnets.find((one) => one.id === id) ?? null;
      return {
        id,
        name: id,
        cells: {
          zone: subnet?.zone ?? null,
          subnet: id,
          name: subnet?.name ?? null,
          free: subnet?.free == null ? null : String(subnet.free),
        },
        values: { subnet: id },
        raw: subnet ?? { SubnetId: id },
      };
    })
    .sort((a, b) => byName(a.cells['zone'] ?? '', b.cells['zone'] ?? ''));
}
