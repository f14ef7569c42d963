import { chanceBetween, seedOf } from '../chance.ts';
import { TIMINGS } from '../timings.ts';
import type { InstanceRecord } from './records.ts';

/** What an instance is doing, with EC2's code for it and why it is so, if somebody or something made it so. */
export interface InstanceState {
  readonly code: number;
  readonly name: 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';
  readonly reason: { readonly code: string; readonly message: string } | null;
}

const BY_USER = { code: 'Client.UserInitiatedShutdown', message: 'User initiated shutdown' };
const NO_ROOM = {
  code: 'Server.InsufficientInstanceCapacity',
  message:
    'There is not sufficient capacity to complete your launch request in the Availability Zone you requested',
};
const PENDING: InstanceState = { code: 0, name: 'pending', reason: null };
const RUNNING: InstanceState = { code: 16, name: 'running', reason: null };
const SHUTTING_DOWN: InstanceState = { code: 32, name: 'shutting-down', reason: BY_USER };
const TERMINATED: InstanceState = { code: 48, name: 'terminated', reason: BY_USER };
const FAILED: InstanceState = { code: 48, name: 'terminated', reason: NO_ROOM };
const STOPPING: InstanceState = { code: 64, name: 'stopping', reason: BY_USER };
const STOPPED: InstanceState = { code: 80, name: 'stopped', reason: BY_USER };

/** What an instance is doing at a time. */
export function instanceState(instance: InstanceRecord, at: number): InstanceState {
  const since = at - instance.wantedAt;
  if (instance.doomed && at >= instance.launchedAt + TIMINGS.instanceFail) return FAILED;
  switch (instance.wanted) {
    case 'running':
      return since < bootTime(instance) ? PENDING : RUNNING;
    case 'stopped':
      return since < TIMINGS.instanceStop ? STOPPING : STOPPED;
    case 'terminated':
      return since < TIMINGS.instanceTerminate ? SHUTTING_DOWN : TERMINATED;
  }
}

/** When a running instance came up last. */
export function runningSince(instance: InstanceRecord): number {
  return instance.wantedAt + bootTime(instance);
}

/** Whether EC2 has forgotten it: an hour after its end. */
export function isGone(instance: InstanceRecord, at: number): boolean {
  const { wanted, wantedAt, launchedAt, doomed } = instance;
  const ends = [
    doomed ? launchedAt + TIMINGS.instanceFail : null,
    wanted === 'terminated' ? wantedAt + TIMINGS.instanceTerminate : null,
  ];
  return ends.some((end) => end !== null && at >= end + TIMINGS.instanceGone);
}

/** Milliseconds from launch or start until it runs, differing by instance. */
function bootTime({ id, wantedAt }: InstanceRecord): number {
  return chanceBetween(TIMINGS.instanceLeast, TIMINGS.instanceMost, seedOf(id), wantedAt);
}
