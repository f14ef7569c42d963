import type { ShownColumn, ShownRow, TableView } from '../state/pages/page.ts';
import type { ProgramView } from '../state/program/programView.ts';
import { drawLinearForm } from './linearForm.ts';
import type { Theme } from './theme.ts';

/**
 * The screen for a screen reader: where one is, the row one is on, what has happened, what is asked. The writer says
 * only lines that are new, so ages and other rows, which change by themselves, are left out.
 */
export function drawLinear(view: ProgramView, theme: Theme): readonly string[] {
  const flags = view.header.flags.map((flag) => flag.text);
  const place = [view.header.where, ...flags, ...view.crumbs].join(', ');
  const lines = [`Screen: ${place}`, ...drawPage(view)];
  if (view.message) lines.push(view.message.text);
  lines.push(...drawOverlay(view));
  return lines.map((line) => theme.shown(line));
}

/** Spaces that make columns mean nothing to the ear. */
function heard(text: string, between: string): string {
  return text.replace(/(\S) {2,}(?=\S)/g, `$1${between}`);
}

function drawPage({ page }: ProgramView): readonly string[] {
  switch (page.kind) {
    case 'table': {
      const facts = page.facts
        .map((cells) => cells.filter(({ live }) => !live).map(({ text }) => text))
        .map((texts) => heard(texts.join('').trim(), ', '))
        .filter(Boolean);
      return [...facts, drawTableRow(page)];
    }
    case 'text':
      return page.lines.map((cells) => heard(cells.map(({ text }) => text).join(''), ': '));
    case 'form':
      return drawLinearForm(page);
    case 'menu':
      return [page.title, ...page.items.map(({ label }, at) => `${at + 1}: ${heard(label, ': ')}`)];
  }
}

function drawTableRow(page: TableView): string {
  const row = page.rows.find((one) => one.cursor);
  const { at, shown, marked } = page.position;
  if (!row) return page.empty.map((cell) => cell.text).join('') || 'No row is chosen';
  const mark = row.marked ? ', marked' : '';
  const marks = marked > 0 ? `, ${marked} marked in all` : '';
  return `Row ${at ?? '?'} of ${shown}${mark}: ${describe(row, page.columns)}${marks}`;
}

function describe(row: ShownRow, columns: readonly ShownColumn[]): string {
  return row.cells
    .map((cell, index) => ({ title: columns[index]?.title.toLowerCase() ?? '', text: cell.text }))
    .filter(({ text }) => text !== '' && text !== '—')
    .map(({ title, text }) => (title === '' ? text : `${title} ${text}`))
    .join(', ');
}

function drawOverlay({ overlay }: ProgramView): readonly string[] {
  switch (overlay?.kind) {
    case 'question': {
      const { question, choice, fault } = overlay.asked;
      const names = question.names.length > 1 ? [question.names.join(', ')] : [];
      const how =
        question.typed === null
          ? `Enter presses ${choice === 'yes' ? question.yes : 'Cancel'}; tab chooses, y is yes, escape cancels`
          : `Type ${question.typed} and press enter, or escape`;
      return [question.title, ...question.lines, ...names, fault ?? how];
    }
    case 'palette': {
      const { chosen, line } = overlay.palette;
      return [`Find: ${line.text}`, chosen ? `${chosen.text}, ${chosen.hint}` : 'Nothing by that name'];
    }
    case 'filter':
      return [`Filter: ${overlay.line.text}`];
    default:
      return [];
  }
}
