import type { Account } from '../../model/account.ts';
import { type Cell, cell } from './cell.ts';

/** Where an account comes from, in a few words. */
export function originText({ origin }: Account): string {
  switch (origin.kind) {
    case 'sandbox':
      return 'built-in sandbox';
    case 'added':
      return 'added by you';
    case 'discovered':
      return origin.from;
  }
}

/** `PRODUCTION READ-ONLY default`, as far as they are set. */
export function marksCell({ production, readOnly, isDefault }: Account): Cell {
  const words = [production && 'PRODUCTION', readOnly && 'READ-ONLY', isDefault && 'default'];
  return cell(words.filter(Boolean).join(' '), production ? 'bad' : 'warn');
}
