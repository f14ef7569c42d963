import * as z from 'zod/mini';
import { Failure } from '../../model/problem.ts';
import type { Spec } from '../../providers/create.ts';

/** What is done with a node while no traffic goes to it. */
export type Work =
  | { readonly kind: 'none' }
  /** It is held until the operator lets it go on. */
  | { readonly kind: 'hold' }
  /** A line for the shell; its environment names the node. */
  | { readonly kind: 'command'; readonly command: string };

const text = z.string();
const SpecShape = z.object({
  balancer: z.object({ id: text, name: text }),
  nodes: z.array(z.object({ id: text, name: text, address: text })),
  /** Nodes that are out at the same time, at most. */
  atOnce: z.number(),
  /** Nodes that must be in service while one is taken out: ENABLED and not OFFLINE. */
  keep: z.number(),
  /** Milliseconds to wait for a node's connections to end. */
  drainTimeoutMs: z.number(),
  /** Milliseconds to wait for a node to be ONLINE again. */
  healthyTimeoutMs: z.number(),
  work: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('hold') }),
    z.object({ kind: z.literal('command'), command: text }),
  ]),
});

/** A maintenance: which nodes, one after the other, and how. */
export type MaintenanceSpec = z.infer<typeof SpecShape>;

/** The spec as a run keeps it. */
export function asSpec(spec: MaintenanceSpec): Spec {
  return { ...spec };
}

/** The maintenance in a run's spec. Throws Failure `invalid` for anything else. */
export function maintenanceOf(spec: Spec): MaintenanceSpec {
  const read = SpecShape.safeParse(spec);
  if (read.success) return read.data;
  throw new Failure({
    kind: 'invalid',
    message: 'This maintenance was written down by a version that says it otherwise',
    hint: 'Undo it and begin again',
  });
}
