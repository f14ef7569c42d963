import { Failure } from '../../../model/problem.ts';
import { some } from '../../inWords.ts';
import type { Collection, Item } from '../../sections.ts';
import { readZones } from './network.ts';
import { receiptOf, type Subject, setting } from './subject.ts';

/** The zones of a balancer that is in no VPC; one at least. Elsewhere subnets take their place (spec §4). */
export function zonesSection(subject: Subject): Collection {
  const { aws, name, known } = subject;
  const enabled = known.description.AvailabilityZones ?? [];
  return {
    kind: 'collection',
    key: 'zones',
    title: 'Zones',
    one: 'zone',
    help: 'Where the balancer is. Instances of other zones get no requests',
    columns: [{ key: 'zone', title: 'Zone' }],
    empty: 'No zones',
    known: itemsOf(enabled),
    list: async (options) => itemsOf((await subject.description(options)).AvailabilityZones ?? []),
    add: {
      form: () => ({
        title: `Enable a zone for ${name}`,
        fields: [
          {
            kind: 'pick',
            key: 'zone',
            label: 'Zone',
            help: 'One where the balancer is not yet',
            flag: 'zone',
            none: 'the balancer is in every zone of the region already',
            load: async (signal) =>
              (await readZones(aws, signal))
                .filter((zone) => !enabled.includes(zone))
                .map((zone) => ({ value: zone, label: zone })),
          },
        ],
      }),
      run: (values, options) => {
        const zone = values['zone'] ?? '';
        return receiptOf(
          aws.elb(
            'EnableAvailabilityZonesForLoadBalancer',
            { LoadBalancerName: name, AvailabilityZones: [zone] },
            setting(`enable ${zone} for ${name}`, options),
          ),
          options,
        );
      },
    },
    remove: {
      atMost: 5,
      run: async (items, options) => {
        const zones = items.map(({ id }) => id);
        const { AvailabilityZones = [] } = await subject.description(options);
        if (AvailabilityZones.every((zone) => zones.includes(zone)))
          throw new Failure({
            kind: 'conflict',
            message: `Could not disable ${some(zones, 'and')}: ${name} would have no zone left`,
            hint: 'Enable another one first',
          });
        return receiptOf(
          aws.elb(
            'DisableAvailabilityZonesForLoadBalancer',
            { LoadBalancerName: name, AvailabilityZones: zones },
            setting(`disable ${some(zones, 'and')} for ${name}`, options),
          ),
          options,
        );
      },
      warnings: (items) => items.map((item) => `Instances in ${item.name} get no requests then`),
      whyNot: () => (enabled.length > 1 ? null : 'it is the last one: enable another first'),
      restorable: true,
    },
  };
}

function itemsOf(zones: readonly string[]): readonly Item[] {
  return [...zones]
    .sort()
    .map((zone) => ({ id: zone, name: zone, cells: { zone }, values: { zone }, raw: zone }));
}
