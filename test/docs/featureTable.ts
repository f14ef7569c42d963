import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DOCS = path.join(ROOT, 'docs');
const HEADINGS = ['feature', 'from the keyboard', 'one-shot command', 'proven by'] as const;

/** Where a row is proven: a file below the project's folder, and the name of a test in it. */
export interface Proof {
  readonly file: string;
  readonly test: string;
}

/** A step of the keys in a row, as a reader follows it. */
export type KeyStep =
  | { readonly kind: 'key'; readonly name: string }
  /** To this tab, or to the row that begins so. */
  | { readonly kind: 'tab' | 'row'; readonly name: string }
  /** What is filled in or typed there, in words. */
  | { readonly kind: 'input'; readonly words: string };

/** A row of a table of features. */
export interface FeatureRow {
  /** The name of the page, `rackspace.md`. */
  readonly page: string;
  readonly feature: string;
  /** Empty where it cannot be done so. */
  readonly keys: readonly KeyStep[];
  /** Command lines, each with `sluice` before it; empty where it cannot be done so. */
  readonly commands: readonly string[];
  /** True where it is said in words that there is no way, or why none is needed. */
  readonly without: boolean;
  readonly proofs: readonly Proof[];
}

/** Every row of every page that has a table with these headings. */
export function featureRows(page?: string): readonly FeatureRow[] {
  const pages = readdirSync(DOCS).filter((name) => name.endsWith('.md') && (page ?? name) === name);
  return pages.flatMap((name) => rowsOfPage(name, readFileSync(path.join(DOCS, name), 'utf8')));
}

/** The row of that feature. Throws where there is none. */
export function featureRow(page: string, feature: string): FeatureRow {
  const found = featureRows(page).find((row) => row.feature === feature);
  if (!found) throw new Error(`docs/${page} has no row "${feature}"`);
  return found;
}

/** A test file of the project; null where there is none. */
export function testFile(file: string): string | null {
  const whole = path.join(ROOT, file);
  return /^test\/.*\.test\.tsx?$/.test(file) && existsSync(whole) ? readFileSync(whole, 'utf8') : null;
}

function rowsOfPage(page: string, text: string): readonly FeatureRow[] {
  const rows: FeatureRow[] = [];
  let places: readonly number[] | null = null;
  for (const line of text.split('\n')) {
    if (!line.startsWith('|')) {
      places = null;
      continue;
    }
    const cells = cellsOf(line);
    if (places === null) {
      const found = HEADINGS.map((heading) => cells.findIndex((cell) => cell.toLowerCase() === heading));
      // Other tables of the page are no tables of features; one with proofs must have all four columns.
      if (found[3] !== -1) {
        if (found.includes(-1)) throw new Error(`docs/${page}: a table with proofs lacks a column: ${line}`);
        places = found;
      }
    } else if (!cells.every((cell) => /^:?-+:?$/.test(cell))) {
      const [feature = '', keys = '', commands = '', proofs = ''] = places.map((place) => cells[place] ?? '');
      rows.push({
        page,
        feature: plain(feature),
        keys: keySteps(keys),
        commands: [...commands.matchAll(/`([^`]+)`/g)].map(([, command = '']) => unescaped(command)),
        without: /[a-z]/.test(keys + commands),
        proofs: proofsOf(proofs),
      });
    }
  }
  return rows;
}

/** A bar within a cell is written `\|`. */
function cellsOf(line: string): readonly string[] {
  return line
    .replace(/^\||\|\s*$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

function keySteps(cell: string): readonly KeyStep[] {
  const steps = cell.matchAll(/`([^`]+)`|(tab|row) \*\*([^*]+)\*\*|(?<!\*)\*([^*]+)\*(?!\*)/g);
  return [...steps].map(([, key, where, name, words]): KeyStep => {
    if (key !== undefined) return { kind: 'key', name: unescaped(key) };
    if (name !== undefined) return { kind: where === 'tab' ? 'tab' : 'row', name };
    return { kind: 'input', words: words ?? '' };
  });
}

/** `test/a.test.ts` › a name<br>`test/b.test.ts` › another */
function proofsOf(cell: string): readonly Proof[] {
  if (cell === '') return [];
  return cell.split(/<br\s*\/?>/).map((proof) => {
    const [file = '', ...names] = proof.split('›');
    return { file: plain(file), test: plain(unescaped(names.at(-1) ?? '')) };
  });
}

function plain(text: string): string {
  return text.replace(/[`*]/g, '').trim();
}

function unescaped(text: string): string {
  return text.replaceAll('\\|', '|');
}
