import type { Balancer, BalancerDetail } from '../model/balancer.ts';
import type { Clock } from '../model/clock.ts';
import type { Condition } from '../model/condition.ts';
import type { EngineName } from '../model/engine.ts';
import type { Form, FormValues } from '../model/form.ts';
import type { NewNode, Node, NodeChange } from '../model/node.ts';
import type { Server } from '../model/server.ts';
import type { CreateFlow } from './create.ts';
import type { Section } from './sections.ts';
import type { CounterRoom, UsageRoom } from './usage.ts';

/** What the three conditions mean on this engine. A `note` is shown at the moment of choosing, where it means less. */
export type ConditionSupport = Readonly<
  Record<
    Condition,
    {
      readonly note?: string;
      /** What a node becomes by itself when its connections have ended; absent where it stays as it was told. */
      readonly endsAs?: Condition;
    }
  >
>;

/** What an engine said when a change was over. */
export interface Receipt {
  /** The engine's name for the request, where it gives one. */
  readonly requestId: string | null;
  /** The balancer as it was when the change had settled, where finding that out has read it anyway. */
  readonly detail: BalancerDetail | null;
  /** What did not go with it as it should have, with the mend; absent where all of it did. */
  readonly lacks?: string;
}

/** How a change is stopped, and who hears of its progress. */
export interface ChangeOptions {
  /**
   * Aborting bounds all of it: nothing more is sent, no busy balancer and no answer is waited for, and what was sent is not
   * taken back. The Failure is `cancelled`, or `timeout` where the reason is a `TimeUp`, and tells how far it had come: with
   * `maybeApplied` where anything was sent, without it where certainly nothing was changed.
   */
  readonly signal: AbortSignal;
  /** The engine has taken the change and is applying it. */
  readonly onAccepted?: () => void;
}

/**
 * Adding and removing nodes. Each call is one request to the engine where it can be, resolves when the engine has
 * settled, and throws Failure; `maybeApplied` on its Problem means "look before you try again".
 */
export interface NodeEditing {
  /** How many nodes one call may remove. */
  readonly removeAtMost: number;
  /**
   * The add form; `check`s know the engine's own rules. Its fields have flags, which are the options of `node add`. `balancer`
   * is the one it is for, null where it has not been read.
   */
  addForm(balancer: BalancerDetail | null): Form;
  /** The nodes that the accepted form means. */
  newNodes(values: FormValues): readonly NewNode[];
  /** Which fields of a node can be changed besides its condition. */
  readonly editable: readonly ('weight' | 'type')[];
  /** Highest and lowest weight. */
  readonly weight: { readonly min: number; readonly max: number } | null;
  readonly types: readonly string[];
  add(balancerId: string, nodes: readonly NewNode[], options: ChangeOptions): Promise<Receipt>;
  remove(balancerId: string, nodeIds: readonly string[], options: ChangeOptions): Promise<Receipt>;
}

/**
 * Asking the person for what signing in wants now and then, a one-time code. Only what a person does asks: when what was
 * given has ended, all other calls fail with `auth`, so that no reading in the background disturbs anybody.
 */
export interface SignInRoom {
  /** The next call would fail for want of it. */
  needed(): boolean;
  /** Asks and signs in again; does nothing where that is not needed. Throws Failure: `cancelled` where nothing is given. */
  run(options: { readonly signal: AbortSignal }): Promise<void>;
}

/**
 * One engine, opened for one account and region. The core is required; a room an engine lacks is undefined, and
 * `missing` says why in one sentence. All calls throw Failure and nothing else (an abort gives kind `cancelled`).
 */
export interface Provider {
  readonly engine: EngineName;
  /** How the engine is called on screen: "Rackspace". */
  readonly label: string;
  /** The region this provider works in; null where the engine has none. */
  readonly region: string | null;
  /** All regions of the account, as the engine lists them. */
  readonly regions: readonly string[];
  /** True where a balancer takes one change at a time. */
  readonly oneChangeAtATime: boolean;
  readonly conditions: ConditionSupport;
  /** Sentences for rooms that are undefined: `{ add: 'HAProxy servers are defined in its configuration file' }`. */
  readonly missing: Readonly<Record<string, string>>;
  /** All balancers. `onPage` gets each page's rows as they come. Rows are distinct by id. */
  listBalancers(options: {
    readonly signal: AbortSignal;
    readonly onPage?: (page: readonly Balancer[]) => void;
  }): Promise<readonly Balancer[]>;
  /** One balancer with its nodes, in one request where the engine can. Gone: Failure `missing`. */
  getBalancer(id: string, options: { readonly signal: AbortSignal }): Promise<BalancerDetail>;
  /** Changes one node and resolves when the engine has settled. Never repeated by itself unless that is safe. */
  changeNode(
    balancerId: string,
    nodeId: string,
    change: NodeChange,
    options: ChangeOptions,
  ): Promise<Receipt>;
  /** Why this node cannot be given this condition, in a few words; null when it can. Pure. */
  readonly conditionRefusal?: (node: Node, to: Condition, balancer: BalancerDetail | null) => string | null;
  /** What a user should know before these nodes are given this condition, a sentence each; any makes sluice ask. Pure. */
  readonly conditionWarnings?: (
    nodes: readonly Node[],
    to: Condition,
    balancer: BalancerDetail | null,
  ) => readonly string[];
  /**
   * False where this balancer lets connections end although its node is DISABLED: nobody needs to be asked for their sake. Absent
   * where DISABLED always cuts. Pure.
   */
  readonly disablingCuts?: (balancer: BalancerDetail | null) => boolean;
  readonly nodes?: NodeEditing;
  /** What this balancer can be told beyond its nodes. Pure; called again whenever the balancer has been read. */
  readonly sections?: (balancer: BalancerDetail) => readonly Section[];
  /** Likewise for one node of it. */
  readonly nodeSections?: (balancer: BalancerDetail, node: Node) => readonly Section[];
  readonly usage?: UsageRoom;
  readonly counters?: CounterRoom;
  /** Deleting a balancer. Its nodes' machines stay. */
  readonly removal?: {
    /** What goes with it and what stays, a sentence each. */
    readonly notes: readonly string[];
    run(balancerId: string, options: ChangeOptions): Promise<Receipt>;
  };
  /** The machines of this region, to name nodes by. */
  readonly servers?: { list(options: { readonly signal: AbortSignal }): Promise<readonly Server[]> };
  /** Making a balancer, whole. */
  readonly create?: CreateFlow;
  /** Open connections by node id, where the engine counts them. Absent ids are unknown. */
  readonly connections?: {
    read(balancerId: string, options: { readonly signal: AbortSignal }): Promise<ReadonlyMap<string, number>>;
  };
  /** Absent where nobody is asked. */
  readonly signIn?: SignInRoom;
  /** Ends what the provider holds open. */
  close(): Promise<void>;
}

/** One line of the debug log: never holds a secret, the writer redacts what a caller forgot. */
export type DebugLog = (event: string, facts?: Readonly<Record<string, unknown>>) => void;

/**
 * A small store of the user's own, for what an engine cannot remember by itself: a line of text for each key, at most some
 * hundred keys, the oldest going first. Other programs of the same user write to it too. No secrets.
 */
export interface Memory {
  /** Null where there is nothing, or where it cannot be read. */
  read(key: string): string | null;
  /** Puts what `change` makes of the present text in its place, at once and while nobody else writes; null removes it. Throws Failure. */
  update(key: string, change: (now: string | null) => string | null): void;
}

/** What only a person can answer: a form of text and secret fields, and what becomes of it. */
export interface FormQuestion<T> {
  readonly form: Form;
  /** Takes the trimmed values. Failure `invalid` says that other values may do: it is asked again, with the reason. */
  readonly accept: (values: FormValues) => Promise<T>;
}

/**
 * Asks the person and resolves with what `accept` made of the answer. One question at a time: others wait. Throws Failure:
 * `cancelled` where no answer is given, else what `accept` threw.
 */
export type Ask = <T>(question: FormQuestion<T>, options: { readonly signal: AbortSignal }) => Promise<T>;

/** What a provider needs from the house. */
export interface ProviderContext {
  readonly clock: Clock;
  readonly memory: Memory;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
  readonly debug: DebugLog;
  /** HTTPS_PROXY, HTTP_PROXY, NO_PROXY and the like. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userAgent: string;
  /** Absent where nobody can answer. What is answered is kept nowhere. */
  readonly ask?: Ask | undefined;
}

/** What an account says, with its secrets read at the moment they are needed. */
export interface Login {
  /** Names the account in messages. */
  readonly account: string;
  /** The region to open; null lets the engine choose. */
  readonly region: string | null;
  readonly settings: Readonly<Record<string, string>>;
  /** The secret's value, or null where the account has none by that key. Throws Failure `auth` when it cannot be read. */
  readonly secret: (key: string) => Promise<string | null>;
}

/** An engine this build can open. Loading its module is put off until `open`. */
export interface Engine {
  readonly name: EngineName;
  readonly label: string;
  /** The engine has no regions: its accounts are not asked for one. */
  readonly regionless?: true;
  /** The engine's part of the account form; keys become `settings` and `secrets`, flags the options of `accounts add`. */
  readonly accountForm: Form;
  /** The schema of this engine's `CreateFlow`, for those who have not signed in; undefined where only the account tells. */
  readonly specSchema?: () => Promise<unknown>;
  /** Signs in (one request at most, none where a session is still good) and reads the regions. Throws Failure. */
  open(login: Login, context: ProviderContext, options: { readonly signal: AbortSignal }): Promise<Provider>;
}
