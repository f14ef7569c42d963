import path from 'node:path';

interface PlacesInput {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home folder as the system knows it; used where the environment names none. */
  readonly homeFolder: string;
  /** What a relative `--config` or `SLUICE_HOME` starts from. */
  readonly workingFolder: string;
  /** The value of `--config`. */
  readonly config?: string;
}

/** Where the program keeps things, as absolute paths. Working them out touches no file. */
export interface Places {
  readonly home: string;
  readonly settingsFolder: string;
  /** `config.json` in the settings folder. */
  readonly settings: string;
  readonly stateFolder: string;
  readonly journal: string;
  /** The journal's older half. */
  readonly journalBefore: string;
  readonly sandbox: string;
  /** What sluice has counted while it watched. */
  readonly collected: string;
  /** The older half of that. */
  readonly collectedBefore: string;
  /** The folder of wizard and maintenance runs. */
  readonly runs: string;
}

/** `~` and `~/…` with the home folder put in; anything else (also `~someone`) as it is. */
export function expandHome(text: string, home: string): string {
  if (text === '~') return home;
  return /^~[/\\]/.test(text) ? home + text.slice(1) : text;
}

/** A path as a person would write it: below the home folder with `~`. */
export function shortenHome(file: string, home: string): string {
  const base = home.replace(/[/\\]+$/, '');
  if (base === '' || !file.startsWith(base)) return file;
  const rest = file.slice(base.length);
  return rest === '' || /^[/\\]/.test(rest) ? `~${rest}` : file;
}

/**
 * `--config DIR`, else `$SLUICE_HOME`, holds everything. Without them settings and state go where the XDG base directory
 * specification puts them (a relative XDG path is ignored, as it demands), on Windows under APPDATA and LOCALAPPDATA.
 */
export function placesOf(input: PlacesInput): Places {
  const { env, platform } = input;
  const on = platform === 'win32' ? path.win32 : path.posix;
  const home = env['HOME'] || (platform === 'win32' && env['USERPROFILE']) || input.homeFolder;
  const base = (variable: string, ...fallback: string[]) => {
    const value = env[variable];
    return on.join(value && on.isAbsolute(value) ? value : on.join(home, ...fallback), 'sluice');
  };
  const chosen = input.config || env['SLUICE_HOME'];
  const one = chosen ? on.resolve(input.workingFolder, expandHome(chosen, home)) : null;
  const windows = platform === 'win32';
  const settingsFolder =
    one ?? (windows ? base('APPDATA', 'AppData', 'Roaming') : base('XDG_CONFIG_HOME', '.config'));
  const stateFolder =
    one ?? (windows ? base('LOCALAPPDATA', 'AppData', 'Local') : base('XDG_STATE_HOME', '.local', 'state'));
  return {
    home,
    settingsFolder,
    settings: on.join(settingsFolder, 'config.json'),
    stateFolder,
    journal: on.join(stateFolder, 'journal.jsonl'),
    journalBefore: on.join(stateFolder, 'journal.1.jsonl'),
    sandbox: on.join(stateFolder, 'sandbox.jsonl'),
    collected: on.join(stateFolder, 'collected.jsonl'),
    collectedBefore: on.join(stateFolder, 'collected.1.jsonl'),
    runs: on.join(stateFolder, 'runs'),
  };
}
