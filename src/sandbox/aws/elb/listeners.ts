import type { ListenerSpec } from '../../world/aws/commands.ts';
import type { Params } from '../params.ts';
import { type Actions, submit } from '../service.ts';

/** The listeners that a call asks for. */
export function listenerSpecs(params: Params): readonly ListenerSpec[] {
  return params.structs('Listeners').map((listener) => ({
    protocol: listener.need('Protocol'),
    port: listener.needWhole('LoadBalancerPort'),
    instanceProtocol: listener.text('InstanceProtocol') || null,
    instancePort: listener.needWhole('InstancePort'),
    certificate: listener.text('SSLCertificateId') || null,
  }));
}

/** ELB on listeners and their certificates. Which policies one has is set with the policies. */
export const LISTENER_ACTIONS: Actions = {
  CreateLoadBalancerListeners(call) {
    submit(call, {
      type: 'aws.elb.listeners.add',
      balancer: call.params.need('LoadBalancerName'),
      listeners: listenerSpecs(call.params),
    });
    return {};
  },
  DeleteLoadBalancerListeners(call) {
    const ports = call.params.wholes('LoadBalancerPorts');
    if (!ports) throw call.params.missing('LoadBalancerPorts');
    submit(call, {
      type: 'aws.elb.listeners.delete',
      balancer: call.params.need('LoadBalancerName'),
      ports,
    });
    return {};
  },
  SetLoadBalancerListenerSSLCertificate(call) {
    submit(call, {
      type: 'aws.elb.certificate',
      balancer: call.params.need('LoadBalancerName'),
      port: call.params.needWhole('LoadBalancerPort'),
      certificate: call.params.need('SSLCertificateId'),
    });
    return {};
  },
};
