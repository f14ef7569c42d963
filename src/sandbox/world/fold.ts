import { addAccess, deleteAccess } from './accessRules.ts';
import { isAwsCommand } from './aws/commands.ts';
import { decideAws } from './aws/decide.ts';
import { createBalancer, deleteBalancers, updateBalancer } from './balancerRules.ts';
import { changeCertificates } from './certificateRules.ts';
import type { BalancerCommand, Command, Line } from './commands.ts';
import { foundWorld } from './genesis.ts';
import { changeMetadata } from './metadataRules.ts';
import { addNodes, deleteNodes, updateNodes } from './nodeRules.ts';
import type { BalancerRecord } from './records.ts';
import { type Plan, type Refusal, refuse, type Verdict } from './refusal.ts';
import { createServer, deleteServer } from './serverRules.ts';
import { changeSetting } from './settingRules.ts';
import type { RegionState, WorldState } from './state.ts';
import { statusOf } from './status.ts';
import { addVip, deleteVips } from './vipRules.ts';

/**
 * One line made part of the world. The same lines in the same order give the same world and the same verdicts in every
 * process: nothing here looks at a clock, at chance or at anything but the line and the world so far.
 */
export function fold(world: WorldState, line: Line): Verdict {
  const at = Math.max(line.at, world.lastAt);
  if (line.type === 'genesis') {
    // Two programs that open an empty log at once both write a first line; the first one counts.
    if (!world.genesis) foundWorld(world, line);
    return { ok: true, made: [] };
  }
  if (!world.genesis) return lost('the world has not begun');
  world.lastAt = at;
  world.commands += 1;
  try {
    const plan = decide(world, line, at, line.id);
    return 'refusal' in plan ? { ok: false, refusal: plan.refusal } : { ok: true, made: plan.apply() };
  } catch {
    // A line of another version: it does as little here as in every other process of this version.
    return lost('the command could not be carried out');
  }
}

function lost(message: string): Verdict {
  return { ok: false, refusal: { kind: 'broken', message } };
}

/** What would happen; nothing has changed until `apply` is called. `id` names what the command makes, if it must. */
export function decide(world: WorldState, command: Command, at: number, id: string): Plan {
  if (isAwsCommand(command)) return decideAws(world.aws, command, at);
  switch (command.type) {
    case 'clock':
      return doing(() => {
        world.clockOffset += command.advanceMs;
      });
    case 'fault':
      return doing(() => {
        const until = command.fault.forMs === undefined ? Number.POSITIVE_INFINITY : at + command.fault.forMs;
        world.faults = [...world.faults, { ...command.fault, id, until }];
      });
    case 'clear-faults':
      return doing(() => {
        world.faults = [];
      });
    case 'expire-tokens':
      return doing(() => {
        world.tokenEpoch += 1;
      });
    case 'balancer.create':
      return createBalancer(world, world.regions[command.region], command.spec, at);
    case 'balancer.delete':
      return deleteBalancers(world, world.regions[command.region], command.balancers, at);
    case 'server.create':
      return createServer(world, world.regions[command.region], command.spec, at);
    case 'server.delete':
      return deleteServer(world.regions[command.region], command.server, at);
    default:
      return decideBalancer(world, command, at);
  }
}

function doing(apply: () => void): Plan {
  return {
    apply() {
      apply();
      return [];
    },
  };
}

function decideBalancer(world: WorldState, command: BalancerCommand, at: number): Plan {
  const region = world.regions[command.region];
  const balancer = region.balancers.get(command.balancer);
  if (!balancer) return refuse({ kind: 'missing', what: 'Load balancer' });
  const busy = immutable(balancer, command, at);
  return busy ? refuse(busy) : decideChange(world, region, balancer, command, at);
}

/** One writer at a time: everything but changing metadata needs an ACTIVE balancer. */
function immutable(balancer: BalancerRecord, command: BalancerCommand, at: number): Refusal | null {
  const status = statusOf(balancer, at);
  if (status === 'DELETED') return { kind: 'deleted' };
  if (status === 'ACTIVE' || command.type === 'metadata.set' || command.type === 'metadata.delete')
    return null;
  const batch = command.type === 'nodes.delete' && command.many;
  return { kind: 'immutable', id: balancer.id, status, batch };
}

function decideChange(
  world: WorldState,
  region: RegionState,
  balancer: BalancerRecord,
  command: BalancerCommand,
  at: number,
): Plan {
  switch (command.type) {
    case 'balancer.update':
      return updateBalancer(region, balancer, command.change, at);
    case 'nodes.add':
      return addNodes(world, balancer, command.nodes, at);
    case 'nodes.update':
      return updateNodes(world, balancer, command.changes, command.many, at);
    case 'nodes.delete':
      return deleteNodes(world, balancer, command.nodes, command.many, at);
    case 'vip.add':
      return addVip(world, region, balancer, command.ipVersion, at);
    case 'vip.delete':
      return deleteVips(world, region, balancer, command.vips, command.many, at);
    case 'setting':
      return changeSetting(region, balancer, command.setting, at);
    case 'access.add':
      return addAccess(world, balancer, command.items, at);
    case 'access.delete':
      return deleteAccess(world, balancer, command.items, command.many, at);
    case 'metadata.add':
    case 'metadata.set':
    case 'metadata.delete':
      return changeMetadata(world, balancer, command);
    case 'certificate.add':
    case 'certificate.set':
    case 'certificate.delete':
      return changeCertificates(world, balancer, command, at);
    default:
      return refuse({ kind: 'broken', message: 'a command of another version' });
  }
}
