import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Commands, SdkClient, SdkConfig } from '../sdk.ts';

/** The SDK's classes by operation. Named imports alone, so that the build leaves the rest of the package out. */
export const commands: Commands<'cloudwatch'> = {
  GetMetricData: GetMetricDataCommand,
};

/** Contacts nobody before the first call. The caller destroys it. */
export function openClient(config: SdkConfig): SdkClient {
  return new CloudWatchClient(config);
}
