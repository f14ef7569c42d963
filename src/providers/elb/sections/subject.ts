import type {
  LoadBalancerAttributes,
  LoadBalancerDescription,
  PolicyDescription,
  Tag,
} from '@aws-sdk/client-elastic-load-balancing';
import type { BalancerDetail } from '../../../model/balancer.ts';
import type { ChangeOptions, Receipt } from '../../provider.ts';
import type { ReadOptions } from '../../sections.ts';
import type { Aws, AwsCall } from '../aws.ts';
import { type ElbDetail, elbDetail } from '../balancerDetail.ts';
import { type Balancers, readTags } from '../balancers.ts';
import type { Settling } from '../settling.ts';

/** What is asked of the room that reads balancers. */
export type BalancerReader = Pick<Balancers, 'describe' | 'changed'>;

/** How long a setting that AWS has accepted may take to be seen, in milliseconds: it mostly is at once. */
const PATIENCE = 15_000;

/** One balancer as it was read last, and how AWS is asked about it anew. All reads throw Failure. */
export class Subject {
  readonly aws: Aws;
  readonly name: string;
  /** As it was when the balancer was read; null is what could not be read then. */
  readonly known: Pick<ElbDetail, 'description' | 'attributes' | 'tags'>;
  readonly #balancers: BalancerReader;
  readonly #settling: Settling;

  constructor(aws: Aws, balancers: BalancerReader, settling: Settling, balancer: BalancerDetail) {
    this.aws = aws;
    this.name = balancer.id;
    this.known = elbDetail(balancer);
    this.#balancers = balancers;
    this.#settling = settling;
  }

  /** Gone: Failure `missing`. */
  description({ signal }: ReadOptions): Promise<LoadBalancerDescription> {
    return this.#balancers.describe(this.name, signal);
  }

  /** Resolves when the balancer shows what AWS accepted to do, as in `accepted to …`. Throws Failure `timeout`. */
  shows(
    what: string,
    is: (description: LoadBalancerDescription) => boolean,
    { signal }: ReadOptions,
  ): Promise<void> {
    return this.#settling.until(this.name, what, is, signal, PATIENCE);
  }

  /** What has been read of it is taken for true no longer. */
  changed(): void {
    this.#balancers.changed(this.name);
  }

  async attributes({ signal }: ReadOptions): Promise<LoadBalancerAttributes> {
    const { LoadBalancerAttributes = {} } = await this.aws.elb(
      'DescribeLoadBalancerAttributes',
      { LoadBalancerName: this.name },
      reading(`read the attributes of ${this.name}`, signal),
    );
    return LoadBalancerAttributes;
  }

  tags({ signal }: ReadOptions): Promise<readonly Tag[]> {
    return readTags(this.aws, this.name, signal);
  }

  /** Its own policies. */
  async policies({ signal }: ReadOptions): Promise<readonly PolicyDescription[]> {
    const { PolicyDescriptions = [] } = await this.aws.elb(
      'DescribeLoadBalancerPolicies',
      { LoadBalancerName: this.name },
      reading(`read the policies of ${this.name}`, signal),
    );
    return PolicyDescriptions;
  }
}

/** A call that only reads. `what` as in "Could not …". */
export function reading(what: string, signal: AbortSignal): AwsCall {
  return { what, signal, repeatable: true };
}

/** A call that sets a state: sent twice it leaves the same one. */
export function setting(what: string, { signal }: ChangeOptions): AwsCall {
  return { what, signal, repeatable: true };
}

/** What came of a write. Classic balancers have no pending state: an accepted change has settled. */
export async function receiptOf(
  answer: Promise<{ readonly $metadata?: { readonly requestId?: string | undefined } }>,
  { onAccepted }: ChangeOptions,
): Promise<Receipt> {
  const { $metadata } = await answer;
  onAccepted?.();
  return { requestId: $metadata?.requestId ?? null, detail: null };
}

/** The lines of a many-of value; none where it is missing. */
export function linesOf(value: string | undefined): readonly string[] {
  return (value ?? '').split('\n').filter((line) => line !== '');
}
