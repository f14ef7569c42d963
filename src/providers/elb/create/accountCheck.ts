import type { SpecFault } from '../../create.ts';
import type { Aws } from '../aws.ts';
import type { Balancers } from '../balancers.ts';
import type { Certificates } from '../sections/certificates.ts';
import { listenerFilled } from './filled.ts';
import { newInstanceFaults } from './instanceCheck.ts';
import { readLimits } from './limits.ts';
import { networkFaults } from './networkCheck.ts';
import type { Offers } from './offers.ts';
import { type ElbSpec, existingInstances, newInstances } from './spec.ts';

/** What the account is asked through. */
export interface AccountSources {
  readonly aws: Aws;
  readonly balancers: Pick<Balancers, 'list'>;
  readonly offers: Offers;
  readonly certificates: Certificates;
}

/** Every fault that only the account knows. Throws Failure when it cannot be asked. */
export async function accountFaults(
  spec: ElbSpec,
  sources: AccountSources,
  signal: AbortSignal,
): Promise<readonly SpecFault[]> {
  const groups = await Promise.all([
    countFaults(spec, sources, signal),
    certificateFaults(spec, sources, signal),
    networkFaults(spec, sources.offers, signal),
    newInstanceFaults(spec, sources, signal),
  ]);
  return groups.flat();
}

async function countFaults(
  spec: ElbSpec,
  { aws, balancers }: AccountSources,
  signal: AbortSignal,
): Promise<SpecFault[]> {
  const [limits, all] = await Promise.all([readLimits(aws, signal), balancers.list(signal, () => {})]);
  const faults: SpecFault[] = [];
  // AWS compares names without regard to case.
  const taken = all.find(({ name }) => name.toLowerCase() === spec.name.toLowerCase());
  if (taken)
    faults.push({ path: '/name', message: `There is a balancer ${taken.name} already: choose another name` });
  const over = (path: string, what: string, count: number, most: number | null) => {
    if (most !== null && count > most)
      faults.push({ path, message: `${what}: remove some, or ask AWS to raise the limit`, limit: true });
  };
  over(
    '',
    `The account has ${all.length} of ${limits.balancers} Classic balancers`,
    all.length + 1,
    limits.balancers,
  );
  const listeners = spec.listeners.length;
  over(
    '/listeners',
    `These are ${listeners} listeners of ${limits.listeners} allowed`,
    listeners,
    limits.listeners,
  );
  const instances = newInstances(spec).length + existingInstances(spec).length;
  over(
    '/instances',
    `These are ${instances} instances of ${limits.instances} allowed`,
    instances,
    limits.instances,
  );
  return faults;
}

async function certificateFaults(
  spec: ElbSpec,
  { aws, certificates }: AccountSources,
  signal: AbortSignal,
): Promise<SpecFault[]> {
  const faults = await Promise.all(
    spec.listeners.map(listenerFilled).map(async ({ certificate }, index): Promise<SpecFault[]> => {
      if (certificate === undefined) return [];
      const path = `/listeners/${index}/certificate`;
      const [, region] = /^arn:[\w-]+:acm:([\w-]+):/.exec(certificate) ?? [];
      if (region !== undefined && region !== aws.region)
        return [
          {
            path,
            message: `The certificate is in ${region}: a balancer of ${aws.region} needs one from there`,
          },
        ];
      const message = await certificates.fault(certificate, signal);
      return message === null ? [] : [{ path, message }];
    }),
  );
  return faults.flat();
}
