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

/**
 * True when one of the rules of these groups of a balancer lets clients in on the port: for an internal one from anywhere at
 * all, else from addresses of the internet. In a VPC clients come by IPv4.
 */
export function admitsClients(groups: readonly SecurityGroup[], port: number, internal: boolean): boolean {
  return groups.some(({ ingress }) =>
    ingress.some(({ IpRanges = [], PrefixListIds = [], UserIdGroupPairs = [], ...rule }) => {
      if (!covers(rule, port)) return false;
      if (PrefixListIds.length > 0) return true;
      return internal
        ? IpRanges.length + UserIdGroupPairs.length > 0
        : IpRanges.some(({ CidrIp }) => CidrIp !== undefined && !PRIVATE.test(CidrIp));
    }),
  );
}

/** Ranges that are nobody's on the internet. */
const PRIVATE = /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./;
