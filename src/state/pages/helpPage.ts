import { bindingsAt, type CommandId, type Group, keyName } from '../keys/bindings.ts';
import { type Cell, cell } from '../present/cell.ts';
import type { Page } from './page.ts';
import { TextPage } from './textPage.ts';

const GROUPS: readonly Group[] = ['Change', 'Choose', 'See', 'Go', 'Move'];
const KEY_WIDTH = 16;

/** What each key does on a page, and for one that does nothing now, why. Made from the table that dispatches keys. */
export function helpPage(page: Page, whyNotOf: (command: CommandId) => string | null): TextPage {
  const lines: (readonly Cell[])[] = [];
  for (const group of GROUPS) {
    const bindings = bindingsAt(page.place).filter((binding) => binding.group === group);
    if (bindings.length === 0) continue;
    lines.push([cell(group, 'strong')]);
    for (const binding of bindings) {
      const keys = binding.keys.map(keyName).join('  ').padEnd(KEY_WIDTH);
      const whyNot = whyNotOf(binding.id);
      const tone = whyNot === null ? 'plain' : 'dim';
      lines.push([cell('  '), cell(keys, whyNot === null ? 'accent' : 'dim'), cell(binding.help, tone)]);
      if (whyNot !== null) lines.push([cell(`${' '.repeat(KEY_WIDTH + 2)}not now: ${whyNot}`, 'warn')]);
    }
    lines.push([]);
  }
  lines.push(
    [cell('Words', 'strong')],
    [cell('  ENABLED         ', 'accent'), cell('takes new connections')],
    [
      cell('  DRAINING        ', 'accent'),
      cell('takes none; open connections and sticky sessions are served to their end'),
    ],
    [cell('  DISABLED        ', 'accent'), cell('takes none; open connections are cut')],
    [cell('  HEALTH          ', 'accent'), cell('what the engine finds; CONDITION is what you tell it')],
  );
  return new TextPage(`help for ${page.crumb}`, 'Help', lines);
}
