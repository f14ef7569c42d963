import { GetParametersByPathCommand, GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Commands, SdkClient, SdkConfig } from '../sdk.ts';

// Named imports alone, so that the build leaves the rest of the package out.
export const commands: Commands<'ssm'> = {
  GetParameters: GetParametersCommand,
  GetParametersByPath: GetParametersByPathCommand,
};

export function openClient(config: SdkConfig): SdkClient {
  return new SSMClient(config);
}
