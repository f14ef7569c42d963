import { bindingsAt, type CommandId, keyName } from '../keys/bindings.ts';
import type { Page } from '../pages/page.ts';

/** A key of the key line. */
export interface KeyHint {
  readonly key: string;
  readonly label: string;
}

/** The keys that do something on this page now. At the root one quits, elsewhere one goes back. */
export function keyHints(
  page: Page,
  atRoot: boolean,
  whyNot: (command: CommandId) => string | null,
): readonly KeyHint[] {
  return bindingsAt(page.place).flatMap(({ id, keys, label }) => {
    const [key] = keys;
    const elsewhere = (id === 'back' && atRoot) || (id === 'quit' && !atRoot);
    return key && label && !elsewhere && whyNot(id) === null ? [{ key: keyName(key), label }] : [];
  });
}
