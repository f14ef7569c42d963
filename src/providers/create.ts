import type { Form } from '../model/form.ts';

/** What a user has answered so far: for each wizard step, by its key, the values of its form. */
export type Answers = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** One page of the wizard. Its form may depend on what was answered before it. */
export interface WizardStep {
  readonly key: string;
  /** One word for the line of steps: `Servers`. */
  readonly title: string;
  readonly form: (answers: Answers) => Form;
}

/** What is wrong with a spec, and where: a JSON pointer (`/nodes/0/port`), a sentence with the mend. */
export interface SpecFault {
  readonly path: string;
  readonly message: string;
  /** Nothing is wrong with the spec by itself: the account may have no more. */
  readonly limit?: true;
}

/** What a balancer is to be made of, as plain JSON: what `--file` reads and the review saves. Engine-specific inside. */
export type Spec = Readonly<Record<string, unknown>>;

/** An API call as the review shows it: without secrets. */
export interface ShownCall {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** One thing a run does. Steps whose `after` are done run at once. */
export interface RunStep {
  /** Unique in the run and the same whenever the same spec is planned: `server web-1`, `balancer`. */
  readonly id: string;
  /** `Create server web-1 and wait for its network` */
  readonly title: string;
  readonly after: readonly string[];
  readonly calls: readonly ShownCall[];
  /** A run may go on without it (one of several servers); what follows then does with less. */
  readonly optional: boolean;
  /** Not begun while another step has failed: what is well is not touched when something is not. */
  readonly cautious?: true;
  /** What the journal writes of it where it changes a node; a step without it is journaled by its id. */
  readonly about?: {
    readonly node: string;
    readonly nodeId: string;
    readonly action: string;
    readonly before: string | null;
    readonly after: string | null;
  };
}

/** What a run will do, in words and in steps. */
export interface RunPlan {
  /** `Create balancer shop-front in DFW` */
  readonly title: string;
  /** The balancer's name, for the journal; its entries carry the title where this is left out. */
  readonly balancer?: string;
  /** Plain sentences: what will be made, what it waits for, what it costs of the account's limits. */
  readonly words: readonly string[];
  readonly steps: readonly RunStep[];
}

/** What a step made, as it is written to disk: ids and addresses, never secrets. */
export type Facts = Readonly<Record<string, string>>;

/** What a step may use while it runs. */
export interface StepIo {
  readonly signal: AbortSignal;
  /** Unique for the run; the step puts it on what it makes, to find it again. */
  readonly runId: string;
  /** What this step has remembered so far, in this process or one before it. */
  readonly facts: Facts;
  /** True when the step was begun before, in any program, and was not done: what it makes may exist already and is looked for first. */
  readonly begun: boolean;
  /** The facts of a step before this one; null when the run went on without it. */
  of(stepId: string): Facts | null;
  /** Writes facts to disk before it returns. Throws Failure when that is impossible. */
  remember(facts: Facts): void;
  /**
   * For the screen: 0 to 100 where the engine says, a few words, and a number whose course is worth seeing (connections that
   * are left).
   */
  progress(now: { readonly percent?: number; readonly text?: string; readonly level?: number }): void;
  /** Waits until the user says that it may go on. Rejects when the signal is aborted. */
  hold(text: string): Promise<void>;
}

/** Making a balancer and what stands behind it, whole: the room behind the wizard and `sluice create`. */
export interface CreateFlow {
  readonly steps: readonly WizardStep[];
  /** JSON Schema (draft 2020-12) of the spec. */
  readonly schema: unknown;
  /** The spec that these answers mean. Answers that the forms accept give a spec without faults. */
  specOf(answers: Answers): Spec;
  /** Every fault of anything that claims to be a spec, without asking the engine; empty when it is one. */
  faultsOf(value: unknown): readonly SpecFault[];
  /** Faults that only the account knows: limits, images, flavors, virtual IPs that are not there. Asks the engine. Throws Failure. */
  check(spec: Spec, options: { readonly signal: AbortSignal }): Promise<readonly SpecFault[]>;
  /**
   * What the account makes worth knowing of a spec without faults, a sentence each: it stands in nobody's way, but may keep
   * the balancer from working. Asks the engine. Throws Failure.
   */
  readonly notes?: (spec: Spec, options: { readonly signal: AbortSignal }) => Promise<readonly string[]>;
  /** The plan of a spec without faults. Pure. */
  plan(spec: Spec): RunPlan;
  /** Does one step of the plan, or goes on with it. Throws Failure; what was made is in its facts by then. */
  run(stepId: string, spec: Spec, io: StepIo): Promise<void>;
  /**
   * Removes what a step made, and only that; nothing when it made nothing. With `begun` and no facts it looks for what may
   * have been made. Throws Failure.
   */
  undo(stepId: string, spec: Spec, io: StepIo): Promise<void>;
}
