import { nodeName } from '../../model/node.ts';
import type { Problem } from '../../model/problem.ts';
import { actDraft, addDraft, deleteDraft } from './collectionDrafts.ts';
import { productionWarnings, readOnlyRefusal } from './guards.ts';
import type { Plan, Present, Step } from './plan.ts';
import type { DeleteRequest, SectionRequest } from './request.ts';
import { type Draft, engineWarnings, type Whose } from './sectionDraft.ts';
import { resetDraft, writeDraft } from './settingDrafts.ts';

/** Works out a change of a section: pure, asks nobody. */
export function planSection(request: SectionRequest, present: Present): Plan {
  const { balancer, node, change } = request;
  const whose = { node, text: node ? `${nodeName(node)} of ${balancer.name}` : balancer.name };
  const { refusal, ...draft } = draftOf(request, whose);
  const nothing: Problem | null =
    draft.steps.length === 0 ? { kind: 'conflict', message: refusal ?? 'There is nothing to do' } : null;
  return {
    balancer,
    request,
    ...draft,
    refusal: readOnlyRefusal(balancer, present) ?? nothing,
    warnings: draft.steps.length === 0 ? [] : [...draft.warnings, ...productionWarnings(balancer)],
    notes: draft.steps.length === 0 ? [] : draft.notes,
    typed: change.kind === 'delete' ? typedFor(draft.steps) : null,
  };
}

/** Works out the deletion of a balancer. */
export function planDelete({ kind, balancer }: DeleteRequest, present: Present): Plan {
  const { provider } = balancer.session;
  const { removal } = provider;
  const steps: readonly Step[] = removal
    ? [
        {
          action: 'delete-balancer',
          call: { kind: 'delete', run: (options) => removal.run(balancer.id, options) },
          subjects: [{ node: null, name: balancer.name, before: balancer.id, after: null, mark: 'balancer' }],
        },
      ]
    : [];
  const missing: Problem | null = removal
    ? null
    : {
        kind: 'invalid',
        message: provider.missing['removal'] ?? `${provider.label} balancers cannot be deleted from here`,
      };
  return {
    balancer,
    request: { kind, balancer },
    title: `Delete balancer ${balancer.name}`,
    done: `${balancer.name} is deleted`,
    steps,
    skipped: [],
    refusal: readOnlyRefusal(balancer, present) ?? missing,
    warnings: removal
      ? [
          { code: 'irreversible', text: 'There is no way back: its addresses are given up' },
          ...engineWarnings(removal.notes),
          ...productionWarnings(balancer),
        ]
      : [],
    notes: [],
    typed: balancer.name,
  };
}

function draftOf({ change }: SectionRequest, whose: Whose): Draft {
  switch (change.kind) {
    case 'write':
      return writeDraft(change, whose);
    case 'reset':
      return resetDraft(change, whose);
    case 'add':
      return addDraft(change, whose);
    case 'act':
      return actDraft(change, whose);
    case 'delete':
      return deleteDraft(change, whose);
  }
}

/** What is left out is not counted. */
function typedFor(steps: readonly Step[]): string | null {
  const items = steps.flatMap((step) => step.subjects).length;
  return items > 1 ? `remove ${items}` : null;
}
