import { type Node, nodeAddress } from '../../model/node.ts';
import { CommandFailure } from '../commandFailure.ts';
import { shellWord } from '../shellWord.ts';
import { meansAddress } from './address.ts';
import { type Candidate, candidateLines, nearest } from './candidates.ts';

/** How a text can mean a node, the surest first; the first way that matches anything decides. */
const WAYS: readonly ((typed: string, node: Node) => boolean)[] = [
  (typed, { id }) => id === typed,
  (typed, { server }) => server === typed,
  (typed, { address, port }) => meansAddress(typed, address, port),
  (typed, { server }) => server?.toLowerCase() === typed.toLowerCase(),
];

function matchNodes(typed: string, nodes: readonly Node[]): readonly Node[] {
  for (const way of WAYS) {
    const matches = nodes.filter((node) => way(typed, node));
    if (matches.length > 0) return matches;
  }
  return [];
}

/**
 * The nodes that the texts mean, each once, in the order in which they were named. Throws Failure `missing` with the
 * candidates for the first text that means none or several: then nothing has been changed.
 */
export function resolveNodes(
  typed: readonly string[],
  nodes: readonly Node[],
  balancer: string,
): readonly Node[] {
  const resolved = typed.map((text) => {
    const matches = matchNodes(text, nodes);
    const [match] = matches;
    if (match && matches.length === 1) return match;
    throw matches.length > 1 ? ambiguous(text, matches, balancer) : unknown(text, nodes, balancer);
  });
  return [...new Map(resolved.map((node) => [node.id, node])).values()];
}

function candidateOf(node: Node): Candidate {
  const address = nodeAddress(node);
  return {
    names: [node.id, address, ...(node.server === null ? [] : [node.server])],
    line: [node.id, address, node.server ?? '', node.condition].filter(Boolean).join('  '),
    facts: {
      id: node.id,
      address: node.address,
      port: node.port,
      server: node.server,
      condition: node.condition,
    },
  };
}

function ambiguous(typed: string, matches: readonly Node[], balancer: string): CommandFailure {
  const candidates = matches.map(candidateOf);
  return new CommandFailure(
    {
      kind: 'missing',
      message: `"${typed}" means ${matches.length} nodes of ${balancer}`,
      hint: 'Give the id, or the address with its port',
    },
    {
      lines: candidateLines(candidates.slice(0, 10), candidates.length),
      facts: { candidates: candidates.map(({ facts }) => facts) },
    },
  );
}

function unknown(typed: string, nodes: readonly Node[], balancer: string): CommandFailure {
  const candidates = nodes.map(candidateOf);
  const shown = nearest(typed, candidates);
  return new CommandFailure(
    {
      kind: 'missing',
      message:
        nodes.length === 0
          ? `There is no node "${typed}": ${balancer} has none`
          : `There is no node "${typed}" in ${balancer}`,
      ...(nodes.length === 0 ? {} : { hint: `"sluice nodes ${shellWord(balancer)}" lists them all` }),
    },
    {
      lines: candidateLines(shown, candidates.length),
      facts: { candidates: shown.map(({ facts }) => facts) },
    },
  );
}
