/** Shorter ones would blank out ordinary words. */
const SHORTEST = 4;

/** The secrets in use, so that an answer which quotes one is not passed on. */
export class Secrets {
  readonly #values = new Set<string>();

  add(value: string): void {
    if (value.length >= SHORTEST) this.#values.add(value);
  }

  /** `text` with every secret replaced. */
  hide(text: string): string {
    let hidden = text;
    for (const value of this.#values) hidden = hidden.replaceAll(value, '[secret]');
    return hidden;
  }
}
