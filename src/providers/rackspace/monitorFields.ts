import type { Field, FormValues, Option } from '../../model/form.ts';

// What the wizard and the health monitor's own form both ask for, with the engine's limits (spec §6).

/** How a monitor asks a node. */
export const MONITOR_TYPES: readonly Option[] = [
  { value: 'CONNECT', label: 'CONNECT', help: 'opens a connection' },
  { value: 'HTTP', label: 'HTTP', help: 'asks for a page; protocol HTTP only' },
  { value: 'HTTPS', label: 'HTTPS', help: 'asks for a page; protocol HTTPS only' },
];

type ShownWhen = (values: FormValues) => boolean;

/** How often, how long and how many times: seconds, seconds, checks. The forms name the last two each in its own way. */
export function monitorPace(
  keys: { readonly timeout: string; readonly attempts: string },
  shownWhen?: ShownWhen,
): readonly Field[] {
  const shown = shownWhen === undefined ? {} : { shownWhen };
  return [
    {
      kind: 'number',
      key: 'delay',
      label: 'Check every',
      help: 'Seconds between checks',
      initial: '10',
      min: 1,
      max: 3600,
      ...shown,
    },
    {
      kind: 'number',
      key: keys.timeout,
      label: 'Check timeout',
      help: 'Seconds until a check fails',
      initial: '5',
      min: 1,
      max: 300,
      ...shown,
    },
    {
      kind: 'number',
      key: keys.attempts,
      label: 'Attempts',
      help: 'Failed checks in a row after which a node is OFFLINE',
      initial: '3',
      min: 1,
      max: 10,
      ...shown,
    },
  ];
}

/** The page that an HTTP or HTTPS monitor asks for, and which answers count as up. */
export function monitorPage(shownWhen: ShownWhen): readonly Field[] {
  return [
    {
      kind: 'text',
      key: 'path',
      label: 'Path',
      help: 'The page to ask for',
      initial: '/',
      check: (text) => (text.startsWith('/') ? tooLong('path', text, 128) : 'A path begins with /'),
      shownWhen,
    },
    {
      kind: 'text',
      key: 'statusRegex',
      label: 'Status codes',
      help: 'A regular expression for the codes that count as up',
      initial: '^[23][0-9][0-9]$',
      check: (text) => tooLong('expression', text, 128),
      shownWhen,
    },
  ];
}

/** What to say of a text that the engine does not take whole; `most` in characters. */
export function tooLong(what: string, text: string, most: number): string | null {
  return text.length > most ? `The ${what} has ${text.length} characters: at most ${most}` : null;
}
