import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import { graphemes, slices } from '../../model/graphemes.ts';
import type { Cell } from '../../state/present/cell.ts';
import { cellText, type Theme } from '../theme.ts';

/** Printable ASCII, one cell a character: nearly everything, and it need not be measured. */
const PLAIN = /^[ -~]*$/;

/** How many cells of the terminal a text without colours takes. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const slice of slices(text)) width += stringWidth(slice);
  return width;
}

/** As much of the beginning of a text as tells whether it is wider than `width` cells. */
function beginning(text: string, width: number): string {
  let length = 0;
  let seen = 0;
  for (const slice of slices(text)) {
    length += slice.length;
    seen += stringWidth(slice);
    if (seen > width) break;
  }
  return text.slice(0, length);
}

/** Cells of a text whose only escape sequences are colours. */
export function paintedWidth(painted: string): number {
  return widthOf(painted.replace(/\u001b\[[0-9;]*m/g, ''));
}

/** The text cut to `width` cells, with a sign that something is missing. */
export function cut(text: string, width: number, ellipsis: string): string {
  const plain = PLAIN.test(text);
  const seen = plain ? text : beginning(text, width);
  if (widthOf(seen) <= width) return text;
  if (width <= 1) return width <= 0 ? '' : ellipsis;
  if (plain) return text.slice(0, width - 1) + ellipsis;
  // Slicing keeps a wide character that begins in the last cell and ends behind it, and counts a few otherwise than we.
  let end = width - 1;
  let short = sliceAnsi(seen, 0, end);
  while (widthOf(short) >= width) short = sliceAnsi(seen, 0, --end);
  return short + ellipsis;
}

/** The text in exactly `width` cells. */
export function padTo(text: string, width: number, align: 'left' | 'right', ellipsis: string): string {
  const short = cut(text, width, ellipsis);
  const space = ' '.repeat(Math.max(0, width - widthOf(short)));
  return align === 'left' ? short + space : space + short;
}

/** Cells side by side in at most `width` cells, coloured. */
export function paintCells(cells: readonly Cell[], width: number, theme: Theme): string {
  let left = width;
  let line = '';
  for (const cell of cells) {
    if (left <= 0) break;
    const text = cut(cellText(cell, theme), left, theme.glyphs.ellipsis);
    left -= widthOf(text);
    line += theme.paint(cell.tone, text);
  }
  return line;
}

/** What stands between pieces of a line that each mean something alone. */
const BETWEEN = /^ {2,}$/;

/**
 * The same, but a piece of which less than two thirds would be seen is left out whole: `49…` would be read as another number
 * than `49.8k requests`.
 */
export function paintPieces(cells: readonly Cell[], width: number, theme: Theme): string {
  const widths = cells.map((cell) => widthOf(cellText(cell, theme)));
  const upTo = (end: number) => widths.slice(0, end).reduce((sum, one) => sum + one, 0);
  if (upTo(cells.length) <= width) return paintCells(cells, width, theme);
  const more = `  ${theme.glyphs.ellipsis}`;
  const gap = cells.findLastIndex(({ text }, at) => BETWEEN.test(text) && upTo(at) + widthOf(more) <= width);
  if (gap <= 0) return paintCells(cells, width, theme);
  const next = cells.findIndex(({ text }, at) => at > gap && BETWEEN.test(text));
  const piece = upTo(next < 0 ? cells.length : next) - upTo(gap + 1);
  if ((width - upTo(gap + 1)) * 3 >= piece * 2) return paintCells(cells, width, theme);
  return paintCells(cells.slice(0, gap), width, theme) + theme.paint('dim', more);
}

/** `text` broken into lines of at most `width` cells at spaces; a word that is too long is cut. */
export function wrap(text: string, width: number, ellipsis: string): readonly string[] {
  return wrapWords(text, width, (word) => [cut(word, width, ellipsis)]);
}

/** The same, but a word that is too long goes on in the next line: what must be read to its end. */
export function wrapWhole(text: string, width: number): readonly string[] {
  return wrapWords(text, width, (word) => {
    const lines = [''];
    for (const letter of graphemes(word)) {
      const longer = `${lines.at(-1) ?? ''}${letter}`;
      if (widthOf(longer) <= width) lines[lines.length - 1] = longer;
      else lines.push(letter);
    }
    return lines;
  });
}

function wrapWords(
  text: string,
  width: number,
  inPieces: (word: string) => readonly string[],
): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (widthOf(longer) <= width) {
      current = longer;
      continue;
    }
    if (current !== '') lines.push(current);
    const pieces = inPieces(word);
    lines.push(...pieces.slice(0, -1));
    current = pieces.at(-1) ?? '';
  }
  if (current !== '') lines.push(current);
  return lines;
}
