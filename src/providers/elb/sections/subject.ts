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

/** What is asked of the room that reads balancers. */
export type BalancerReader = Pick<Balancers, 'describe' | 'changed'>;

/** One balancer as it was read last, and how AWS is asked about it anew. All reads throw Failure. */
export class Subject {
  readonly aws: Aws;
  readonly name: string;
  /** As it was when the balancer was read; null is what could not be read then. */
  readonly known: Pick<ElbDetail, 'description' | 'attributes' | 'tags'>;
  readonly #balancers: BalancerReader;

  constructor(aws: Aws, balancers: BalancerReader, balancer: BalancerDetail) {
    this.aws = aws;
    this.name = balancer.id;
    this.known = elbDetail(balancer);
    this.#balancers = balancers;
  }

  /** Gone: Failure `missing`. */
  description({ signal }: ReadOptions): Promise<LoadBalancerDescription> {
    return this.#balancers.describe(this.name, signal);
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
