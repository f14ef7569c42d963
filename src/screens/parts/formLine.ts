import type { Line } from '../../state/form/lineEditor.ts';
import type { Theme } from '../theme.ts';
import { drawCaret } from './chrome.ts';
import { cut } from './fit.ts';

/** A line being typed, in at most `width` cells: its cursor, or all of it lit where typing replaces it. */
export function drawLine({ text, cursor, selected }: Line, width: number, theme: Theme): string {
  return selected
    ? theme.caret(cut(text, width, theme.glyphs.ellipsis))
    : drawCaret(text, cursor, width, theme);
}
