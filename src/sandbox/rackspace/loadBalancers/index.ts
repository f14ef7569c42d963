import type { Answer, Route } from '../../exchange.ts';
import { dispatch, type ServiceCall } from '../service.ts';
import { BALANCER_ROUTES } from './balancers.ts';
import { COLLECTION_ROUTES } from './collections.ts';
import { LIST_ROUTES } from './lists.ts';
import { NODE_ROUTES } from './nodes.ts';
import { SETTING_ROUTES } from './settings.ts';
import { SSL_ROUTES } from './ssl.ts';
import { USAGE_ROUTES } from './usage.ts';

const ROUTES: readonly Route<ServiceCall>[] = [
  ...BALANCER_ROUTES,
  ...NODE_ROUTES,
  ...COLLECTION_ROUTES,
  ...SETTING_ROUTES,
  ...SSL_ROUTES,
  ...LIST_ROUTES,
  ...USAGE_ROUTES,
];

/** Cloud Load Balancers v1.0; `path` is what follows the account number. */
export function answerLoadBalancers(service: ServiceCall, path: readonly string[]): Answer {
  return dispatch(ROUTES, service, path);
}
