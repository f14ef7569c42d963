import * as z from 'zod/mini';
import { Failure } from '../../../model/problem.ts';
import { unreadable } from '../problems.ts';
import type { Session } from '../session.ts';
import { list, number, readEach, text } from '../wireFields.ts';

/** What the account may have; null where it is not told or without limit. */
export interface BalancerLimits {
  readonly balancers: number | null;
  /** Of one balancer. */
  readonly nodes: number | null;
  /** Likewise. */
  readonly accessList: number | null;
}

/** How much more the account may have; null where it is not told or without limit. Memory in megabytes. */
export interface ServerRoom {
  readonly servers: number | null;
  readonly ram: number | null;
}

const absoluteShape = z.object({ absolute: list });
const limitShape = z.object({ name: text, value: number });
const novaShape = z.object({
  limits: z.object({
    absolute: z.object({
      maxTotalRAMSize: number,
      totalRAMUsed: number,
      maxTotalInstances: number,
      totalInstancesUsed: number,
    }),
  }),
});

/** Reads the limits of the load balancers. Throws Failure. */
export async function balancerLimits(
  session: Session,
  base: string,
  signal: AbortSignal,
): Promise<BalancerLimits> {
  const what = 'read the limits of the load balancers';
  const url = `${base}/loadbalancers/absolutelimits`;
  const { json, body, requestId } = await session.read({ url, what, signal });
  const read = absoluteShape.safeParse(json);
  if (!read.success) throw new Failure(unreadable(what, body, requestId));
  const limits = readEach(limitShape, read.data.absolute);
  const value = (name: string) => limits.find((limit) => limit.name === name)?.value ?? null;
  return {
    balancers: value('LOADBALANCER_LIMIT'),
    nodes: value('NODE_LIMIT'),
    accessList: value('ACCESS_LIST_LIMIT'),
  };
}

/** Reads what is left of the limits of the servers. Throws Failure. */
export async function serverRoom(session: Session, base: string, signal: AbortSignal): Promise<ServerRoom> {
  const what = 'read the limits of the servers';
  const { json, body, requestId } = await session.read({ url: `${base}/limits`, what, signal });
  const read = novaShape.safeParse(json);
  if (!read.success) throw new Failure(unreadable(what, body, requestId));
  const { maxTotalInstances, totalInstancesUsed, maxTotalRAMSize, totalRAMUsed } = read.data.limits.absolute;
  return { servers: room(maxTotalInstances, totalInstancesUsed), ram: room(maxTotalRAMSize, totalRAMUsed) };
}

/** A limit of -1 is none. */
function room(most: number | null, used: number | null): number | null {
  return most === null || most < 0 ? null : Math.max(0, most - (used ?? 0));
}
