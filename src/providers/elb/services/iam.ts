import { IAMClient, ListServerCertificatesCommand } from '@aws-sdk/client-iam';
import type { Commands, SdkClient, SdkConfig } from '../sdk.ts';

// Named imports alone, so that the build leaves the rest of the package out.
export const commands: Commands<'iam'> = {
  ListServerCertificates: ListServerCertificatesCommand,
};

export function openClient(config: SdkConfig): SdkClient {
  return new IAMClient(config);
}
