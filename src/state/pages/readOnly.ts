import type { Session } from '../sessions.ts';
import type { Workspace } from '../workspace.ts';

/** Why nothing at all may be changed. */
export const STARTED_READ_ONLY = 'sluice was started with --read-only';

/** Why nothing of this account may be changed, in a few words; null where it may. */
export function whyReadOnly({ readOnly }: Workspace, { account }: Session): string | null {
  if (readOnly) return STARTED_READ_ONLY;
  return account.readOnly
    ? `account ${account.name} is marked read-only: o in the list of accounts changes that`
    : null;
}
