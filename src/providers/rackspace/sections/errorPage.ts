import type { BalancerDetail } from '../../../model/balancer.ts';
import type { Setting } from '../../sections.ts';
import type { SectionParts } from './resource.ts';
import { engineSetting } from './setting.ts';
import { longText, textOf } from './wireValues.ts';

const MOST = 65_536;
/** All that can be read on the page that the engine shows by itself. */
const DEFAULT_WORDS =
  'Service Unavailable Service Unavailable The service is temporarily unavailable. Please try again later.';

/** Characters; the page is short, and looking for its words in a long one would take time. */
const LONGEST_DEFAULT = 4_000;

/** What clients see when no node answers. */
export function errorPage(parts: SectionParts, balancer: BalancerDetail): Setting {
  return engineSetting(parts, {
    balancer,
    key: 'error-page',
    title: 'Error page',
    one: 'error page',
    help: 'The page that clients get when no node can answer',
    unavailable:
      balancer.protocol === 'HTTP'
        ? null
        : 'Only HTTP has an error page: give the balancer the protocol HTTP first',
    path: 'errorpage',
    root: 'errorpage',
    inDetail: false,
    always: true,
    reading(inner) {
      const content = longText(inner?.['content']);
      if (content === null || isDefault(content))
        return { configured: false, values: {}, summary: 'Rackspace’s own' };
      return { configured: true, values: { content }, summary: `own page, ${content.length} characters` };
    },
    fields: () => [
      { kind: 'long', key: 'content', label: 'Page', help: 'HTML, at most 65,536 characters', most: MOST },
    ],
    body: (values) => textOf(values, 'content'),
    reset: { title: 'Go back to Rackspace’s error page' },
  });
}

/** The engine answers with its own page where none is set, and does not say so: it is known by its words. */
function isDefault(page: string): boolean {
  if (page.length > LONGEST_DEFAULT) return false;
  const words = page
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
  return words.trim() === DEFAULT_WORDS;
}
