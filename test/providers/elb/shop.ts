import type { Node } from '../../../src/model/node.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { testMemory } from '../kit/memory.ts';
import { type AwsDouble, awsDouble, never } from './kit.ts';

const READS = /^Describe/;

/** An AWS with one balancer of two instances, and a provider that is open at it. */
export interface Shop extends AwsDouble {
  readonly provider: Provider;
  nodes(): Promise<readonly Node[]>;
  /** The writes of a call, in order. */
  writes(): readonly string[];
}

/** The balancer `shop` of `web-1` and `web-2`; `drain` is how long it lets connections end, seconds, null for not at all. */
export async function shop(drain: number | null = 300, memory = testMemory()): Promise<Shop> {
  const double = await awsDouble({ memory });
  double.aws.balancer('shop', ['i-0000000a', 'i-0000000b'], { drain });
  double.aws.instance('i-0000000a', { name: 'web-1' });
  double.aws.instance('i-0000000b', { name: 'web-2' });
  const provider = await double.open();
  return {
    ...double,
    provider,
    nodes: async () => (await double.run(provider.getBalancer('shop', { signal: never }))).nodeList,
    writes: () => double.aws.actions.filter((action) => !READS.test(action)),
  };
}

/** The balancer’s tags. */
export const tagsOf = ({ aws }: AwsDouble) => aws.balancers.get('shop')?.tags;
/** The ids of the instances that are registered with it. */
export const registeredOf = ({ aws }: AwsDouble) => aws.balancers.get('shop')?.registered;
