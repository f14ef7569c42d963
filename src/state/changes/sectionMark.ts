import type { Node } from '../../model/node.ts';

/** What names a section, or an item of it, among what is under way for a balancer: a node's own stand apart. */
export function sectionMark(node: Pick<Node, 'id'> | null, mark: string): string {
  return node ? `${node.id}/${mark}` : mark;
}
