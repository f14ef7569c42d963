import { type Plan, refuse } from '../refusal.ts';
import { configureHealthCheck, modifyAttributes } from './attributeRules.ts';
import type { AwsCommand } from './commands.ts';
import { createElb, deleteElb } from './elbRules.ts';
import { changeInstances } from './instanceRules.ts';
import { addListeners, deleteListeners, setCertificate } from './listenerRules.ts';
import { deregister, register } from './memberRules.ts';
import { takeCode } from './operatorRole.ts';
import { applyGroups, attachSubnets, detachSubnets, disableZones, enableZones } from './placementRules.ts';
import { createPolicy, deletePolicy, setBackendPolicies, setListenerPolicies } from './policyRules.ts';
import { noBalancer } from './refusals.ts';
import type { AwsState } from './state.ts';
import { addTags, removeTags } from './tagRules.ts';

/** What an AWS command would do; nothing has changed until it is applied. */
export function decideAws(aws: AwsState, command: AwsCommand, at: number): Plan {
  const region = aws.regions[command.region];
  if (command.type === 'aws.elb.create') return createElb(region, command.spec, at);
  if (command.type === 'aws.elb.delete') return deleteElb(region, command.balancer);
  if (command.type === 'aws.sts.code') return takeCode(aws, command.step);
  if (!('balancer' in command)) return changeInstances(region, command, at);
  const elb = region.elbs.get(command.balancer);
  if (!elb) return noBalancer(command.balancer);
  switch (command.type) {
    case 'aws.elb.listeners.add':
      return addListeners(region, elb, command.listeners);
    case 'aws.elb.listeners.delete':
      return deleteListeners(elb, command.ports);
    case 'aws.elb.certificate':
      return setCertificate(region, elb, command.port, command.certificate);
    case 'aws.elb.register':
      return register(region, elb, command.instances, at);
    case 'aws.elb.deregister':
      return deregister(region, elb, command.instances, at);
    case 'aws.elb.health-check':
      return configureHealthCheck(elb, command.healthCheck);
    case 'aws.elb.attributes':
      return modifyAttributes(elb, command.change);
    case 'aws.elb.subnets.attach':
      return attachSubnets(region, elb, command.subnets);
    case 'aws.elb.subnets.detach':
      return detachSubnets(region, elb, command.subnets, at);
    case 'aws.elb.zones.enable':
      return enableZones(region, elb, command.zones);
    case 'aws.elb.zones.disable':
      return disableZones(region, elb, command.zones, at);
    case 'aws.elb.groups':
      return applyGroups(region, elb, command.groups);
    case 'aws.elb.tags.add':
      return addTags(elb, command.tags);
    case 'aws.elb.tags.remove':
      return removeTags(elb, command.keys);
    case 'aws.elb.policy.create':
      return createPolicy(elb, command.name, command.policyType, command.attributes);
    case 'aws.elb.policy.delete':
      return deletePolicy(elb, command.name);
    case 'aws.elb.policies.listener':
      return setListenerPolicies(elb, command.port, command.policies);
    case 'aws.elb.policies.backend':
      return setBackendPolicies(elb, command.port, command.policies);
    default:
      return refuse({ kind: 'broken', message: 'a command of another version' });
  }
}
