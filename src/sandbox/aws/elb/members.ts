import { healthOf, registeredIds } from '../../world/aws/health.ts';
import { instanceState, isGone } from '../../world/aws/instanceStates.ts';
import { noInstance } from '../../world/aws/memberRules.ts';
import { refused } from '../errors.ts';
import type { Params } from '../params.ts';
import { type Actions, type ServiceCall, submit } from '../service.ts';
import type { Xml } from '../xml.ts';
import { elbOf } from './balancers.ts';

/** ELB on registered instances and what the balancer finds of each. */
export const MEMBER_ACTIONS: Actions = {
  RegisterInstancesWithLoadBalancer(call) {
    return change(call, 'aws.elb.register');
  },
  DeregisterInstancesFromLoadBalancer(call) {
    return change(call, 'aws.elb.deregister');
  },
  DescribeInstanceHealth(call) {
    const { region, params, now } = call;
    const elb = elbOf(call);
    const asked = instanceIds(params);
    const ids = asked.length > 0 ? asked : registeredIds(region, elb, now);
    return {
      InstanceStates: ids.flatMap((id): readonly Xml[] => {
        const instance = region.instances.get(id);
        if (!instance || isGone(instance, now)) throw refused(noInstance(id).refusal);
        // Of terminated ones it says nothing for as long as EC2 tells of them still.
        if (instanceState(instance, now).name === 'terminated') return [];
        const { state, reason, description } = healthOf(region, elb, instance, now);
        return [{ InstanceId: id, State: state, ReasonCode: reason, Description: description }];
      }),
    };
  },
};

function instanceIds(params: Params): readonly string[] {
  return params.structs('Instances').map((instance) => instance.need('InstanceId'));
}

function change(call: ServiceCall, type: 'aws.elb.register' | 'aws.elb.deregister'): Xml {
  const instances = instanceIds(call.params);
  if (instances.length === 0) throw call.params.missing('Instances');
  const elb = elbOf(call);
  submit(call, { type, balancer: elb.name, instances });
  const left = registeredIds(call.region, elb, call.now);
  return { Instances: left.map((id) => ({ InstanceId: id })) };
}
