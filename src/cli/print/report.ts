import type { Clock } from '../../model/clock.ts';
import { type Problem, problemOf } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import { CommandFailure } from '../commandFailure.ts';
import type { Outlet, Shell } from '../shell.ts';
import { paintFor } from './paint.ts';
import { type Paint, type TableColumn, tableLines } from './table.ts';

/** Where nobody sees a line rewritten, it is written anew this often, milliseconds. */
const PROGRESS_EVERY_MS = 10_000;

/**
 * What a command says. Results go to stdout, everything else to stderr. With `--json` each line of stderr is an object
 * with one of the members `error`, `note` and `progress`.
 */
export class Report {
  readonly json: boolean;
  /** Progress is one line that is rewritten in place. */
  readonly rewrites: boolean;
  readonly #paint: Paint;
  readonly #stdout: Outlet;
  readonly #stderr: Outlet;
  readonly #clock: Clock;
  #progressShown = false;
  #progressAt: number;

  constructor(shell: Pick<Shell, 'stdout' | 'stderr' | 'clock' | 'colour'>, json: boolean, color: boolean) {
    this.json = json;
    this.rewrites = shell.stderr.isTerminal && !json;
    this.#paint = paintFor(color && shell.colour && shell.stdout.isTerminal);
    this.#stdout = shell.stdout;
    this.#stderr = shell.stderr;
    this.#clock = shell.clock;
    this.#progressAt = shell.clock.now();
  }

  /** The result: `value` as one line of JSON, or else `lines`. */
  result(value: unknown, lines: readonly string[]): void {
    this.#endProgress();
    const text = this.json ? [JSON.stringify(value)] : lines;
    this.#stdout.write(text.map((line) => `${line}\n`).join(''));
  }

  /** A table's lines, coloured where that is wanted. */
  table<Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[]): readonly string[] {
    return tableLines(columns, rows, this.#paint);
  }

  /** Something the user should know, which is neither the result nor a failure. */
  note(text: string): void {
    this.#endProgress();
    const clean = cleanText(text);
    this.#diagnostic(this.json ? JSON.stringify({ note: clean }) : `sluice: ${clean}`);
  }

  /** How far things are; rewritten in place on a terminal, elsewhere a line every `everyMs` milliseconds. */
  progress(text: string, everyMs = PROGRESS_EVERY_MS): void {
    const clean = cleanText(text);
    if (this.rewrites) {
      this.#stderr.write(`\r\u001b[K${clean}`);
      this.#progressShown = true;
      return;
    }
    if (this.#clock.now() - this.#progressAt >= everyMs) this.step(clean);
  }

  /** A step of what is under way: a line at once, where the line of progress is not rewritten. */
  step(text: string, facts: Readonly<Record<string, unknown>> = {}): void {
    if (this.rewrites) return;
    this.#progressAt = this.#clock.now();
    const clean = cleanText(text);
    this.#diagnostic(this.json ? JSON.stringify({ progress: clean, ...facts }) : clean);
  }

  /** A failure, with what the command knows besides. */
  failure(thrown: unknown, facts: Readonly<Record<string, unknown>> = {}): void {
    this.#endProgress();
    const problem = problemOf(thrown);
    const more = thrown instanceof CommandFailure ? thrown : null;
    if (this.json) {
      // First and last: a fact of the same name, as a run's kind, does not take the problem's place.
      this.#diagnostic(JSON.stringify({ error: { ...problem, ...more?.facts, ...facts, ...problem } }));
      return;
    }
    for (const line of failureLines(problem, more?.lines ?? [])) this.#diagnostic(line);
  }

  #diagnostic(line: string): void {
    this.#stderr.write(`${line}\n`);
  }

  #endProgress(): void {
    if (!this.#progressShown) return;
    this.#progressShown = false;
    this.#stderr.write('\r\u001b[K');
  }
}

/** A problem as lines for a person: what happened, the details, what to do next. */
function failureLines(problem: Problem, lines: readonly string[]): readonly string[] {
  const request = problem.requestId ? ` (request ${cleanText(problem.requestId)})` : '';
  return [
    `sluice: ${cleanText(problem.message)}${request}`,
    ...lines.map((line) => `  ${cleanText(line)}`),
    ...(problem.hint ? [`  ${cleanText(problem.hint)}`] : []),
  ];
}
