import { type Cell, cell } from './cell.ts';

/** Spaces that the lines of a broken line begin with, besides those of its first. */
const HANGING = 2;

/** As much as a sign takes, with the space behind it. */
const SIGN = '  ';

/**
 * One line of cells as lines of at most about `width` cells of the terminal, broken at spaces where there are any. What
 * follows stands under the last cell where there are several, else a little further in than the line itself.
 */
export function wrapCells(cells: readonly Cell[], width: number): readonly (readonly Cell[])[] {
  const whole = cells.map(({ text, sign }) => `${sign ? SIGN : ''}${text}`).join('');
  if (whole.length <= width) return [cells];
  const leading = /^ */.exec(whole)?.[0].length ?? 0;
  const hanging = cells.length > 1 ? whole.length - (cells.at(-1)?.text.length ?? 0) : leading + HANGING;
  const indent = Math.min(hanging, Math.floor(width / 2));
  const lines: Cell[][] = [];
  let line: Cell[] = [];
  let used = 0;
  const put = (text: string, { tone, sign }: Pick<Cell, 'tone' | 'sign'>) => {
    const last = line.at(-1);
    if (last?.tone === tone && !sign) line[line.length - 1] = { ...last, text: last.text + text };
    else line.push(cell(text, tone, sign));
    used += text.length + (sign ? SIGN.length : 0);
  };
  const breakLine = () => {
    lines.push(line);
    line = [cell(' '.repeat(indent))];
    used = indent;
  };
  for (const { text, tone, sign } of cells) {
    for (const [index, word] of (text.match(/\s+|\S+/g) ?? []).entries()) {
      // The sign stands before the first word.
      const look = index === 0 && sign ? { tone, sign } : { tone };
      let rest = word;
      if (used + rest.length > width && used > indent) {
        breakLine();
        rest = rest.trimStart();
      }
      while (used + rest.length > width) {
        const room = width - used;
        put(rest.slice(0, room), look);
        rest = rest.slice(room);
        breakLine();
      }
      if (rest !== '') put(rest, look);
    }
  }
  return used > indent ? [...lines, line] : lines;
}
