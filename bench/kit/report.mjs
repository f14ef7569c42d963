import { digits } from './samples.mjs';

/** Collects what was measured, prints it as it comes, and knows which targets were missed. */
export class Report {
  #rows = [];

  title(text) {
    this.#flush();
    process.stdout.write(`\n${text}\n`);
  }

  /** One line of the table: what, how much, and what is worth knowing of it. */
  row(what, value, note = '') {
    this.#rows.push([what, value, note]);
  }

  /** A line that has a target: `value` must be at most `most`. */
  target(what, value, most, unit = '×') {
    this.row(
      what,
      `${digits(value)} ${unit}`,
      `target ≤ ${most} ${unit}: ${value <= most ? 'met' : 'NOT MET'}`,
    );
  }

  end() {
    this.#flush();
  }

  #flush() {
    const width = (column) => Math.max(0, ...this.#rows.map((row) => row[column].length));
    const [first, second] = [width(0), width(1)];
    for (const [what, value, note] of this.#rows)
      process.stdout.write(
        `  ${what.padEnd(first)}  ${value.padStart(second)}  ${note}`.trimEnd().concat('\n'),
      );
    this.#rows = [];
  }
}
