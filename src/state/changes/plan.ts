import type { BalancerDetail } from '../../model/balancer.ts';
import type { Condition } from '../../model/condition.ts';
import { type NewNode, type Node, type NodeChange, nodeAddress, nodeName } from '../../model/node.ts';
import type { Problem } from '../../model/problem.ts';
import type { ChangeOptions, Receipt } from '../../providers/provider.ts';
import type { Item } from '../../providers/sections.ts';
import { readOnlyRefusal, type Warning, warningsOf } from './guards.ts';
import type { BalancerRef, ChangeRequest, NodeRequest } from './request.ts';
import { planDelete, planSection } from './sectionPlan.ts';

/** As the journal calls it; a section's with its name: `set health-monitor`, `add listeners`, `policies listeners`. */
export type ChangeAction =
  | 'condition'
  | 'weight'
  | 'type'
  | 'add-node'
  | 'remove-node'
  | 'delete-balancer'
  | `${string} ${string}`;

/** One node's part of a step, as the journal writes it. */
export interface Subject {
  /** Null while the node does not exist yet. */
  readonly node: Node | null;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Names it among what is under way where it is no node: `health-monitor`, `listeners/443`. */
  readonly mark?: string;
}

/** What one call to the engine does. */
export type Call =
  | { readonly kind: 'change'; readonly node: Node; readonly change: NodeChange }
  | { readonly kind: 'add'; readonly nodes: readonly NewNode[] }
  | { readonly kind: 'remove'; readonly nodes: readonly Node[] }
  | {
      readonly kind: 'section';
      run(options: ChangeOptions): Promise<Receipt>;
      /** What an `add` has made, once it is done; empty where that could not be told. */
      made(): readonly Item[];
    }
  | { readonly kind: 'delete'; run(options: ChangeOptions): Promise<Receipt> };

/** One call to the engine and all that the journal says of it: an entry for each subject. */
export interface Step {
  readonly action: ChangeAction;
  readonly call: Call;
  readonly subjects: readonly Subject[];
}

/** Something that a plan leaves out. */
export interface Skipped {
  readonly name: string;
  readonly why: string;
  /** It is as it was asked to be already: nothing is missing without it. */
  readonly isSo?: true;
}

/** What will happen, worked out before anything does. */
export interface Plan {
  readonly balancer: BalancerRef;
  readonly request: ChangeRequest;
  /** `Disable web-1, web-2 of shop-front` */
  readonly title: string;
  /** What is said when all of it is done: `web-1 is DISABLED`. */
  readonly done: string;
  readonly steps: readonly Step[];
  /** Nodes left out, and why. */
  readonly skipped: readonly Skipped[];
  /** Why nothing of it can be done at all. */
  readonly refusal: Problem | null;
  /** What the user should know before it is done; with any of them the plan must be confirmed. */
  readonly warnings: readonly Warning[];
  /** What is good to know of it, a sentence each: how this engine's meaning differs, what comes of a setting. Never asks. */
  readonly notes: readonly string[];
  /** What must be typed to confirm, where a key is too little. */
  readonly typed: string | null;
}

/** What planning needs to see of the present. */
export interface Present {
  /** The balancer as last read, and its nodes with what is under way; null when they are not known. */
  readonly detail: BalancerDetail | null;
  readonly nodes: readonly Node[] | null;
  /** True while another change of that node is under way. */
  isPending(nodeId: string): boolean;
  /** The program was started with --read-only. */
  readonly readOnly: boolean;
}

const VERBS: Readonly<Record<Condition, string>> = {
  ENABLED: 'Enable',
  DRAINING: 'Drain',
  DISABLED: 'Disable',
};

/** Works out a change: pure, asks nobody. */
export function planChange(request: ChangeRequest, present: Present): Plan {
  switch (request.kind) {
    case 'section':
      return planSection(request, present);
    case 'delete':
      return planDelete(request, present);
    default:
      return planNodes(request, present);
  }
}

function planNodes(request: NodeRequest, present: Present): Plan {
  const { balancer } = request;
  const { steps, skipped } = stepsOf(request, present);
  return {
    balancer,
    request,
    title: titleOf(request, steps),
    done: doneText(request, steps),
    steps,
    skipped,
    refusal: refusalOf(request, present, steps, skipped),
    warnings: steps.length === 0 ? [] : warningsOf(request, steps, present),
    notes:
      request.kind === 'condition'
        ? [balancer.session.provider.conditions[request.to].note].flatMap((note) => note ?? [])
        : [],
    typed: request.kind === 'remove' ? typedFor(steps) : null,
  };
}

/** The nodes that a step list touches, by name. */
export function namesOf(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) => step.subjects.map((subject) => subject.name));
}

function stepsOf(request: NodeRequest, present: Present): Pick<Plan, 'steps' | 'skipped'> {
  if (request.kind === 'add') return addSteps(request.nodes, present);
  const skipped: Skipped[] = [];
  const wanted: Node[] = [];
  for (const node of request.nodes) {
    const name = nodeName(node);
    if (present.isPending(node.id)) skipped.push({ name, why: 'another change of it is under way' });
    else if (isAlreadySo(request, node)) {
      skipped.push({ name, why: `it is ${String('to' in request ? request.to : '')} already`, isSo: true });
    } else {
      const refusal = refusalOfNode(request, node, present);
      if (refusal === null) wanted.push(node);
      else skipped.push({ name, why: refusal });
    }
  }
  if (request.kind === 'remove') {
    return {
      steps: removeSteps(wanted, request.balancer.session.provider.nodes?.removeAtMost ?? 1),
      skipped,
    };
  }
  return { steps: wanted.map((node) => changeStep(request, node)), skipped };
}

function refusalOfNode(request: NodeRequest, node: Node, { detail }: Present): string | null {
  if (request.kind !== 'condition') return null;
  return request.balancer.session.provider.conditionRefusal?.(node, request.to, detail) ?? null;
}

function isAlreadySo(request: NodeRequest, node: Node): boolean {
  if (request.kind === 'condition') return node.condition === request.to;
  if (request.kind === 'weight') return node.weight === request.to;
  if (request.kind === 'type') return node.type === request.to;
  return false;
}

function changeStep(request: Exclude<NodeRequest, { kind: 'add' | 'remove' }>, node: Node): Step {
  const [change, before]: [NodeChange, string | null] =
    request.kind === 'condition'
      ? [{ condition: request.to }, node.condition]
      : request.kind === 'weight'
        ? [{ weight: request.to }, node.weight === null ? null : String(node.weight)]
        : [{ type: request.to }, node.type];
  return {
    action: request.kind,
    call: { kind: 'change', node, change },
    subjects: [{ node, name: nodeName(node), before, after: String(request.to) }],
  };
}

function addSteps(nodes: readonly NewNode[], present: Present): Pick<Plan, 'steps' | 'skipped'> {
  const taken = new Set(present.nodes?.flatMap((node) => [nodeAddress(node), node.id]));
  const fresh: NewNode[] = [];
  const skipped: { name: string; why: string }[] = [];
  for (const node of nodes) {
    const name = addressOf(node);
    if (taken.has(name))
      skipped.push({ name, why: 'the balancer has a node with this address and port already' });
    else fresh.push(node);
    taken.add(name);
  }
  if (fresh.length === 0) return { steps: [], skipped };
  const subjects = fresh.map((node) => ({
    node: null,
    name: addressOf(node),
    before: null,
    after: describe(node),
  }));
  return { steps: [{ action: 'add-node', call: { kind: 'add', nodes: fresh }, subjects }], skipped };
}

function removeSteps(nodes: readonly Node[], atMost: number): readonly Step[] {
  const steps: Step[] = [];
  for (let from = 0; from < nodes.length; from += atMost) {
    const batch = nodes.slice(from, from + atMost);
    steps.push({
      action: 'remove-node',
      call: { kind: 'remove', nodes: batch },
      subjects: batch.map((node) => ({ node, name: nodeName(node), before: describe(node), after: null })),
    });
  }
  return steps;
}

function addressOf(node: NewNode): string {
  return nodeAddress({ ...node, id: '' });
}

/** `10.20.0.11:8080 ENABLED PRIMARY weight 4`: enough to make the node again by hand. */
function describe(node: Node | NewNode): string {
  const parts = [
    nodeAddress({ id: '', ...node }),
    node.condition,
    node.type,
    node.weight && `weight ${node.weight}`,
  ];
  return parts.filter(Boolean).join(' ');
}

function typedFor(steps: readonly Step[]): string {
  const names = namesOf(steps);
  return names.length === 1 ? (names[0] ?? '') : `remove ${names.length}`;
}

function titleOf(request: NodeRequest, steps: readonly Step[]): string {
  const names = namesOf(steps);
  const whom = names.length === 0 || names.length > 3 ? `${names.length} nodes` : names.join(', ');
  const where = `of ${request.balancer.name}`;
  switch (request.kind) {
    case 'condition':
      return `${VERBS[request.to]} ${whom} ${where}`;
    case 'weight':
      return `Set weight ${request.to} on ${whom} ${where}`;
    case 'type':
      return `Make ${whom} ${where} ${request.to}`;
    case 'add':
      return `Add ${whom} to ${request.balancer.name}`;
    case 'remove':
      return `Remove ${whom} from ${request.balancer.name}`;
  }
}

function doneText(request: NodeRequest, steps: readonly Step[]): string {
  const names = namesOf(steps);
  const whom = names.length > 3 ? `${names.length} nodes` : names.join(', ');
  const are = names.length === 1 ? 'is' : 'are';
  switch (request.kind) {
    case 'condition':
    case 'type':
      return `${whom} ${are} ${request.to}`;
    case 'weight':
      return `${whom} ${names.length === 1 ? 'has' : 'have'} weight ${request.to}`;
    case 'add':
      return `${whom} ${are} added to ${request.balancer.name}`;
    case 'remove':
      return `${whom} ${are} removed from ${request.balancer.name}`;
  }
}

function refusalOf(
  request: NodeRequest,
  present: Present,
  steps: readonly Step[],
  skipped: Plan['skipped'],
): Problem | null {
  const { provider } = request.balancer.session;
  const readOnly = readOnlyRefusal(request.balancer, present);
  if (readOnly) return readOnly;
  if (request.kind === 'add' && !provider.nodes) {
    return { kind: 'invalid', message: provider.missing['add'] ?? `${provider.label} cannot add nodes` };
  }
  if (request.kind === 'remove' && !provider.nodes) {
    return {
      kind: 'invalid',
      message: provider.missing['remove'] ?? `${provider.label} cannot remove nodes`,
    };
  }
  if (steps.length > 0) return null;
  const [first] = skipped;
  if (!first) return { kind: 'missing', message: 'No node is chosen' };
  const message =
    skipped.length === 1
      ? `${first.name}: ${first.why}`
      : `Nothing to do for these ${skipped.length} nodes: ${first.name}: ${first.why}, and so on`;
  return { kind: 'conflict', message };
}
