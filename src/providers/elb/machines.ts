import type { Filter } from '@aws-sdk/client-ec2';
import type { Clock } from '../../model/clock.ts';
import type { Aws } from './aws.ts';
import { type Machine, machineOf } from './machine.ts';

/** AWS takes 200 values a filter. */
const IDS_A_CALL = 200;
const MOST_PAGES = 100;
/** How long the name, address and state of an instance are taken for true, in milliseconds. */
const GOOD_FOR = 30_000;

/** The EC2 instances, read when they are asked for. */
export class Machines {
  readonly #aws: Aws;
  readonly #clock: Clock;
  /** A null machine: EC2 does not know the id. */
  readonly #known = new Map<string, { readonly machine: Machine | null; readonly at: number }>();

  constructor(aws: Aws, clock: Clock) {
    this.#aws = aws;
    this.#clock = clock;
  }

  /**
   * Those of these ids that EC2 knows; `fresh` asks again for what was read within the last half minute. By a filter: one
   * id that is gone would fail the call that names ids. Throws Failure.
   */
  async of(
    ids: Iterable<string>,
    options: { readonly signal: AbortSignal; readonly fresh?: boolean },
  ): Promise<ReadonlyMap<string, Machine>> {
    const wanted = [...new Set(ids)];
    const now = this.#clock.now();
    const unknown = wanted.filter((id) => {
      const known = this.#known.get(id);
      return options.fresh === true || known === undefined || now - known.at >= GOOD_FOR;
    });
    for (let from = 0; from < unknown.length; from += IDS_A_CALL) {
      const batch = unknown.slice(from, from + IDS_A_CALL);
      const found = await this.#read([{ Name: 'instance-id', Values: batch }], options.signal);
      for (const id of batch) this.#known.set(id, { machine: null, at: now });
      for (const machine of found) this.#known.set(machine.id, { machine, at: now });
    }
    return new Map(
      wanted.flatMap((id) => {
        const machine = this.#known.get(id)?.machine;
        return machine ? [[id, machine] as const] : [];
      }),
    );
  }

  /** Instances that are not gone, in one network or, for null, in all. Throws Failure. */
  async all(vpcId: string | null, signal: AbortSignal): Promise<readonly Machine[]> {
    const filters: Filter[] = [
      { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
    ];
    return this.#read(vpcId === null ? filters : [...filters, inVpc(vpcId)], signal);
  }

  /** The instances with this private address in that network; the same address may be in several. Throws Failure. */
  async at(address: string, vpcId: string | null, signal: AbortSignal): Promise<readonly Machine[]> {
    const filters: Filter[] = [{ Name: 'private-ip-address', Values: [address] }];
    return this.#read(vpcId === null ? filters : [...filters, inVpc(vpcId)], signal);
  }

  async #read(Filters: Filter[], signal: AbortSignal): Promise<readonly Machine[]> {
    const found = new Map<string, Machine>();
    let NextToken: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await this.#aws.ec2(
        'DescribeInstances',
        { Filters, ...(NextToken ? { NextToken } : {}) },
        { what: 'read the EC2 instances', signal, repeatable: true },
      );
      const instances = (answer.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
      for (const instance of instances) {
        const machine = machineOf(instance);
        if (machine) found.set(machine.id, machine);
      }
      if (!answer.NextToken || answer.NextToken === NextToken) break;
      NextToken = answer.NextToken;
    }
    return [...found.values()];
  }
}

function inVpc(vpcId: string): Filter {
  return { Name: 'vpc-id', Values: [vpcId] };
}
