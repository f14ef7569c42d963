import type { ElbAt } from './elbAt.ts';

/** What a feature of docs/aws-elb.md comes to at AWS. */
export interface ElbFact {
  /** `web-classic` where it is left out. */
  readonly balancer?: string;
  /** The account's own where it is left out; the cursor is on `web-classic` then all the same. */
  readonly region?: string;
  /** Files of the user's, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly before?: (at: ElbAt) => Promise<void>;
  /** Expects what is so at AWS when it is done. */
  readonly after?: (at: ElbAt) => Promise<void>;
  /** What the last command prints. */
  readonly prints?: RegExp;
}
