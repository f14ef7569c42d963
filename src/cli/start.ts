import { accountNames, GLOBAL_OPTIONS, type GlobalOption, isBlank } from './globalOptions.ts';

/** What the global options say to the screens. */
export interface ScreenFlags {
  readonly accounts: readonly string[];
  readonly region: string | null;
  readonly readOnly: boolean;
  readonly config: string | null;
  readonly color: boolean;
  readonly debug: string | null;
  readonly screenReader: boolean;
}

/** What a command line asks for. `command` is anything that the command parser must look at. */
export type Start =
  | { readonly kind: 'version' }
  | { readonly kind: 'help' }
  | { readonly kind: 'screens'; readonly flags: ScreenFlags }
  | { readonly kind: 'command' };

/**
 * Reads a command line as far as needed to know which half of the program is wanted. Without a command it is the
 * screens on a terminal, else the overview, which is a command.
 */
export function readStart(words: readonly string[], onTerminal: boolean): Start {
  const given = new Map<string, string[]>();
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--version' || word === '-V') return { kind: 'version' };
    // What stands behind it may be no command, which the parser tells.
    if (['--help', '-h', 'help'].includes(word) && index === words.length - 1) return { kind: 'help' };
    const read = readOption(word, words[index + 1]);
    // Also what is given empty, which the parser refuses.
    if (!read || (read.option.value !== null && isBlank(read.value))) return { kind: 'command' };
    if (read.usesNext) index += 1;
    given.set(read.option.long, [...(given.get(read.option.long) ?? []), read.value]);
  }
  if (!onTerminal) return { kind: 'command' };
  const last = (long: string) => given.get(long)?.at(-1) ?? null;
  return {
    kind: 'screens',
    flags: {
      accounts: accountNames(given.get('--account') ?? []),
      region: last('--region'),
      readOnly: given.has('--read-only'),
      config: last('--config'),
      color: !given.has('--no-color'),
      debug: last('--debug'),
      screenReader: given.has('--screen-reader'),
    },
  };
}

interface ReadOption {
  readonly option: GlobalOption;
  readonly value: string;
  readonly usesNext: boolean;
}

/** `--long value`, `--long=value`, `-s value`, `-svalue`; null for whatever is not a whole global option. */
function readOption(word: string, next: string | undefined): ReadOption | null {
  for (const option of GLOBAL_OPTIONS) {
    if (option.value === null) {
      if (word === option.long) return { option, value: '', usesNext: false };
      continue;
    }
    if (word === option.long || word === option.short)
      return next === undefined ? null : { option, value: next, usesNext: true };
    if (word.startsWith(`${option.long}=`))
      return { option, value: word.slice(option.long.length + 1), usesNext: false };
    if (option.short && word.startsWith(option.short) && !word.startsWith('--'))
      return { option, value: word.slice(option.short.length), usesNext: false };
  }
  return null;
}
