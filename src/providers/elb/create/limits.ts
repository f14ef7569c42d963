import type { Aws } from '../aws.ts';
import { offered } from '../sections/offered.ts';
import { reading } from '../sections/subject.ts';

/** What the account may have; null where it is not told. */
export interface Limits {
  readonly balancers: number | null;
  /** Of one balancer. */
  readonly listeners: number | null;
  readonly instances: number | null;
}

const MOST_PAGES = 10;

/** Throws Failure only where nobody answers: the call is refused to many, and emulators lack it (spec §12). */
export async function readLimits(aws: Aws, signal: AbortSignal): Promise<Limits> {
  const found = new Map<string, number>();
  let Marker: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await offered(
      aws.elb(
        'DescribeAccountLimits',
        Marker ? { Marker } : {},
        reading('read the limits of the account', signal),
      ),
    );
    for (const { Name, Max } of answer?.Limits ?? [])
      if (Name && /^\d+$/.test(Max ?? '')) found.set(Name, Number(Max));
    if (!answer?.NextMarker || answer.NextMarker === Marker) break;
    Marker = answer.NextMarker;
  }
  const limit = (name: string) => found.get(name) ?? null;
  return {
    balancers: limit('classic-load-balancers'),
    listeners: limit('classic-listeners'),
    instances: limit('classic-registered-instances'),
  };
}
