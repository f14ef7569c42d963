import { type Cell, cell } from './cell.ts';

/** Spaces that the lines of a broken line begin with, besides those of its first. */
const HANGING = 2;

/**
 * One line of cells as lines of at most about `width` cells of the terminal, broken at spaces where there are any. What
 * follows stands under the last cell where there are several, else a little further in than the line itself.
 */
export function wrapCells(cells: readonly Cell[], width: number): readonly (readonly Cell[])[] {
  const whole = cells.map(({ text }) => text).join('');
  if (whole.length <= width) return [cells];
  const leading = /^ */.exec(whole)?.[0].length ?? 0;
  const hanging = cells.length > 1 ? whole.length - (cells.at(-1)?.text.length ?? 0) : leading + HANGING;
  const indent = Math.min(hanging, Math.floor(width / 2));
  const lines: Cell[][] = [];
  let line: Cell[] = [];
  let used = 0;
  const put = (text: string, tone: Cell['tone']) => {
    const last = line.at(-1);
    if (last?.tone === tone) line[line.length - 1] = cell(last.text + text, tone);
    else line.push(cell(text, tone));
    used += text.length;
  };
  const breakLine = () => {
    lines.push(line);
    line = [cell(' '.repeat(indent))];
    used = indent;
  };
  for (const { text, tone } of cells) {
    for (const word of text.match(/\s+|\S+/g) ?? []) {
      let rest = word;
      if (used + rest.length > width && used > indent) {
        breakLine();
        rest = rest.trimStart();
      }
      while (used + rest.length > width) {
        const room = width - used;
        put(rest.slice(0, room), tone);
        rest = rest.slice(room);
        breakLine();
      }
      if (rest !== '') put(rest, tone);
    }
  }
  return used > indent ? [...lines, line] : lines;
}
