/** Why the simulated engine refuses. A protocol turns it into its own status code and body. */
export type Refusal =
  /** Nothing of that id: "Node not found". */
  | { readonly kind: 'missing'; readonly what: string }
  /** The balancer was deleted. */
  | { readonly kind: 'deleted' }
  /** The balancer is busy or broken; `batch` calls say it in other words. */
  | { readonly kind: 'immutable'; readonly id: number; readonly status: string; readonly batch?: boolean }
  /** The request breaks rules; one sentence each. */
  | { readonly kind: 'invalid'; readonly messages: readonly string[] }
  /** The request cannot be done as things are, and never will be as it stands. `code` where the engine has one for it. */
  | { readonly kind: 'bad'; readonly message: string; readonly code?: string }
  /** It is so already, or something else is in the way. */
  | { readonly kind: 'conflict'; readonly message: string }
  /** The account may have no more. */
  | { readonly kind: 'quota'; readonly message: string }
  /** The command was lost or could not be carried out: our fault. */
  | { readonly kind: 'broken'; readonly message: string };

/** What the fold said to a command: the ids of what it made, or a refusal. */
export type Verdict =
  | { readonly ok: true; readonly made: readonly number[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** A decision before anything has changed: refused, or what to do. `apply` returns the ids of what it made. */
export type Plan = { readonly refusal: Refusal } | { readonly apply: () => readonly number[] };

/** A plan that is a refusal. */
export function refuse(refusal: Refusal): { readonly refusal: Refusal } {
  return { refusal };
}

/** A call for several things that names none. */
export const NO_IDS = {
  kind: 'bad',
  message: "Must supply one or more id's to process this request.",
} as const;
