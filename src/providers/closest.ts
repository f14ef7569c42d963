/** The candidate that `word` was most likely meant to be, or null: the same but for case, else a slip or two away. */
export function closest(word: string, candidates: readonly string[]): string | null {
  const meant = word.trim().toLowerCase();
  const near = candidates
    .slice(0, 2_000)
    .map((candidate) => ({ candidate, slips: slips(meant, candidate.toLowerCase()) }))
    .filter(({ candidate, slips }) => slips <= Math.min(3, Math.ceil(candidate.length / 4)))
    .sort((a, b) => a.slips - b.slips);
  return near[0]?.candidate ?? null;
}

/** `did you mean HTTP?` in brackets behind a space; empty where nothing is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = closest(word, candidates);
  return near === null ? '' : ` (did you mean "${near}"?)`;
}

/** How many letters to put in, leave out or change to make one of the other. */
function slips(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 3) return 4;
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1];
    for (let place = 1; place <= other.length; place++) {
      const change = (row[place - 1] ?? 0) + (other[place - 1] === letter ? 0 : 1);
      next.push(Math.min(change, (row[place] ?? 0) + 1, (next[place - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
