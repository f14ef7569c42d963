import { type Answer, json, type Route } from '../exchange.ts';
import { connectionsOf } from '../world/traffic.ts';
import { readBalancer } from './loadBalancers/read.ts';
import { dispatch, type ServiceCall } from './service.ts';

/** Open connections by node, which the real cloud cannot tell: a service of the sandbox's own. */
export function connectionsOfBalancer(service: ServiceCall, path: readonly string[]): Answer {
  return dispatch(ROUTES, service, path);
}

const ROUTES: readonly Route<ServiceCall>[] = [
  {
    path: 'loadbalancers/#',
    handlers: {
      GET: (service, matched) => {
        const balancer = readBalancer(service, matched.id(0));
        const nodes = balancer.nodes.map((node) => ({
          id: node.id,
          connections: connectionsOf(balancer, node, service.now),
        }));
        return json(200, { nodes });
      },
    },
  },
];
