import { chance } from './chance.ts';
import type { BalancerRecord, UsageMark } from './records.ts';
import { TIMINGS } from './timings.ts';

/** The change was taken: busy for a moment. */
export function touch(balancer: BalancerRecord, at: number): void {
  balancer.updatedAt = at;
  // A little apart, so that changes made together do not all settle together.
  balancer.pendingUntil = at + TIMINGS.update + Math.floor(chance(balancer.id, at) * 200);
}

/** Cuts the usage here. */
export function mark(balancer: BalancerRecord, at: number, event: string): void {
  const ssl = balancer.sslTermination;
  const sslMode: UsageMark['sslMode'] = !ssl?.enabled ? 'OFF' : ssl.secureTrafficOnly ? 'ON' : 'MIXED';
  balancer.usageMarks = [...balancer.usageMarks, { at, event, sslMode, numVips: balancer.virtualIps.length }];
}
