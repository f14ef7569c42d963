/** What we tell a node to do. What the engine finds of it is its health, which is another thing. */
export const CONDITIONS = ['ENABLED', 'DRAINING', 'DISABLED'] as const;
/** One of these, upper case, in all that is stored, printed and typed into forms. */
export type Condition = (typeof CONDITIONS)[number];

/** A condition as it came from an engine: one of ours, or a word we do not know, kept and shown. */
export type ReportedCondition = Condition | (string & {});

/** True for one of ours, in upper case only. Any other word of an engine is shown, and never set. */
export function isCondition(word: string): word is Condition {
  return (CONDITIONS as readonly string[]).includes(word);
}
