import type { Server } from '../../model/server.ts';
import type { Machine } from './machine.ts';
import type { Machines } from './machines.ts';

/** The EC2 instances of the region, as servers to name nodes by. Throws Failure. */
export async function readServers(machines: Machines, signal: AbortSignal): Promise<readonly Server[]> {
  return (await machines.all(null, signal)).map(serverOf);
}

function serverOf({ id, name, state, privateIp, publicIp }: Machine): Server {
  return {
    id,
    name: name ?? id,
    status: state?.toUpperCase().replaceAll('-', '_') ?? 'UNKNOWN',
    addresses: [privateIp, publicIp].filter((address) => address !== null),
  };
}
