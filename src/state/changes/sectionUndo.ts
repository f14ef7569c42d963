import type { Form, FormValues } from '../../model/form.ts';
import type { SettingReading } from '../../providers/sections.ts';
import { isSecretField } from '../form/checkForm.ts';
import { keysEitherWay } from './meanwhile.ts';
import type { Step } from './plan.ts';
import type { ChangeRequest, SectionRequest } from './request.ts';

/** The requests that put back what one step did to a section; none where there is no way back. */
export function sectionInverse(step: Step, request: ChangeRequest): readonly SectionRequest[] {
  if (request.kind !== 'section' || step.call.kind !== 'section') return [];
  const { balancer, node, change } = request;
  const put = (back: SectionRequest['change']): SectionRequest[] => [
    { kind: 'section', balancer, node, change: back },
  ];
  switch (change.kind) {
    case 'write': {
      const { setting, form, values } = change;
      const before = change.now ?? change.before;
      const written: SettingReading = { configured: true, values, summary: '', raw: null };
      if (!before.configured)
        return setting.reset ? put({ kind: 'reset', setting, before: written, form, undoes: true }) : [];
      if (holdsSecret(form, values)) return [];
      const only = keysEitherWay(form, before.values, values);
      return put({ kind: 'write', setting, form, values: before.values, before: written, only });
    }
    case 'reset': {
      const { setting, form, before } = change;
      const gone: SettingReading = { configured: false, values: {}, summary: '', raw: null };
      // A secret is not read back with the rest: it cannot be written again.
      if (!form || form.fields.some(isSecretField)) return [];
      return put({ kind: 'write', setting, form, values: before.values, before: gone });
    }
    case 'add': {
      const items = step.call.made();
      return items.length > 0 && change.collection.remove
        ? put({ kind: 'delete', collection: change.collection, items, form: change.form })
        : [];
    }
    case 'act': {
      const { collection, action, form, values } = change;
      if (!action.reversible || !form || holdsSecret(form, values)) return [];
      const before = change.now ?? change.item;
      const only = keysEitherWay(form, before.values, values);
      const item = { ...before, values };
      return put({ kind: 'act', collection, action, item, form, values: before.values, only });
    }
    case 'delete': {
      const { collection, items, form } = change;
      if (!form || !collection.remove?.restorable) return [];
      const names = step.subjects.map((subject) => subject.name);
      const removed = items.filter((item) => names.includes(item.name));
      return removed.flatMap(({ values }) => put({ kind: 'add', collection, form, values }));
    }
  }
}

/** What was typed unseen is not read back, so what was there before it is not known. */
function holdsSecret(form: Form, values: FormValues): boolean {
  return form.fields.some((field) => isSecretField(field) && (values[field.key] ?? '') !== '');
}
