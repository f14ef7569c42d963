import type { BalancerDetail } from '../../../model/balancer.ts';
import type { Clock } from '../../../model/clock.ts';
import type { Lifetime } from '../../http/lifetime.ts';
import type { Section } from '../../sections.ts';
import type { Aws } from '../aws.ts';
import { Settling } from '../settling.ts';
import { addressSection } from './address.ts';
import { attributeSection, crossZone, draining, idleTimeout } from './attributes.ts';
import { backendPortsSection } from './backendPorts.ts';
import { Certificates } from './certificates.ts';
import { healthCheckSection } from './healthCheck.ts';
import { listenersSection } from './listeners.ts';
import { policiesSection } from './policies.ts';
import { PolicyLists, policyTypesSection } from './policyTypesSection.ts';
import { accessLog, desync } from './requestAttributes.ts';
import { securityGroupsSection } from './securityGroups.ts';
import { type BalancerReader, Subject } from './subject.ts';
import { subnetsSection } from './subnets.ts';
import { tagsSection } from './tags.ts';
import { Inside, within } from './within.ts';
import { zonesSection } from './zones.ts';

/** What the sections are built from: the opened provider's parts. */
export interface SectionParts {
  readonly aws: Aws;
  readonly clock: Clock;
  readonly lifetime: Lifetime;
  readonly balancers: BalancerReader;
}

/** What a Classic balancer can be told beyond its nodes. All calls throw Failure and end with the provider. */
export function elbSections({
  aws,
  clock,
  lifetime,
  balancers,
}: SectionParts): (balancer: BalancerDetail) => readonly Section[] {
  const certificates = new Certificates(aws, clock);
  const lists = new PolicyLists(aws, clock);
  const settling = new Settling(balancers, clock);
  return (balancer) => {
    const subject = new Subject(aws, balancers, settling, balancer);
    const hasVpc = Boolean(subject.known.description.VPCId);
    const sections: readonly Section[] = [
      listenersSection(subject, certificates),
      backendPortsSection(subject),
      policiesSection(subject, lists),
      healthCheckSection(subject),
      ...[draining, idleTimeout, crossZone].map((one) => attributeSection(subject, one)),
      hasVpc ? subnetsSection(subject) : zonesSection(subject),
      securityGroupsSection(subject),
      tagsSection(subject),
      ...[accessLog, desync].map((one) => attributeSection(subject, one)),
      policyTypesSection(lists),
      addressSection(subject),
    ];
    return sections.map((section) => within(new Inside(lifetime, () => subject.changed()), section));
  };
}
