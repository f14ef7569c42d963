import { Chalk, type ChalkInstance } from 'chalk';
import type { Cell, Sign, Tone } from '../state/present/cell.ts';
import type { Looks } from './terminal/looks.ts';

/** The one place that knows colours and signs. */
export interface Theme {
  readonly ascii: boolean;
  /** Text in the colour of its meaning. */
  paint(tone: Tone, text: string): string;
  /** A whole row under the cursor; `text` is padded to the row's width and has no colours of its own. */
  highlight(text: string): string;
  /** The letter under a text cursor. */
  caret(text: string): string;
  /** A button; the lit one is what enter presses. */
  button(text: string, lit: boolean): string;
  sign(sign: Sign): string;
  /** A drawn line as this terminal can show it, as wide as before. */
  shown(line: string): string;
  readonly glyphs: Glyphs;
}

interface Glyphs {
  readonly rule: string;
  readonly cursor: string;
  readonly lostCursor: string;
  readonly mark: string;
  readonly crumb: string;
  readonly dot: string;
  readonly ellipsis: string;
  readonly up: string;
  readonly down: string;
  readonly hidden: string;
  readonly box: {
    readonly top: readonly [string, string];
    readonly bottom: readonly [string, string];
    readonly side: string;
  };
}

const UNICODE: Glyphs = {
  rule: '─',
  cursor: '▌',
  lostCursor: '▏',
  mark: '✓',
  crumb: ' › ',
  dot: ' · ',
  ellipsis: '…',
  up: '▲',
  down: '▼',
  hidden: '••••••••',
  box: { top: ['╭', '╮'], bottom: ['╰', '╯'], side: '│' },
};

const ASCII: Glyphs = {
  rule: '-',
  cursor: '>',
  lostCursor: '?',
  mark: '*',
  crumb: ' > ',
  dot: ' - ',
  ellipsis: '~',
  up: '^',
  down: 'v',
  hidden: '********',
  box: { top: ['+', '+'], bottom: ['+', '+'], side: '|' },
};

const SIGNS: Readonly<Record<Sign, readonly [unicode: string, ascii: string]>> = {
  enabled: ['●', '+'],
  draining: ['◐', '~'],
  disabled: ['○', '-'],
  online: ['▲', '^'],
  offline: ['▼', 'v'],
  active: ['●', '+'],
  busy: ['◌', '.'],
  error: ['✗', '!'],
  unknown: ['?', '?'],
  pending: ['◌', '.'],
  none: ['·', '.'],
};

/** Signs of our own sentences, one cell each, for terminals that have ASCII alone. */
const PLAIN_FORM: Readonly<Record<string, string>> = {
  '—': '-',
  '–': '-',
  '·': '-',
  '…': '~',
  '→': '>',
  '↑': '^',
  '↓': 'v',
  '←': '<',
  '›': '>',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '▁': '_',
  '▂': '.',
  '▃': ':',
  '▄': '=',
  '▅': '+',
  '▆': '*',
  '▇': '%',
  '█': '#',
  '░': '.',
};
const TYPOGRAPHY = new RegExp(`[${Object.keys(PLAIN_FORM).join('')}]`, 'g');

/** Colours for a terminal of these looks. With level 0 nothing but the text is written. */
export function themeFor(looks: Looks): Theme {
  const chalk = new Chalk({ level: looks.colour });
  const tones: Readonly<Record<Tone, ChalkInstance | null>> = {
    plain: null,
    // Bright black is what every theme of a terminal makes readable and quiet; SGR 2 is invisible on some.
    dim: chalk.blackBright,
    good: chalk.green,
    warn: chalk.yellow,
    bad: chalk.red.bold,
    pending: chalk.cyan,
    accent: chalk.magenta,
    strong: chalk.bold,
  };
  const highlight = looks.colour >= 2 ? chalk.bgAnsi256(238).whiteBright.bold : chalk.inverse;
  const glyphs = looks.ascii ? ASCII : UNICODE;
  return {
    ascii: looks.ascii,
    paint: (tone, text) => (text === '' ? '' : (tones[tone]?.(text) ?? text)),
    highlight: (text) => highlight(text),
    caret: (text) => (looks.colour === 0 ? `\u001b[7m${text}\u001b[27m` : chalk.inverse(text)),
    button: (text, lit) =>
      lit ? (looks.colour === 0 ? `> ${text} <` : chalk.inverse(`  ${text}  `)) : `  ${text}  `,
    sign: (sign) => SIGNS[sign][looks.ascii ? 1 : 0],
    shown: (line) => (looks.ascii ? line.replace(TYPOGRAPHY, (sign) => PLAIN_FORM[sign] ?? sign) : line),
    glyphs,
  };
}

/** A cell's text with its sign before it. */
export function cellText(cell: Cell, theme: Theme): string {
  return cell.sign === undefined ? cell.text : `${theme.sign(cell.sign)} ${cell.text}`;
}
