import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommonOptions, Context } from './context.ts';
import { readDuration } from './duration.ts';
import { accountNames, GLOBAL_OPTIONS, isBlank } from './globalOptions.ts';

/** Runs a command's action in its context; remembers the exit code. */
export type Run = (command: Command, action: (context: Context) => Promise<void>) => Promise<void>;

/** What a command has for an option of its own although its name is that of a global one. */
export type OwnOption = '--read-only';

const OWN = new WeakMap<Command, readonly string[]>();

/**
 * Gives a command the global options, so that they may stand behind its name too. Its help leaves them to
 * `sluice --help`.
 */
export function withGlobals(command: Command, own: readonly OwnOption[] = []): Command {
  OWN.set(command, own);
  for (const { short, long, value } of GLOBAL_OPTIONS) {
    if (own.some((name) => name === long)) continue;
    const option = new Option(`${short ? `${short}, ` : ''}${long}${value ? ` <${value}>` : ''}`).hideHelp();
    if (long === '--account') option.argParser(collectGiven);
    else if (value !== null) option.argParser(given);
    command.addOption(option);
  }
  return command.addOption(new Option('--json', 'print JSON').hideHelp(command.parent === null));
}

function given(value: string): string {
  if (isBlank(value)) throw new InvalidArgumentError('Give it a value, or leave it out.');
  return value;
}

function collectGiven(value: string, before: readonly string[] | undefined): readonly string[] {
  return collect(given(value), before);
}

/** Gathers an option that may be given several times. */
function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** The option values of a command and of those above it; what stands nearest to the end counts. */
export function commonOptions(command: Command): CommonOptions {
  const chain: Command[] = [];
  for (let one: Command | null = command; one; one = one.parent) chain.unshift(one);
  const accounts: string[] = [];
  let read: Omit<CommonOptions, 'accounts'> = {
    region: null,
    readOnly: false,
    config: null,
    color: true,
    debug: null,
    json: false,
  };
  for (const one of chain) {
    const given = one.opts<{
      account?: string[];
      region?: string;
      readOnly?: boolean;
      config?: string;
      color?: boolean;
      debug?: string;
      json?: boolean;
    }>();
    accounts.push(...(given.account ?? []));
    const readOnly = OWN.get(one)?.includes('--read-only') ? undefined : given.readOnly;
    read = {
      region: given.region ?? read.region,
      readOnly: readOnly || read.readOnly,
      config: given.config ?? read.config,
      color: given.color !== false && read.color,
      debug: given.debug ?? read.debug,
      json: given.json || read.json,
    };
  }
  return { accounts: accountNames(accounts), ...read };
}

/** The lines under a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}\n\nGlobal options: see sluice --help`;
}

/** For options that are a length of time. */
export function durationArgument(text: string): number {
  const ms = readDuration(text);
  if (ms === null) throw new InvalidArgumentError('Write it like 90s, 5m or 1h.');
  return ms;
}

/** Gives a command --timeout, in milliseconds, for `deadlineOf`. `more` is said behind what it means. */
export function withTimeout(command: Command, more = ''): Command {
  return command.option(
    '--timeout <time>',
    `longest time that all of it may take, like 90s, 5m, 1h; then exit code 6${more}`,
    durationArgument,
  );
}

/** For options that are whole numbers from `min` to `max`. */
export function numberArgument(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max))
      throw new InvalidArgumentError(`A whole number from ${min} to ${max} is needed.`);
    return value;
  };
}
