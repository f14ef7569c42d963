import { ACMClient, ListCertificatesCommand } from '@aws-sdk/client-acm';
import type { Commands, SdkClient, SdkConfig } from '../sdk.ts';

// Named imports alone, so that the build leaves the rest of the package out.
export const commands: Commands<'acm'> = {
  ListCertificates: ListCertificatesCommand,
};

export function openClient(config: SdkConfig): SdkClient {
  return new ACMClient(config);
}
