import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import { plainWidth } from './plainWidth.ts';

type Transformer = (line: string, index: number) => string;

interface Clip {
  readonly x1: number | undefined;
  readonly x2: number | undefined;
  readonly y1: number | undefined;
  readonly y2: number | undefined;
}

/** What Ink asks of the class that puts a frame together. */
export interface FrameOutput {
  write(x: number, y: number, text: string, options: { readonly transformers: readonly Transformer[] }): void;
  clip(clip: Clip): void;
  unclip(): void;
  get(): { readonly output: string; readonly height: number };
}

/** Ink's own `Output`, or what stands in for it; Ink makes one a frame, in columns and rows. */
export type FrameOutputClass = new (size: { readonly width: number; readonly height: number }) => FrameOutput;

interface Piece {
  readonly x: number;
  readonly text: string;
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
}

const SGR = /\u001b\[([\d;:]*)m/g;

/** The code that ends what an SGR code begins; undefined for one we do not know. */
function endOf(code: number): number | undefined {
  if (code === 1 || code === 2) return 22;
  if ((code >= 3 && code <= 4) || (code >= 7 && code <= 9)) return code + 20;
  if ((code >= 30 && code <= 38) || (code >= 90 && code <= 97)) return 39;
  if ((code >= 40 && code <= 48) || (code >= 100 && code <= 107)) return 49;
  return undefined;
}

/** True when the styles that `text` begins also end in it, so that what is put behind it is not painted by them. */
function endsItsStyles(text: string): boolean {
  if (!text.includes('\u001b')) return true;
  const open = new Set<number>();
  for (const [, parameters = ''] of text.matchAll(SGR)) {
    const code = Number.parseInt(parameters, 10) || 0;
    const end = endOf(code);
    const several = parameters.includes(';') && code !== 38 && code !== 48;
    if (several) return false;
    if (end !== undefined) open.add(end);
    else if (code === 0) open.clear();
    else if (!open.delete(code) && ![22, 23, 24, 27, 28, 29, 39, 49].includes(code)) return false;
  }
  return open.size === 0;
}

function widthOf(text: string): number {
  return plainWidth(text) ?? stringWidth(text);
}

/** The part of a text that its clip leaves, as Ink cuts it; null when that is nothing. */
function clipped(x: number, y: number, text: string, clip: Clip | undefined): Placed | null {
  let lines = text.split('\n');
  let left = x;
  let top = y;
  if (clip?.x1 !== undefined && clip.x2 !== undefined) {
    const { x1, x2 } = clip;
    const widest = Math.max(...lines.map(widthOf));
    if (x + widest < x1 || x > x2) return null;
  }
  if (clip?.y1 !== undefined && clip.y2 !== undefined) {
    if (y + lines.length < clip.y1 || y > clip.y2) return null;
  }
  if (clip?.x1 !== undefined && clip.x2 !== undefined) {
    const { x1, x2 } = clip;
    lines = lines.map((line) => {
      const width = widthOf(line);
      const from = x < x1 ? x1 - x : 0;
      const to = x + width > x2 ? x2 - x : width;
      return from === 0 && to === width ? line : sliceAnsi(line, from, to);
    });
    left = Math.max(x, x1);
  }
  if (clip?.y1 !== undefined && clip.y2 !== undefined) {
    const from = y < clip.y1 ? clip.y1 - y : 0;
    const to = y + lines.length > clip.y2 ? clip.y2 - y : lines.length;
    lines = lines.slice(from, to);
    top = Math.max(y, clip.y1);
  }
  return { x: left, y: top, lines };
}

/** The row as one string, or null where pieces overlap or have characters whose cells only Ink's class counts right. */
function joined(pieces: readonly Piece[], columns: number): string | null {
  let row = '';
  let at = 0;
  const inOrder = [...pieces].sort((a, b) => a.x - b.x);
  for (const { x, text } of inOrder) {
    const width = plainWidth(text);
    if (width === null || !Number.isInteger(x) || x < at || x > columns || !endsItsStyles(text)) return null;
    row += ' '.repeat(x - at) + text;
    at = x + width;
  }
  return row.trimEnd();
}

/**
 * Ink's output class with the same cells for a tenth of the work: it takes every text apart into cells and puts the
 * cells together again, which is needed only where texts overlap. Rows without overlaps are joined as they are; the
 * others are left to `Ink`, a row at a time. The build puts this in the place of Ink's.
 */
export function joinedRows(Ink: FrameOutputClass): FrameOutputClass {
  return class JoinedRows implements FrameOutput {
    readonly #width: number;
    readonly #height: number;
    readonly #rows: Piece[][] = [];
    readonly #clips: Clip[] = [];

    constructor({ width, height }: { readonly width: number; readonly height: number }) {
      this.#width = width;
      this.#height = height;
    }

    write(
      x: number,
      y: number,
      text: string,
      { transformers }: { readonly transformers: readonly Transformer[] },
    ): void {
      const placed = text ? clipped(x, y, text, this.#clips.at(-1)) : null;
      if (!placed) return;
      for (const [index, line] of placed.lines.entries()) {
        const row = placed.y + index;
        if (!(row >= 0 && row < this.#height)) return;
        let shown = line;
        for (const transformer of transformers) shown = transformer(shown, index);
        if (shown === '') continue;
        this.#rows[row] ??= [];
        this.#rows[row].push({ x: placed.x, text: shown });
      }
    }

    clip(clip: Clip): void {
      this.#clips.push(clip);
    }

    unclip(): void {
      this.#clips.pop();
    }

    get(): { readonly output: string; readonly height: number } {
      const rows = Array.from({ length: this.#height }, (_, row) => {
        const pieces = this.#rows[row] ?? [];
        return joined(pieces, this.#width) ?? this.#byInk(pieces);
      });
      return { output: rows.join('\n'), height: rows.length };
    }

    #byInk(pieces: readonly Piece[]): string {
      const ink = new Ink({ width: this.#width, height: 1 });
      for (const { x, text } of pieces) ink.write(x, 0, text, { transformers: [] });
      return ink.get().output;
    }
  };
}
