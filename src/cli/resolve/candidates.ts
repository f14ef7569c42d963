import { farness } from '../../state/accounts/names.ts';

/** As many as can be read at a glance. */
const SHOWN_AT_MOST = 10;

/** Something that a text on the command line may have meant. */
export interface Candidate {
  /** What it could have been called by: id, name, address. */
  readonly names: readonly string[];
  /** One line for a person. */
  readonly line: string;
  /** The same for a program. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** The candidates nearest to what was typed: those that hold it first, then by how many letters differ; at most 10. */
export function nearest<C extends Candidate>(typed: string, candidates: readonly C[]): readonly C[] {
  return candidates
    .map((candidate) => ({
      candidate,
      far: Math.min(...candidate.names.map((name) => farness(typed, name))),
    }))
    .sort((one, other) => one.far - other.far)
    .slice(0, SHOWN_AT_MOST)
    .map(({ candidate }) => candidate);
}

/** Their lines, and how many more there are. */
export function candidateLines(shown: readonly Candidate[], total: number): readonly string[] {
  const more = total - shown.length;
  return [...shown.map(({ line }) => line), ...(more > 0 ? [`and ${more} more`] : [])];
}
