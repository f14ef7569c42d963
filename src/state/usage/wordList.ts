/** Texts that come again and again, each kept once and known by a number from 1 on; 0 is null. */
export class WordList {
  readonly #words: (string | null)[] = [null];
  readonly #codes = new Map<string, number>();

  code(word: string | null): number {
    if (word === null) return 0;
    const known = this.#codes.get(word);
    if (known !== undefined) return known;
    this.#words.push(word);
    this.#codes.set(word, this.#words.length - 1);
    return this.#words.length - 1;
  }

  word(code: number): string | null {
    return this.#words[code] ?? null;
  }

  /** How many codes there are, that of null among them. */
  get size(): number {
    return this.#words.length;
  }
}
