/** Something that tells its listeners when it has changed. `subscribe` returns the way to stop. */
export interface Observable {
  subscribe(listener: () => void): () => void;
}

/** A set of listeners; calling `notify` runs each once. */
export class Listeners implements Observable {
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
