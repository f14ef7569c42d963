import * as z from 'zod/mini';
import type { Balancer } from '../../../model/balancer.ts';
import type { SpecFault } from '../../create.ts';
import type { Balancers } from '../balancers.ts';
import { number } from '../wireFields.ts';
import { portFault, takenBy, type UsedVip, usedVips } from './sharedVips.ts';
import type { BalancerSpec } from './spec.ts';

const securePortShape = z.object({
  loadBalancer: z.object({ sslTermination: z.object({ securePort: number }) }),
});

/** What stands in the way of sharing the virtual IPs that a spec names. Throws Failure. */
export async function sharedFaults(
  { virtualIp, port, protocol }: BalancerSpec,
  balancers: readonly Balancer[],
  reader: Balancers,
  signal: AbortSignal,
): Promise<SpecFault[]> {
  const ids = (virtualIp.share ?? []).map(({ id }) => String(id));
  if (ids.length === 0) return [];
  const all = usedVips(balancers);
  const shared = ids.map((id) => all.filter((used) => used.id === id));
  const faults = await Promise.all(
    shared.map(async (found, index): Promise<SpecFault[]> => {
      const path = `/virtualIp/share/${index}/id`;
      if (found.length === 0)
        return [
          {
            path,
            message: `No balancer of the region has the virtual IP ${ids[index]}: share one that is in use`,
          },
        ];
      for (const used of found) {
        const fault = portFault(used, port, protocol) ?? (await securePortFault(used, port, reader, signal));
        if (fault !== null) return [{ path, message: fault }];
      }
      return [];
    }),
  );
  const [one, other] = shared.map(([first]) => first?.vip.ipVersion);
  if (shared.length === 2 && one !== undefined && one === other)
    faults.push([
      {
        path: '/virtualIp/share/1/id',
        message: 'Two can be shared only as an IPv4 and an IPv6: leave one out',
      },
    ]);
  return faults.flat();
}

/** The port of SSL termination counts too, and only a balancer's detail tells it. */
async function securePortFault(
  { vip, users }: UsedVip,
  port: number,
  reader: Balancers,
  signal: AbortSignal,
): Promise<string | null> {
  const details = await Promise.all(users.map(({ id }) => reader.get(id, signal)));
  const taker = details.find(({ raw }) => {
    const read = securePortShape.safeParse(raw);
    return read.success && read.data.loadBalancer.sslTermination.securePort === port;
  });
  return taker === undefined ? null : takenBy(taker.name, port, vip.address);
}
