import type { Actions } from '../service.ts';
import { IMAGE_ACTIONS } from './images.ts';
import { INSTANCE_ACTIONS } from './instances.ts';
import { LAUNCH_ACTIONS } from './launch.ts';
import { NETWORK_ACTIONS } from './network.ts';
import { TYPE_ACTIONS } from './types.ts';

/** The part of EC2, version 2016-11-15, that somebody needs who runs Classic balancers. */
export const EC2_ACTIONS: Actions = {
  ...IMAGE_ACTIONS,
  ...INSTANCE_ACTIONS,
  ...LAUNCH_ACTIONS,
  ...NETWORK_ACTIONS,
  ...TYPE_ACTIONS,
};
