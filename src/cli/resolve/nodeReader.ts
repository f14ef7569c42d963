import type { BalancerDetail } from '../../model/balancer.ts';
import type { Node } from '../../model/node.ts';
import type { BalancerRef } from '../../state/changes/request.ts';
import { knownNodes } from '../../state/nodes/knownNodes.ts';
import type { Context } from '../context.ts';

/** Names and counts make a list better; nobody waits longer for them, milliseconds. */
const EXTRAS_MS = 5_000;

/** A balancer's nodes with the names of their servers. */
export interface NodesRead {
  readonly nodes: readonly Node[];
  /** The same for a newer reading of this balancer, which somebody else has made. */
  readonly named: (detail: BalancerDetail) => readonly Node[];
  /** Reads them once more; names stay what they were. Throws Failure. */
  readonly again: () => Promise<readonly Node[]>;
}

/**
 * Reads the nodes of a balancer, names them by their servers and counts their connections, as far as the engine tells
 * within five seconds. What was read is known to the workspace afterwards, for the plans. Throws Failure.
 */
export async function readNodes(context: Context, balancer: BalancerRef): Promise<NodesRead> {
  const { workspace, signal } = context;
  const { provider } = balancer.session;
  const read = () =>
    Promise.all([
      provider.getBalancer(balancer.id, { signal }),
      extra(
        context,
        'connections',
        provider.connections && ((options) => provider.connections?.read(balancer.id, options)),
      ),
    ]);
  const [[detail, connections], servers] = await Promise.all([
    read(),
    extra(context, 'servers', provider.servers && ((options) => provider.servers?.list(options))),
  ]);
  const named = (newer: BalancerDetail) => knownNodes(newer.nodeList, servers, null);
  workspace.queries.put(balancer.session, { ...detail, nodeList: named(detail) });
  return {
    nodes: knownNodes(detail.nodeList, servers, connections),
    named,
    again: async () => {
      const [newer, counts] = await read();
      return knownNodes(newer.nodeList, servers, counts);
    },
  };
}

/** What can be done without: null when it fails or takes too long. */
async function extra<T>(
  { workspace, signal }: Context,
  what: string,
  read: ((options: { readonly signal: AbortSignal }) => Promise<T> | undefined) | undefined,
): Promise<T | null> {
  if (!read) return null;
  const late = new AbortController();
  const cancel = workspace.clock.after(EXTRAS_MS, () => late.abort());
  try {
    return (await read({ signal: AbortSignal.any([signal, late.signal]) })) ?? null;
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    workspace.debug('cli.extra', { what, failed: String(thrown) });
    return null;
  } finally {
    cancel();
  }
}
