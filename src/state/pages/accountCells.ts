import type { Account } from '../../model/account.ts';
import { type Cell, cell } from '../present/cell.ts';
import type { Session } from '../sessions.ts';
import type { Header } from './page.ts';

/** Loud signs of which account one is in. */
export function accountFlags(account: Account, readOnly: boolean): readonly Cell[] {
  const flags: Cell[] = [];
  if (account.origin.kind === 'sandbox') flags.push(cell('SANDBOX', 'accent'));
  if (account.production) flags.push(cell('PRODUCTION', 'bad'));
  if (readOnly || account.readOnly) flags.push(cell('READ-ONLY', 'warn'));
  return flags;
}

/** Where one is, for pages of one account: account, region, engine, and the loud signs; read-only is the whole program's. */
export function sessionHeader(
  { account, region, provider }: Session,
  readOnly: boolean,
): Pick<Header, 'where' | 'flags'> {
  return {
    where: [account.name, region, provider.label].filter(Boolean).join(' · '),
    flags: accountFlags(account, readOnly),
  };
}
