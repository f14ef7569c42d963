import type { Asked } from '../../state/program/overlay.ts';
import type { Palette } from '../../state/program/palette.ts';
import type { Theme } from '../theme.ts';
import { drawCaret } from './chrome.ts';
import { cut, padTo, paintedWidth, widthOf, wrap, wrapWhole } from './fit.ts';

/** Lines of a box as wide as the terminal; `lines` are coloured and at most `columns - 4` cells wide. */
function box(
  lines: readonly { readonly painted: string; readonly width: number }[],
  columns: number,
  theme: Theme,
): readonly string[] {
  const { rule, box: corner } = theme.glyphs;
  const inner = columns - 4;
  const bar = rule.repeat(columns - 2);
  const side = theme.paint('warn', corner.side);
  return [
    theme.paint('warn', `${corner.top[0]}${bar}${corner.top[1]}`),
    ...lines.map(
      ({ painted, width }) => `${side} ${painted}${' '.repeat(Math.max(0, inner - width))} ${side}`,
    ),
    theme.paint('warn', `${corner.bottom[0]}${bar}${corner.bottom[1]}`),
  ];
}

function plain(text: string, theme: Theme, tone: Parameters<Theme['paint']>[0] = 'plain') {
  return { painted: theme.paint(tone, text), width: widthOf(text) };
}

/** A question: what would be done, what that means, to whom, and the buttons. At most `most` lines. */
export function drawQuestion(
  { question, choice, line, fault }: Asked,
  columns: number,
  most: number,
  theme: Theme,
): readonly string[] {
  const inner = columns - 4;
  const { ellipsis } = theme.glyphs;
  const foot =
    question.typed === null
      ? [buttons(question.yes, choice === 'yes', inner, theme)]
      : typing(question.typed, line, fault, { inner, most }, theme);
  const title = wrapWhole(question.title, inner).map((text) => plain(text, theme, 'strong'));
  const lines = question.lines
    .flatMap((text) => wrap(text, inner, ellipsis))
    .map((text) => plain(text, theme, 'warn'));
  const room = Math.max(1, most - 3 - title.length - lines.length - foot.length);
  const names = question.names.length > 1 ? wrap(question.names.join(', '), inner, ellipsis) : [];
  const shown = names.slice(0, room).map((text) => plain(text, theme));
  if (names.length > room && room > 0) {
    const hidden =
      question.names.length -
      names
        .slice(0, room - 1)
        .join(', ')
        .split(', ')
        .filter(Boolean).length;
    shown[room - 1] = plain(`${ellipsis} and ${hidden} more`, theme, 'dim');
  }
  // In a low window the empty line gives way, and then the end of the text: the buttons and the frame must be seen.
  const space = Math.max(1, most - 2 - foot.length);
  const text = [...title, ...lines, ...shown];
  const fitting = text.length <= space ? text : [...text.slice(0, space - 1), plain(ellipsis, theme, 'dim')];
  const gap = text.length < space && fault === null ? [plain('', theme)] : [];
  return box([...fitting, ...gap, ...foot], columns, theme);
}

function buttons(yes: string, lit: boolean, inner: number, theme: Theme) {
  const label = cut(yes, inner - 20, theme.glyphs.ellipsis);
  const painted = `${theme.button('Cancel', !lit)}  ${theme.button(label, lit)}`;
  return { painted, width: paintedWidth(painted) };
}

/** Lines of a question that are not what is to be typed: the frame, and one that says what it is about. */
const AROUND_TYPING = 4;
/** Cells in which one can see what one types. */
const LEAST_TYPED = 12;

/** What is to be typed, to its end where there is room for it, and what has been typed. */
function typing(
  wanted: string,
  line: Asked['line'],
  fault: string | null,
  { inner, most }: { readonly inner: number; readonly most: number },
  theme: Theme,
) {
  const { ellipsis } = theme.glyphs;
  const wrong = fault === null ? [] : [plain(cut(fault, inner, ellipsis), theme, 'bad')];
  const whole = `Type ${wanted} to confirm: `;
  const caret = (width: number) => drawCaret(line.text, line.cursor, width, theme);
  const lines = wrapWhole(whole.trim(), inner);
  if (widthOf(whole) + LEAST_TYPED <= inner || lines.length + wrong.length + AROUND_TYPING > most) {
    const ask = `Type ${cut(wanted, Math.max(8, inner - 20), ellipsis)} to confirm: `;
    const typed = caret(Math.max(4, inner - widthOf(ask) - 1));
    return [...wrong, { painted: `${ask}${typed}`, width: widthOf(ask) + paintedWidth(typed) }];
  }
  const typed = caret(inner - 1);
  return [
    ...wrong,
    ...lines.map((text) => plain(text, theme)),
    { painted: typed, width: paintedWidth(typed) },
  ];
}

/** The palette: what is typed, and what matches. At most `most` lines. */
export function drawPalette(
  palette: Palette,
  columns: number,
  most: number,
  theme: Theme,
): readonly string[] {
  const inner = columns - 4;
  const { ellipsis, cursor } = theme.glyphs;
  const caret = drawCaret(palette.line.text, palette.line.cursor, inner - 3, theme);
  const rows = Math.max(1, Math.min(most - 3, 12));
  const top = Math.max(0, Math.min(palette.at - Math.floor(rows / 2), palette.found.length - rows));
  const shown = palette.found.slice(top, top + rows).map((entry, index) => {
    const lit = top + index === palette.at;
    const hint = cut(entry.hint, 24, ellipsis);
    const text = `${lit ? cursor : ' '} ${padTo(entry.text, inner - 3 - widthOf(hint), 'left', ellipsis)} ${hint}`;
    const width = widthOf(text);
    return {
      painted: lit ? theme.highlight(text) : theme.paint(entry.whyNot === null ? 'plain' : 'dim', text),
      width,
    };
  });
  if (shown.length === 0) shown.push(plain('  Nothing by that name. Backspace, or esc', theme, 'dim'));
  return box([{ painted: `: ${caret}`, width: 2 + paintedWidth(caret) }, ...shown], columns, theme);
}
