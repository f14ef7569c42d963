import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Commands, SdkClient, SdkConfig } from '../sdk.ts';

// Named imports alone, so that the build leaves the rest of the package out.
export const commands: Commands<'cloudwatch'> = {
  GetMetricData: GetMetricDataCommand,
};

export function openClient(config: SdkConfig): SdkClient {
  return new CloudWatchClient(config);
}
