import type { FormValues } from '../../model/form.ts';
import { cleanText } from '../../model/text.ts';
import { cell } from '../../state/present/cell.ts';
import type { Collection, Item, Setting, SettingReading } from '../sections/section.ts';
import { known } from './listColumns.ts';
import { factLines, type TableColumn } from './table.ts';

/** A text with more lines than one, or longer, is told by its length among others. */
const LONGEST = 120;

/** A value on one line. */
export function valueText(value: string): string {
  return isShortened(value) ? `(${value.length} characters)` : cleanText(inOneLine(value));
}

function isShortened(value: string): boolean {
  return inOneLine(value).length > LONGEST;
}

function inOneLine(value: string): string {
  return value.split('\n').join(', ');
}

/** `key  value`, a line each; empty ones are left out. The last says how to see what was too long for it. */
function valueLines(values: FormValues): readonly string[] {
  const filled = Object.entries(values).filter(([, value]) => value !== '');
  const shortened = filled.filter(([, value]) => isShortened(value)).map(([key]) => key);
  return [
    ...factLines(filled.map(([key, value]) => [key, valueText(value)])),
    ...(shortened.length === 0 ? [] : [`with ${shortened.join(' or ')} as one more word: its whole text`]),
  ];
}

/** A setting: what it is in a few words, then its values. */
export function settingLines(setting: Setting, { summary, values }: SettingReading): readonly string[] {
  return [
    `${setting.title}: ${summary}`,
    ...valueLines(values).map((line) => `  ${line}`),
    ...(setting.unavailable === undefined ? [] : [`  ${setting.unavailable}`]),
  ];
}

/** An item: its columns, its values, and what can be done to it besides. */
export function itemLines(collection: Collection, { id, name, cells, values }: Item): readonly string[] {
  const told = collection.columns.flatMap(({ key, title }) =>
    values[key] === undefined && cells[key] ? [[title.toLowerCase(), cells[key] ?? ''] as const] : [],
  );
  const actions = collection.actions?.map(({ key }) => key).join(', ') ?? '';
  return [
    `${collection.one} ${name}${id === name ? '' : `  (id ${id})`}`,
    ...factLines(told).map((line) => `  ${line}`),
    ...valueLines(values).map((line) => `  ${line}`),
    ...(actions === '' ? [] : [`  can be done: ${actions}`]),
  ];
}

/** A collection's columns: what an item is called first, and its id where that is something else. */
export function itemColumns(collection: Collection, items: readonly Item[]): readonly TableColumn<Item>[] {
  const own = collection.columns.map(
    ({ key, title, align }): TableColumn<Item> => ({
      title: title.toUpperCase(),
      ...(align === undefined ? {} : { align }),
      cell: ({ cells }) => known(cells[key] ?? null),
    }),
  );
  const saysName = collection.columns.some(({ key }) =>
    items.every(({ cells, name }) => cells[key] === name),
  );
  return [
    ...(items.some(({ id, name }) => id !== name) ? [idColumn] : []),
    ...(saysName ? [] : [nameColumn]),
    ...own,
  ];
}

const idColumn: TableColumn<Item> = { title: 'ID', cell: ({ id }) => cell(id) };
const nameColumn: TableColumn<Item> = { title: 'NAME', cell: ({ name }) => cell(name, 'strong') };

/** One value by itself, as it can be saved: its lines and tabs stay. */
export function wholeValue(value: string): readonly string[] {
  return value
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, '').split('\t').map(cleanText).join('\t'));
}
