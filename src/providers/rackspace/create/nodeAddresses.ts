import { Failure } from '../../../model/problem.ts';
import type { StepIo } from '../../create.ts';
import { some } from '../../inWords.ts';
import type { AddressedNode } from './bodies.ts';
import { named } from './choices.ts';
import { addressOf, type NovaServers } from './novaServers.ts';
import { serverStepId } from './plan.ts';
import { type BalancerSpec, existingServers, newServers } from './spec.ts';

/** Finds the addresses of a run's nodes: of new servers in their steps' facts, of existing ones at the engine. */
export class NodeAddresses {
  readonly #servers: NovaServers | null;

  constructor(servers: NovaServers | null) {
    this.#servers = servers;
  }

  /** The nodes with their addresses; those of servers that the run went on without are left out. Throws Failure. */
  async of(spec: BalancerSpec, io: StepIo, signal: AbortSignal): Promise<readonly AddressedNode[]> {
    const made = new Set(newServers(spec).map(({ name }) => name));
    const existing = await this.#existing(spec, signal);
    const nodes = spec.nodes.flatMap(({ server, address, ...node }): AddressedNode[] => {
      if (server === undefined) return [{ ...node, address: address ?? '' }];
      const found = made.has(server) ? newAddress(server, io) : existing.get(server);
      return found === undefined || found === null ? [] : [{ ...node, address: found }];
    });
    if (nodes.length === 0 && spec.nodes.length > 0)
      throw new Failure({
        kind: 'conflict',
        message: `Did not create balancer ${spec.name}: none of its servers is there, so it would have no nodes`,
        hint: `Retry ${some(
          newServers(spec).map(({ name }) => name),
          'or',
        )}, or remove what was made`,
      });
    return nodes;
  }

  async #existing(spec: BalancerSpec, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const wanted = existingServers(spec);
    if (wanted.length === 0 || this.#servers === null) return new Map();
    const { rows } = await this.#servers.list(signal);
    return new Map(
      wanted.map((given) => {
        const read = named('server', given, rows);
        const address = 'found' in read ? addressOf(read.found) : null;
        if (address !== null) return [given, address] as const;
        throw new Failure({
          kind: 'missing',
          message: `Could not find the address of a node: ${'fault' in read ? read.fault : `the server ${given} has none`}`,
          hint: 'Retry when the server is there, or remove what was made and begin anew without it',
        });
      }),
    );
  }
}

/** The address of a new server, null when the run goes on without it. */
function newAddress(name: string, io: StepIo): string | null {
  const facts = io.of(serverStepId(name));
  return facts?.['address'] || null;
}
