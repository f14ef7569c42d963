import type { SecretRef } from '../../model/account.ts';
import type { Credentials } from './credentialFile.ts';

/** A credential file that was found. */
export interface CredentialFile extends Credentials {
  /** As a person would write it. */
  readonly shown: string;
  /** RAX_CREDS_FILE or RAX_CREDENTIALS says this one. */
  readonly named: boolean;
}

/** What each source of accounts is given. */
export interface Source {
  /** The variable's value; null where it is not set or empty. */
  readonly env: (name: string) => string | null;
  readonly credentialFiles: readonly CredentialFile[];
  readonly warn: (sentence: string) => void;
}

/** One Rackspace login as a source found it. */
export interface Finding {
  /** Where in a few words, to be shown. */
  readonly from: string;
  readonly name: string;
  readonly username: string;
  readonly region: string | null;
  readonly identityUrl?: string | null;
  readonly tenantId?: string | null;
  readonly secrets: Readonly<Record<string, SecretRef>>;
}
