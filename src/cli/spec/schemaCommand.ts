import type { Context } from '../context.ts';
import { shellWord } from '../shellWord.ts';

/** The command that prints what a spec holds for the accounts that were named: `sluice create -a aws --schema`, in quotes. */
export function schemaCommand({ options: { accounts } }: Pick<Context, 'options'>): string {
  return `"sluice create ${accounts.map((name) => `-a ${shellWord(name)} `).join('')}--schema"`;
}
