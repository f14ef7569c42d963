import { IAMClient, ListServerCertificatesCommand } from '@aws-sdk/client-iam';
import type { Commands, SdkClient, SdkConfig } from '../sdk.ts';

/** The SDK's classes by operation. Named imports alone, so that the build leaves the rest of the package out. */
export const commands: Commands<'iam'> = {
  ListServerCertificates: ListServerCertificatesCommand,
};

/** Contacts nobody before the first call. The caller destroys it. */
export function openClient(config: SdkConfig): SdkClient {
  return new IAMClient(config);
}
