import type { IpPermission } from '@aws-sdk/client-ec2';
import type { SecurityGroup } from '../sections/network.ts';

/**
 * True when one of the rules of these groups lets a balancer with these groups reach the port: from anywhere, from one of
 * its groups, or from some range of addresses, which may be where it is.
 */
export function admits(
  groups: readonly SecurityGroup[],
  port: number,
  balancerGroups: readonly string[],
): boolean {
  return groups.some(({ ingress }) =>
    ingress.some((rule) => covers(rule, port) && letsIn(rule, balancerGroups)),
  );
}

function covers({ IpProtocol, FromPort, ToPort }: IpPermission, port: number): boolean {
  if (IpProtocol === '-1') return true;
  return (
    (IpProtocol === 'tcp' || IpProtocol === '6') && (FromPort ?? 0) <= port && port <= (ToPort ?? 65_535)
  );
}

function letsIn(rule: IpPermission, balancerGroups: readonly string[]): boolean {
  const ranges = [...(rule.IpRanges ?? []), ...(rule.Ipv6Ranges ?? []), ...(rule.PrefixListIds ?? [])];
  return (
    ranges.length > 0 ||
    (rule.UserIdGroupPairs ?? []).some(
      ({ GroupId }) => GroupId !== undefined && balancerGroups.includes(GroupId),
    )
  );
}
