import { zonesOfElb } from '../../world/aws/placementRules.ts';
import type { ElbRecord } from '../../world/aws/records.ts';
import { type Actions, type ServiceCall, submit } from '../service.ts';
import { elbOf } from './balancers.ts';

/** ELB on where a balancer stands: subnets, zones, security groups. Each answers all that it has then. */
export const PLACEMENT_ACTIONS: Actions = {
  AttachLoadBalancerToSubnets(call) {
    const { elb, values } = read(call, 'Subnets');
    submit(call, { type: 'aws.elb.subnets.attach', balancer: elb.name, subnets: values });
    return { Subnets: elb.subnets };
  },
  DetachLoadBalancerFromSubnets(call) {
    const { elb, values } = read(call, 'Subnets');
    submit(call, { type: 'aws.elb.subnets.detach', balancer: elb.name, subnets: values });
    return { Subnets: elb.subnets };
  },
  EnableAvailabilityZonesForLoadBalancer(call) {
    const { elb, values } = read(call, 'AvailabilityZones');
    submit(call, { type: 'aws.elb.zones.enable', balancer: elb.name, zones: values });
    return { AvailabilityZones: zonesOfElb(call.region, elb) };
  },
  DisableAvailabilityZonesForLoadBalancer(call) {
    const { elb, values } = read(call, 'AvailabilityZones');
    submit(call, { type: 'aws.elb.zones.disable', balancer: elb.name, zones: values });
    return { AvailabilityZones: zonesOfElb(call.region, elb) };
  },
  ApplySecurityGroupsToLoadBalancer(call) {
    const { elb, values } = read(call, 'SecurityGroups');
    submit(call, { type: 'aws.elb.groups', balancer: elb.name, groups: values });
    return { SecurityGroups: elb.groups };
  },
};

function read(
  call: ServiceCall,
  name: string,
): { readonly elb: ElbRecord; readonly values: readonly string[] } {
  const values = call.params.list(name);
  if (!values) throw call.params.missing(name);
  return { elb: elbOf(call), values };
}
