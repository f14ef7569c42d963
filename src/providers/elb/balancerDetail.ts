import type {
  InstanceState,
  LoadBalancerAttributes,
  LoadBalancerDescription,
  Tag,
} from '@aws-sdk/client-elastic-load-balancing';
import type { BalancerDetail } from '../../model/balancer.ts';
import { Failure } from '../../model/problem.ts';
import type { Machine } from './machine.ts';

/** What AWS said of a Classic balancer, as `BalancerDetail.raw` holds it. Null is what could not be read; `notes` say why. */
export interface ElbDetail {
  readonly description: LoadBalancerDescription;
  readonly attributes: LoadBalancerAttributes | null;
  readonly tags: readonly Tag[] | null;
  /** Of registered, draining and parked instances. */
  readonly health: readonly InstanceState[] | null;
  /** The EC2 instances behind the nodes, as far as EC2 told. */
  readonly machines: readonly Machine[] | null;
  /** What could not be read, and what is different for it; a sentence each. */
  readonly notes: readonly string[];
}

/** AWS's own answers in a balancer that this provider has read. Throws Failure `bug` for any other. */
export function elbDetail(detail: BalancerDetail): ElbDetail {
  if (isElbDetail(detail.raw)) return detail.raw;
  throw new Failure({ kind: 'bug', message: `${detail.name} was not read from AWS` });
}

function isElbDetail(raw: unknown): raw is ElbDetail {
  return typeof raw === 'object' && raw !== null && 'description' in raw && 'machines' in raw;
}
