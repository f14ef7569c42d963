import type { Option } from '../../model/form.ts';
import { nearest } from '../resolve/candidates.ts';
import { plainKey } from './words.ts';

/** Why nothing can be chosen, where the field does not know better. */
export const NOTHING_TO_CHOOSE = 'there is nothing to choose from';

/** How a text can mean an option, the surest first; the first way that matches anything decides. */
const WAYS: readonly ((typed: string, option: Option) => boolean)[] = [
  (typed, { value }) => value === typed,
  (typed, { value }) => plainKey(value) === plainKey(typed),
  (typed, { label }) => label === typed,
  (typed, { label }) => plainKey(label) === plainKey(typed),
];

/**
 * The value of the one option that `typed` means, or what is wrong with it and which there are; `none` says what is missing where
 * there are none.
 */
export function choose(
  typed: string,
  options: readonly Option[],
  none = NOTHING_TO_CHOOSE,
): { readonly value: string } | { readonly fault: string } {
  for (const way of WAYS) {
    const matches = options.filter((option) => way(typed, option));
    const [match] = matches;
    if (match && matches.length === 1) return { value: match.value };
    if (match)
      return {
        fault: `"${typed}" means several: give one of ${matches.map(({ value }) => value).join(', ')}`,
      };
  }
  if (options.length === 0) return { fault: `"${typed}" cannot be chosen: ${none}` };
  return { fault: `"${typed}" is not among the choices: ${optionsText(typed, options)}` };
}

/** The options nearest to what was typed, by what would be typed for them. */
function optionsText(typed: string, options: readonly Option[]): string {
  const candidates = options.map(({ value, label }) => ({
    names: [value, label],
    line: label === value || label === '' ? value : `${value} (${label})`,
    facts: {},
  }));
  const shown = nearest(typed, candidates);
  const more = candidates.length - shown.length;
  return [...shown.map(({ line }) => line), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
