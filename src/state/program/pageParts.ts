import type { Page } from '../pages/page.ts';
import { TablePage } from '../pages/tablePage.ts';
import type { Parts } from './layout.ts';

/** What it is, and the line of tabs. */
const FACTS_WITH_TABS = 2;

/** What a page needs of the rows of the terminal. */
export function partsOf(page: Page): Parts {
  return {
    facts: page.factLines,
    leadingFacts: page.tabs ? FACTS_WITH_TABS : 1,
    heading: page instanceof TablePage,
    chart: page.hasChart ?? false,
  };
}
