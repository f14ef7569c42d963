/** What we tell a node to do. What the engine finds of it is its health, which is another thing. */
export const CONDITIONS = ['ENABLED', 'DRAINING', 'DISABLED'] as const;
export type Condition = (typeof CONDITIONS)[number];

/** A condition as it came from an engine: one of ours, or a word we do not know, kept and shown. */
export type ReportedCondition = Condition | (string & {});

export function isCondition(word: string): word is Condition {
  return (CONDITIONS as readonly string[]).includes(word);
}
