import type { Actions } from '../service.ts';
import { ATTRIBUTE_ACTIONS } from './attributes.ts';
import { BALANCER_ACTIONS } from './balancers.ts';
import { LISTENER_ACTIONS } from './listeners.ts';
import { MEMBER_ACTIONS } from './members.ts';
import { PLACEMENT_ACTIONS } from './placement.ts';
import { POLICY_ACTIONS } from './policies.ts';
import { TAG_ACTIONS } from './tags.ts';

/** Classic Elastic Load Balancing, version 2012-06-01. */
export const ELB_ACTIONS: Actions = {
  ...ATTRIBUTE_ACTIONS,
  ...BALANCER_ACTIONS,
  ...LISTENER_ACTIONS,
  ...MEMBER_ACTIONS,
  ...PLACEMENT_ACTIONS,
  ...POLICY_ACTIONS,
  ...TAG_ACTIONS,
};
