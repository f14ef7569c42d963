import { cleanText } from '../../model/text.ts';
import { type Cell, cell } from '../present/cell.ts';
import { TextPage } from './textPage.ts';

/** Anything as indented JSON, keys apart from values. Text from outside is made safe line by line. */
export function detailsPage(name: string, value: unknown): TextPage {
  const text = jsonText(value);
  return new TextPage(`${name} as JSON`, name, jsonLines(value), { text, what: 'JSON' });
}

/** The lines of that JSON. */
export function jsonLines(value: unknown): readonly (readonly Cell[])[] {
  return jsonText(value).split('\n').map(jsonLine);
}

function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? 'null';
}

function jsonLine(raw: string): readonly Cell[] {
  const text = cleanText(raw);
  const key = /^(\s*"(?:[^"\\]|\\.)*":)(.*)$/.exec(text);
  return key ? [cell(key[1] ?? '', 'accent'), cell(key[2] ?? '')] : [cell(text)];
}
