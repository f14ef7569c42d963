import type { BalancerDetail } from '../../model/balancer.ts';
import { type Node, nodeName } from '../../model/node.ts';
import type { BalancerRef } from '../../state/changes/request.ts';
import { CommandFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { resolveBalancer } from '../resolve/balancer.ts';
import { candidateLines, nearest } from '../resolve/candidates.ts';
import { resolveNodes } from '../resolve/node.ts';
import { readNodes } from '../resolve/nodeReader.ts';
import { shellWord } from '../shellWord.ts';
import type { Section } from './section.ts';
import { plainKey } from './words.ts';

/** Whose sections a command is about. */
export interface Owner {
  readonly balancer: BalancerRef;
  /** Null for the balancer's own. */
  readonly node: Node | null;
  readonly sections: readonly Section[];
}

/** Whose sections are meant, as it was typed. */
export interface TypedOwner {
  readonly balancer: string;
  readonly node: string | undefined;
}

/** `shop-front`, `web-1 of shop-front` */
export function ownerText({ balancer, node }: Pick<Owner, 'balancer' | 'node'>): string {
  return node ? `${nodeName(node)} of ${balancer.name}` : balancer.name;
}

/**
 * Finds the balancer, or its node, and reads what sections it has. Throws Failure: `missing` with the engine's sentence
 * where the engine has none.
 */
export async function findOwner(
  context: Context,
  typed: TypedOwner,
  { forChange }: { readonly forChange: boolean },
): Promise<Owner> {
  const balancer = await resolveBalancer(context, typed.balancer, { forChange });
  if (typed.node === undefined) return readOwner(context, balancer, null);
  const { nodes } = await readNodes(context, balancer);
  const [node = null] = resolveNodes([typed.node], nodes, balancer.name);
  return readOwner(context, balancer, node);
}

/** Reads the sections afresh. Throws Failure. */
export async function readOwner(
  { workspace, signal }: Context,
  balancer: BalancerRef,
  node: Node | null,
): Promise<Owner> {
  const { provider } = balancer.session;
  const offersAny = node ? provider.nodeSections : provider.sections;
  if (!offersAny)
    throw noSections(
      provider.missing[node ? 'nodeSections' : 'sections'] ??
        `${provider.label} ${node ? 'nodes' : 'balancers'} have no settings to show here`,
    );
  const detail: BalancerDetail = await provider.getBalancer(balancer.id, { signal });
  workspace.queries.put(balancer.session, detail);
  const now = node && (detail.nodeList.find(({ id }) => id === node.id) ?? node);
  const named = now && node ? { ...now, server: node.server } : null;
  const sections = named ? provider.nodeSections?.(detail, named) : provider.sections?.(detail);
  return { balancer, node: named, sections: sections ?? [] };
}

function noSections(message: string): CommandFailure {
  return new CommandFailure({ kind: 'missing', message });
}

/** The section that a text means. Throws Failure `missing` with the engine's sentence, or those there are. */
export function sectionNamed(owner: Owner, typed: string): Section {
  const key = plainKey(typed);
  const { sections, balancer } = owner;
  const found =
    sections.find((section) => plainKey(section.key) === key) ??
    sections.find((section) => plainKey(section.title) === key);
  if (found) return found;
  const candidates = sections.map(({ key: name, title }) => ({
    names: [name, title],
    line: `${name}  ${title}`,
    facts: { section: name, title },
  }));
  const shown = nearest(typed, candidates);
  const sentence = Object.entries(balancer.session.provider.missing).find(
    ([room]) => plainKey(room) === key,
  )?.[1];
  throw new CommandFailure(
    {
      kind: 'missing',
      message:
        sentence ??
        `${ownerText(owner)} has no section "${typed}"${sections.length === 0 ? ', nor any other' : ''}`,
      ...(sections.length > 0 ? { hint: `"sluice get ${shellWord(balancer.name)}" says what each is` } : {}),
    },
    {
      lines: candidateLines(shown, candidates.length),
      facts: { candidates: shown.map(({ facts }) => facts) },
    },
  );
}
