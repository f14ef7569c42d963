/** An option that every command takes, and the screens too. */
export interface GlobalOption {
  readonly short: string | null;
  readonly long: string;
  /** What its value is called; null where it takes none. */
  readonly value: string | null;
  readonly help: string;
}

/** The options that hold for the whole program. Nothing is loaded for them, so that main can read them at once. */
export const GLOBAL_OPTIONS: readonly GlobalOption[] = [
  {
    short: '-a',
    long: '--account',
    value: 'name',
    help: 'account to use; repeat it, or separate names with commas; "all" is every one',
  },
  { short: null, long: '--region', value: 'region', help: 'region to work in; "all" for lists' },
  { short: null, long: '--read-only', value: null, help: 'change nothing, whatever is asked' },
  { short: null, long: '--config', value: 'dir', help: 'folder of settings and state (or SLUICE_HOME)' },
  { short: null, long: '--no-color', value: null, help: 'no colours (or NO_COLOR)' },
  { short: null, long: '--debug', value: 'file', help: 'append what happens to a file, without secrets' },
  { short: null, long: '--screen-reader', value: null, help: 'linear text instead of a drawn screen' },
];

/** Is the word at `index` the value of the global option before it? */
export function isValueOfGlobal(words: readonly string[], index: number): boolean {
  const before = words[index - 1];
  return GLOBAL_OPTIONS.some(
    ({ value, long, short }) => value !== null && before !== undefined && [long, short].includes(before),
  );
}

/** Does an option's value say nothing? What an unset variable of a script leaves must not mean the usual account or region. */
export function isBlank(value: string): boolean {
  return /^[\s,]*$/.test(value);
}

/** Names of accounts as they may be given: several options, several names in one. */
export function accountNames(given: readonly string[]): readonly string[] {
  return given.flatMap((text) => text.split(',')).flatMap((name) => name.trim() || []);
}
