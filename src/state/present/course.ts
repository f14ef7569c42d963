const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** The course of a number as a small line of at most `width` cells, its highest the whole height: `█▆▄▂▁`. */
export function courseText(levels: readonly number[], width: number): string {
  const shown = levels.slice(-width);
  const highest = Math.max(...shown, 0);
  return shown
    .map((level) => LEVELS[highest === 0 ? 0 : Math.round((level / highest) * (LEVELS.length - 1))] ?? '')
    .join('');
}
