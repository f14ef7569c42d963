import type { Account } from '../../model/account.ts';
import { type Cell, cell } from '../present/cell.ts';

/** Loud signs of which account one is in. */
export function accountFlags(account: Account, readOnly: boolean): readonly Cell[] {
  const flags: Cell[] = [];
  if (account.origin.kind === 'sandbox') flags.push(cell('SANDBOX', 'accent'));
  if (account.production) flags.push(cell('PRODUCTION', 'bad'));
  if (readOnly || account.readOnly) flags.push(cell('READ-ONLY', 'warn'));
  return flags;
}
