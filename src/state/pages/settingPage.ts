import { cleanText } from '../../model/text.ts';
import type { Setting, SettingReading } from '../../providers/sections.ts';
import { type Cell, cell } from '../present/cell.ts';
import { jsonLines } from './detailsPage.ts';
import { TextPage } from './textPage.ts';

/** A setting to be read: what it is for, what it is now, and all that the engine says of it, which can be copied. */
export function settingPage({ title, help, unavailable }: Setting, reading: SettingReading): TextPage {
  const text = readableLines(reading);
  const about: (readonly Cell[])[] = [[cell(help, 'dim')]];
  if (unavailable !== undefined) about.push([cell(unavailable, 'warn')]);
  const lines = text ?? JSON.stringify(reading.raw, null, 2)?.split('\n') ?? [];
  const shown = text ? text.map((line) => [cell(cleanText(line))]) : jsonLines(reading.raw);
  return new TextPage(title, title, [[cell(reading.summary, 'strong')], ...about, [], ...shown], {
    text: lines.join('\n'),
    what: title,
  });
}

/** The engine's own lines where it has some (a configuration file), else the values by their names; null where there is neither. */
function readableLines({ raw, values }: SettingReading): readonly string[] | null {
  if (typeof raw === 'string') return raw.replace(/\r?\n$/, '').split(/\r?\n/);
  if (Array.isArray(raw) && raw.length > 0 && raw.every((line) => typeof line === 'string')) return raw;
  const named = Object.entries(values).filter(([, value]) => value !== '');
  if (named.length === 0) return null;
  return named.flatMap(([key, value]) => {
    const lines = value.split('\n');
    return lines.length > 1 ? [`${key}:`, ...lines.map((line) => `  ${line}`)] : [`${key}: ${value}`];
  });
}
