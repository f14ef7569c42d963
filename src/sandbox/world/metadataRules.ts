import type { BalancerCommand } from './commands.ts';
import type { BalancerRecord, NodeRecord, Numbered } from './records.ts';
import { NO_IDS, type Plan, refuse } from './refusal.ts';
import type { MetadataSpec } from './specs.ts';
import type { WorldState } from './state.ts';

/** Metadata is applied at once: the balancer's status does not move. */
export function changeMetadata(
  world: WorldState,
  balancer: BalancerRecord,
  command: Extract<BalancerCommand, { type: `metadata.${string}` }>,
): Plan {
  const holder: BalancerRecord | NodeRecord | undefined =
    command.node === null ? balancer : balancer.node(command.node);
  if (!holder) return refuse({ kind: 'missing', what: 'Node' });
  switch (command.type) {
    case 'metadata.add':
      return addMetadata(world, holder, command.items, command.node === null);
    case 'metadata.set': {
      if (!holder.metadata.some((item) => item.id === command.item))
        return refuse({ kind: 'missing', what: 'Metadata item' });
      return {
        apply() {
          holder.metadata = holder.metadata.map((item) =>
            item.id === command.item ? { ...item, value: command.value } : item,
          );
          return [];
        },
      };
    }
    case 'metadata.delete': {
      if (command.items.length === 0) return refuse(NO_IDS);
      const missing = command.items.filter((id) => !holder.metadata.some((item) => item.id === id));
      if (missing.length > 0)
        return refuse(
          command.many
            ? { kind: 'invalid', messages: [`Metadata items ${missing.join(',')} could not be found`] }
            : { kind: 'missing', what: 'Metadata item' },
        );
      return {
        apply() {
          holder.metadata = holder.metadata.filter((item) => !command.items.includes(item.id));
          return [];
        },
      };
    }
  }
}

function addMetadata(
  world: WorldState,
  holder: { metadata: readonly Numbered<MetadataSpec>[] },
  items: readonly MetadataSpec[],
  ofBalancer: boolean,
): Plan {
  const keys = [...holder.metadata, ...items].map((item) => item.key);
  if (new Set(keys).size < keys.length)
    return refuse({ kind: 'conflict', message: 'Duplicate metadata keys detected. Keys must be unique.' });
  const limit = ofBalancer ? world.limits.balancerMetadata : world.limits.nodeMetadata;
  if (keys.length > limit) return refuse({ kind: 'bad', message: `Metadata must not exceed ${limit} items` });
  return {
    apply() {
      const made = items.map((item) => ({ id: world.id('metadata'), ...item }));
      holder.metadata = [...holder.metadata, ...made];
      return made.map((item) => item.id);
    },
  };
}
