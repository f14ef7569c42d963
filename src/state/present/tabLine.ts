import { type Cell, cell } from './cell.ts';

/** One of several pages that stand side by side. */
export interface TabLabel {
  readonly key: string;
  readonly title: string;
  /** How many are in it, and how they are; null where that is not known. */
  readonly count: Cell | null;
}

/** The brackets round the one that is open; the others have spaces there, so that nothing moves. */
const BRACKETS = 2;
const GAP = 1;
const MORE = '…';

/**
 * The tabs in at most about `width` cells, with brackets round the current one, which is always among those shown. A tab
 * that stands alone needs no brackets.
 */
export function tabLine(tabs: readonly TabLabel[], current: string, width: number): readonly Cell[] {
  const [only] = tabs;
  if (tabs.length <= 1) return only ? labelCells(only, 'strong') : [];
  const { from, to } = shownTabs(tabs, current, width);
  const cells = tabs
    .slice(from, to)
    .flatMap((tab) =>
      tab.key === current
        ? [cell('[', 'accent'), ...labelCells(tab, 'strong'), cell(']', 'accent'), cell(' ')]
        : [cell(' '), ...labelCells(tab, 'plain'), cell('  ')],
    );
  return [
    ...(from > 0 ? [cell(tabs[from]?.key === current ? `${MORE} ` : MORE, 'dim')] : []),
    ...cells,
    ...(to < tabs.length ? [cell(MORE, 'dim')] : []),
  ];
}

function labelCells({ title, count }: TabLabel, tone: Cell['tone']): readonly Cell[] {
  return count ? [cell(`${title} `, tone), count] : [cell(title, tone)];
}

function widthOf({ title, count }: TabLabel): number {
  return title.length + (count ? count.text.length + 1 : 0) + BRACKETS + GAP;
}

/** As many tabs round the current one as there is room for. */
function shownTabs(
  tabs: readonly TabLabel[],
  current: string,
  width: number,
): { readonly from: number; readonly to: number } {
  const widths = tabs.map(widthOf);
  if (widths.reduce((sum, one) => sum + one, 0) <= width) return { from: 0, to: tabs.length };
  const at = Math.max(
    0,
    tabs.findIndex(({ key }) => key === current),
  );
  let from = at;
  let to = at + 1;
  let left = width - 2 * MORE.length - GAP - (widths[at] ?? 0);
  for (let grown = true; grown; ) {
    grown = false;
    for (const next of [to, from - 1]) {
      const needed = widths[next];
      if (needed === undefined || needed > left) continue;
      left -= needed;
      if (next === to) to += 1;
      else from -= 1;
      grown = true;
    }
  }
  return { from, to };
}
