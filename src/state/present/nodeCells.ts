import type { Node } from '../../model/node.ts';
import type { PendingChange } from '../changes/pending.ts';
import { counted, elapsedText } from './age.ts';
import { type Cell, cell, type Sign, type Tone, UNKNOWN } from './cell.ts';

const CONDITION: Readonly<Record<string, readonly [Tone, Sign]>> = {
  ENABLED: ['good', 'enabled'],
  DRAINING: ['warn', 'draining'],
  DISABLED: ['dim', 'disabled'],
};

const HEALTH: Readonly<Record<string, readonly [Tone, Sign]>> = {
  ONLINE: ['good', 'online'],
  OFFLINE: ['bad', 'offline'],
};

/** What we have told the node to do; while a change is under way, what it will be. */
export function conditionCell(node: Node, pending: PendingChange | null): Cell {
  if (pending?.action === 'condition' && pending.to) return cell(pending.to, 'pending', 'pending');
  if (pending?.action === 'remove-node') return cell('REMOVING', 'pending', 'pending');
  const [tone, sign] = CONDITION[node.condition] ?? (['warn', 'unknown'] as const);
  return cell(node.condition, tone, sign);
}

/** What the engine's health checks say of the node; a word we do not know is shown as it came. */
export function healthCell(node: Node): Cell {
  if (node.health === null) return UNKNOWN;
  const [tone, sign] = HEALTH[node.health] ?? (['warn', 'unknown'] as const);
  return { ...cell(node.health, tone, sign), short: node.health };
}

/** The node's weight; while a change of it is under way, what it will be. */
export function weightCell(node: Node, pending: PendingChange | null): Cell {
  if (pending?.action === 'weight' && pending.to) return cell(pending.to, 'pending');
  return node.weight === null ? UNKNOWN : cell(String(node.weight));
}

const PHASES = { queued: 'queued', asked: 'asking', applying: 'applying' } as const;

/** What is going on with the node: a change under way, how much of a drain is left, or else what the engine says of its state. */
export function noteCell(node: Node, pending: PendingChange | null, now: number): Cell {
  if (pending) {
    const phase = PHASES[pending.phase];
    const was = pending.from === null || pending.action === 'remove-node' ? '' : `, was ${pending.from}`;
    return { ...cell(`${phase}${was}`, 'pending'), short: phase };
  }
  const { condition, connections, drainEndsAt, note } = node;
  const isTold = connections !== null || drainEndsAt !== null;
  if (condition !== 'DRAINING' || (note && !isTold)) return cell(note ?? '', 'dim');
  const until = drainEndsAt === null ? '' : `at most ${elapsedText(drainEndsAt - now)}`;
  const [left, short] =
    connections === null
      ? ['', '']
      : connections === 0
        ? ['no connections left', 'none left']
        : [`${counted(connections, 'connection')} left`, `${connections} left`];
  return {
    ...cell([left, until].filter(Boolean).join(', '), connections === 0 ? 'good' : 'warn'),
    short: short || until,
  };
}
