import { cell } from '../../state/present/cell.ts';
import { NOTHING_TO_CHOOSE } from '../sections/choose.ts';
import type { FieldFacts } from '../sections/fields.ts';
import { valueText } from './sectionLines.ts';
import type { TableColumn } from './table.ts';

/** Choices that are named; JSON has them all. */
const NAMED = 12;

/** What the fields of a form take, a row a field. */
export const FIELD_COLUMNS: readonly TableColumn<FieldFacts>[] = [
  { title: 'KEY', cell: ({ key }) => cell(key, 'strong') },
  { title: 'NEEDED', cell: ({ needed, applies }) => cell(needed && applies ? 'yes' : 'no') },
  { title: 'NOW', cell: ({ value }) => cell(valueText(value)) },
  { title: 'FIELD', cell: ({ label }) => cell(label) },
  { title: 'TAKES', cell: (facts) => cell(sentences(facts).join('. ')) },
];

function sentences(facts: FieldFacts): readonly string[] {
  const now = facts.applies ? [] : [appliesText(facts)];
  return [takes(facts), ...(facts.help === null ? [] : [facts.help]), ...now];
}

function appliesText({ needed, appliesWith }: FieldFacts): string {
  if (appliesWith !== null) return `Only with ${appliesWith}${needed ? ', and needed then' : ''}`;
  return `Does not apply to the other values as they are${needed ? ', but is needed where it does' : ''}`;
}

function takes({ kind, secret, options, none, min, max, columns }: FieldFacts): string {
  if (secret) return '@FILE or env:NAME';
  if (options?.length === 0) return `nothing yet: ${none ?? NOTHING_TO_CHOOSE}`;
  const named = options?.slice(0, NAMED).map(({ value }) => value) ?? [];
  const more = (options?.length ?? 0) - named.length;
  const list = options === null ? 'a list' : [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  switch (kind) {
    case 'number':
      return `${min} to ${max}`;
    case 'yesno':
      return 'yes or no';
    case 'choice':
    case 'pick':
      return `one of ${list}`;
    case 'many':
      return `any of ${list}, with commas between`;
    case 'rows':
      return `a row of ${columns?.join(', ') ?? 'a table'}; once for each row`;
    case 'long':
      return '@FILE, or a text';
    default:
      return 'a text';
  }
}
