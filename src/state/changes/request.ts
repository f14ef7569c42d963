import type { Condition } from '../../model/condition.ts';
import type { NewNode, Node } from '../../model/node.ts';
import type { Session } from '../sessions.ts';
import type { SectionChange } from './sectionChange.ts';

/** The balancer that a change is about. */
export interface BalancerRef {
  readonly session: Session;
  readonly id: string;
  readonly name: string;
}

/** A change of nodes. */
export type NodeRequest =
  | {
      readonly kind: 'condition';
      readonly balancer: BalancerRef;
      readonly nodes: readonly Node[];
      readonly to: Condition;
    }
  | {
      readonly kind: 'weight';
      readonly balancer: BalancerRef;
      readonly nodes: readonly Node[];
      readonly to: number;
    }
  | {
      readonly kind: 'type';
      readonly balancer: BalancerRef;
      readonly nodes: readonly Node[];
      readonly to: string;
    }
  | { readonly kind: 'add'; readonly balancer: BalancerRef; readonly nodes: readonly NewNode[] }
  | { readonly kind: 'remove'; readonly balancer: BalancerRef; readonly nodes: readonly Node[] };

/** A change of what the balancer, or one node of it, is told beyond that. */
export interface SectionRequest {
  readonly kind: 'section';
  readonly balancer: BalancerRef;
  /** The node whose section it is; null for the balancer's own. */
  readonly node: Node | null;
  readonly change: SectionChange;
}

/** Of a whole balancer. The machines behind it stay. */
export interface DeleteRequest {
  readonly kind: 'delete';
  readonly balancer: BalancerRef;
}

/** What a user asks for. Every way of asking (key, palette, command, undo) makes one of these. */
export type ChangeRequest = NodeRequest | SectionRequest | DeleteRequest;

/** Names a node for the table of what is under way. */
export function nodeKey(balancer: BalancerRef, nodeId: string): string {
  return `${balancer.session.key}/${balancer.id}/${nodeId}`;
}

/** Names a balancer likewise; changes of one balancer wait for each other by it. */
export function balancerKey(balancer: Pick<BalancerRef, 'session' | 'id'>): string {
  return `${balancer.session.key}/${balancer.id}`;
}
