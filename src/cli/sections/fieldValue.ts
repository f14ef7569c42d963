import { type Field, type ManyField, type RowsField, rowsOf, rowsText } from '../../model/form.ts';
import { problemLine, problemOf } from '../../model/problem.ts';
import { choose } from './choose.ts';
import { isSecret } from './field.ts';
import type { Sources } from './sources.ts';
import type { Assignment } from './words.ts';

/** A field's value as its form holds it, or what is wrong with what was typed. */
export type FieldValue = { readonly value: string } | { readonly fault: string };

const YES = ['yes', 'true', 'on'];
const NO = ['no', 'false', 'off'];

/**
 * What was typed for one field, read and brought into the field's own form; `now` is what the field holds. Throws Failure
 * where the choices cannot be loaded.
 */
export async function fieldValue(
  field: Field,
  now: string,
  given: readonly Assignment[],
  sources: Sources,
  signal: AbortSignal,
): Promise<FieldValue> {
  const isList = field.kind === 'many' || field.kind === 'rows';
  if (!isList && given.length > 1) return { fault: `It is given ${given.length} times: give it once` };
  if (!isList && given.some(({ how }) => how !== 'set'))
    return { fault: 'It is no list that could be added to: write KEY=VALUE' };
  const texts: { readonly how: Assignment['how']; readonly text: string }[] = [];
  for (const { key, how, text } of given) {
    const read = await sourceText(field, key, text, sources);
    if ('fault' in read) return read;
    texts.push({ how, text: read.value });
  }
  switch (field.kind) {
    case 'many':
      return manyValue(field, now, texts, signal);
    case 'rows':
      return rowsValue(field, now, texts);
    default:
      return oneValue(field, texts[0]?.text ?? '', signal);
  }
}

async function sourceText(field: Field, key: string, text: string, sources: Sources): Promise<FieldValue> {
  try {
    if (text === '') return { value: '' };
    return { value: isSecret(field) ? await sources.secret(key, text) : await sources.text(key, text) };
  } catch (thrown) {
    const problem = problemOf(thrown);
    if (problem.kind === 'cancelled') throw thrown;
    return { fault: problemLine(problem) };
  }
}

/** The same for a field that is no list, of a text that was read already. */
export async function oneValue(
  field: Exclude<Field, ManyField | RowsField>,
  text: string,
  signal: AbortSignal,
): Promise<FieldValue> {
  if (field.kind === 'secret' || field.kind === 'long') return { value: text };
  const typed = text.trim();
  if (typed === '') return { value: '' };
  switch (field.kind) {
    case 'pick':
      return choose(typed, await field.load(signal), field.none);
    case 'choice':
      return choose(typed, field.options);
    case 'yesno': {
      const word = typed.toLowerCase();
      return { value: YES.includes(word) ? 'yes' : NO.includes(word) ? 'no' : typed };
    }
    default:
      return { value: typed };
  }
}

interface Part {
  readonly how: Assignment['how'];
  readonly text: string;
}

/** Commas separate, and line breaks; `key=` alone empties the list, several `key=` are one list. */
async function manyValue(
  field: ManyField,
  now: string,
  parts: readonly Part[],
  signal: AbortSignal,
): Promise<FieldValue> {
  const options = await field.load(signal);
  const chosen = new Set(parts.some(({ how }) => how === 'set') ? [] : now.split('\n').filter(Boolean));
  for (const { how, text } of parts) {
    const whole = options.some(({ value }) => value === text.trim());
    const words = whole ? [text] : text.split(/[,\n]/);
    for (const word of words.map((one) => one.trim()).filter(Boolean)) {
      // What is no choice any more can still be taken out.
      const choice =
        how === 'remove' && chosen.has(word) ? { value: word } : choose(word, options, field.none);
      if ('fault' in choice) return choice;
      if (how === 'remove') chosen.delete(choice.value);
      else chosen.add(choice.value);
    }
  }
  return { value: [...chosen].join('\n') };
}

/** A row a word, or a row a line of a file; rows that come from answers before stay. */
function rowsValue(field: RowsField, now: string, parts: readonly Part[]): FieldValue {
  if (parts.some(({ how }) => how === 'remove'))
    return { fault: 'Rows are not taken out one by one: write those that shall be there with KEY=ROW' };
  const isNew = parts.some(({ how }) => how === 'set');
  const rows = rowsOf(now).filter((row) => !isNew || (field.isFixed?.(row) ?? false));
  for (const line of parts.flatMap(({ text }) => text.split(/\r?\n/))) {
    if (line.trim() === '') continue;
    const row = field.parse(line.trim());
    if (typeof row === 'string') return { fault: `"${line.trim()}": ${row}` };
    rows.push(row);
  }
  if (rows.length > field.most) return { fault: `${rows.length} rows are too many: at most ${field.most}` };
  return { value: rowsText(rows) };
}
