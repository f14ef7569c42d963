import { ACMClient, ListCertificatesCommand } from '@aws-sdk/client-acm';
import type { Commands, SdkClient, SdkConfig } from '../sdk.ts';

/** The SDK's classes by operation. Named imports alone, so that the build leaves the rest of the package out. */
export const commands: Commands<'acm'> = {
  ListCertificates: ListCertificatesCommand,
};

/** Contacts nobody before the first call. The caller destroys it. */
export function openClient(config: SdkConfig): SdkClient {
  return new ACMClient(config);
}
