import type { Plan } from './plan.ts';
import type { SectionChange } from './sectionChange.ts';

/** True where all that was asked for is so already, which the plan's refusal says. */
export function isFulfilled({ request, refusal, skipped }: Plan): boolean {
  if (refusal?.kind !== 'conflict') return false;
  if (request.kind === 'section') return isSo(request.change);
  // A node that is to be added and is there may still differ.
  return request.kind !== 'add' && skipped.length > 0 && skipped.every((one) => one.isSo);
}

/** For a change of a section without steps: false where it cannot be done at all. */
function isSo(change: SectionChange): boolean {
  switch (change.kind) {
    case 'write':
      return change.setting.write !== undefined;
    case 'reset':
      return change.setting.reset !== undefined && !(change.now ?? change.before).configured;
    case 'act':
      return (change.action.whyNot?.(change.now ?? change.item) ?? null) === null;
    case 'delete':
      return change.items.length === 0;
    case 'add':
      return false;
  }
}
