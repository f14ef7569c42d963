import type { Asked } from '../../state/program/overlay.ts';
import type { Palette } from '../../state/program/palette.ts';
import type { Theme } from '../theme.ts';
import { drawCaret } from './chrome.ts';
import { cut, padTo, paintedWidth, widthOf, wrap } from './fit.ts';

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
      : typing(question.typed, line, fault, inner, theme);
  const title = wrap(question.title, inner, ellipsis).map((text) => plain(text, theme, 'strong'));
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

function typing(wanted: string, line: Asked['line'], fault: string | null, inner: number, theme: Theme) {
  const ask = `Type ${cut(wanted, Math.max(8, inner - 20), theme.glyphs.ellipsis)} to confirm: `;
  const space = Math.max(4, inner - widthOf(ask) - 1);
  const caret = drawCaret(line.text, line.cursor, space, theme);
  return [
    ...(fault === null ? [] : [plain(cut(fault, inner, theme.glyphs.ellipsis), theme, 'bad')]),
    { painted: `${ask}${caret}`, width: widthOf(ask) + paintedWidth(caret) },
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
