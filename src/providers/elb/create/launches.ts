import type { Instance } from '@aws-sdk/client-ec2';
import type { Clock } from '../../../model/clock.ts';
import { SharedCall } from '../../http/sharedCall.ts';
import type { Aws } from '../aws.ts';
import { filter, pages } from '../sections/network.ts';
import { reading } from '../sections/subject.ts';
import { RUN_TAG, STEP_TAG, tagOf } from './tags.ts';

/** An instance that a run has made. */
export interface Launch {
  readonly id: string;
  /** The step of the run. */
  readonly step: string | null;
  /** `pending`, `running`, `shutting-down`, `terminated`, `stopping`, `stopped` */
  readonly state: string;
  /** Why it is in that state, in EC2's words. */
  readonly reason: string | null;
  readonly address: string | null;
}

/** Looks that are this fresh serve others too, in milliseconds. */
const FRESH = 1_000;

/** True for one that can no longer become anything. */
export function isOver({ state }: Launch): boolean {
  return state === 'shutting-down' || state === 'terminated';
}

/** The instances that carry a run's tag. Any number of steps of the run share a look. */
export class Launches {
  readonly #aws: Aws;
  readonly #clock: Clock;
  readonly #calls = new Map<string, SharedCall<readonly Launch[]>>();
  #last: { readonly runId: string; readonly at: number; readonly found: readonly Launch[] } | null = null;

  constructor(aws: Aws, clock: Clock) {
    this.#aws = aws;
    this.#clock = clock;
  }

  /** Those of the run, also the terminated ones that EC2 still remembers; `fresh` as they are now. Throws Failure. */
  async of(
    runId: string,
    signal: AbortSignal,
    { fresh = false }: { readonly fresh?: boolean } = {},
  ): Promise<readonly Launch[]> {
    const last = this.#last;
    if (!fresh && last?.runId === runId && this.#clock.now() - last.at < FRESH) return last.found;
    const call = this.#calls.get(runId) ?? new SharedCall<readonly Launch[]>();
    this.#calls.set(runId, call);
    const found = await call.join((inner) => this.#read(runId, inner), signal);
    this.#last = { runId, at: this.#clock.now(), found };
    return found;
  }

  /** True when an instance of that id is not over, whoever made it. Throws Failure. */
  async stands(id: string, signal: AbortSignal): Promise<boolean> {
    const rows = await this.#instances('instance-id', id, signal);
    return rows.flatMap(launchOf).some((launch) => launch.id === id && !isOver(launch));
  }

  async #read(runId: string, signal: AbortSignal): Promise<readonly Launch[]> {
    const rows = await this.#instances(`tag:${RUN_TAG}`, runId, signal);
    // What a server made of the filter is not taken on trust: things are removed by this list.
    return rows.filter(({ Tags }) => tagOf(Tags, RUN_TAG) === runId).flatMap(launchOf);
  }

  #instances(by: string, value: string, signal: AbortSignal): Promise<readonly Instance[]> {
    return pages(async (next) => {
      const answer = await this.#aws.ec2(
        'DescribeInstances',
        { Filters: [filter(by, value)], ...next },
        reading('look for the instances of this run', signal),
      );
      const rows = (answer.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
      return { rows, next: answer.NextToken };
    });
  }
}

function launchOf({ InstanceId, Tags, State, StateReason, PrivateIpAddress }: Instance): Launch[] {
  if (!InstanceId) return [];
  const reason = [StateReason?.Message, StateReason?.Code].find((words) => words) ?? null;
  return [
    {
      id: InstanceId,
      step: tagOf(Tags, STEP_TAG),
      state: State?.Name ?? 'pending',
      reason,
      address: PrivateIpAddress || null,
    },
  ];
}
