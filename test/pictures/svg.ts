import type { CellLook, TerminalScreen } from '../kit/terminalScreen.ts';

const CELL = { width: 8.4, height: 18 };
const PADDING = 14;
const FOREGROUND = '#d8dee9';
const BACKGROUND = '#1b1f27';
/** The 16 colours of a quiet terminal. */
const PALETTE = [
  '#3b4252',
  '#e06c75',
  '#98c379',
  '#e5c07b',
  '#61afef',
  '#c678dd',
  '#56b6c2',
  '#d8dee9',
  '#7f8899',
  '#e06c75',
  '#98c379',
  '#e5c07b',
  '#61afef',
  '#c678dd',
  '#56b6c2',
  '#ffffff',
];

function colourOf(value: number | string | null, otherwise: string): string {
  if (value === null) return otherwise;
  if (typeof value === 'string') return value;
  if (value < 16) return PALETTE[value] ?? otherwise;
  if (value >= 232) {
    const grey = (8 + (value - 232) * 10).toString(16).padStart(2, '0');
    return `#${grey}${grey}${grey}`;
  }
  const level = (part: number) => (part === 0 ? 0 : 55 + part * 40).toString(16).padStart(2, '0');
  const cube = value - 16;
  return `#${level(Math.floor(cube / 36))}${level(Math.floor(cube / 6) % 6)}${level(cube % 6)}`;
}

interface Style {
  readonly fill: string;
  readonly back: string;
  readonly bold: boolean;
}

function styleOf(look: CellLook): Style {
  const fill = colourOf(look.foreground, FOREGROUND);
  const back = colourOf(look.background, BACKGROUND);
  return look.inverse ? { fill: back, back: fill, bold: look.bold } : { fill, back, bold: look.bold };
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);
}

/** A terminal's screen as an SVG picture: each run of cells of one look is one text element. */
export function svgOf(screen: TerminalScreen): string {
  const width = screen.columns * CELL.width + 2 * PADDING;
  const height = screen.rows * CELL.height + 2 * PADDING;
  const parts: string[] = [];
  for (let row = 0; row < screen.rows; row += 1) {
    const y = PADDING + row * CELL.height;
    for (const { column, text, style } of runsOf(screen, row)) {
      const x = (PADDING + column * CELL.width).toFixed(1);
      const length = (text.length * CELL.width).toFixed(1);
      if (style.back !== BACKGROUND) {
        parts.push(
          `<rect x="${x}" y="${y}" width="${length}" height="${CELL.height}" fill="${style.back}"/>`,
        );
      }
      if (text.trim() !== '') {
        const bold = style.bold ? ' font-weight="bold"' : '';
        parts.push(
          `<text x="${x}" y="${y + 13}" fill="${style.fill}"${bold} textLength="${length}" xml:space="preserve">${escaped(text)}</text>`,
        );
      }
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">
<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>
${parts.join('\n')}
</svg>
`;
}

function runsOf(screen: TerminalScreen, row: number) {
  const runs: { column: number; text: string; style: Style }[] = [];
  for (let column = 0; column < screen.columns; column += 1) {
    const look = screen.lookAt(row, column);
    const style = styleOf(look);
    const last = runs.at(-1);
    const same =
      last &&
      last.style.fill === style.fill &&
      last.style.back === style.back &&
      last.style.bold === style.bold;
    if (last && same) last.text += look.character;
    else runs.push({ column, text: look.character, style });
  }
  return runs;
}
