/**
 * Characters that take one cell each, everywhere, whatever stands beside them: ASCII, Latin, Greek and Cyrillic letters,
 * quotes, dashes and dots, arrows, lines, blocks and those geometric shapes and ticks that are not emoji.
 */
const PLAIN =
  /^[\u0020-\u007e\u00a1-\u00a8\u00aa-\u00ac\u00af-\u02ff\u0370-\u0373\u0384-\u038a\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u04ff\u2010-\u2027\u2030-\u203b\u2190-\u2193\u21d0-\u21d5\u2500-\u25a9\u25ac-\u25b5\u25b7-\u25bf\u25c1-\u25fa\u2713\u2715-\u2718\u276f]*$/;
const COLOURS = /\u001b\[[\d;:]*m/g;

/** Cells that `text` takes, colours not counted, where that is its length; null where it must be measured. */
export function plainWidth(text: string): number | null {
  const bare = text.includes('\u001b') ? text.replace(COLOURS, '') : text;
  return PLAIN.test(bare) ? bare.length : null;
}
