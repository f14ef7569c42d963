/** One key as the terminal layer names it: `a`, `A`, `enter`, `ctrl-d`, `paste`. `text` is what a field would take. */
export interface Press {
  readonly name: string;
  readonly text?: string;
  /** The lines of what was pasted; `text` has them as one. */
  readonly lines?: readonly string[];
}
