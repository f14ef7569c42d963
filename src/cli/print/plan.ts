import { cleanText } from '../../model/text.ts';
import type { RunPlan } from '../../state/engines.ts';
import type { Session } from '../../state/sessions.ts';

/** A plan as scripts read it: what would be made, and the calls without secrets. */
export function planJson({ account, region, provider }: Session, plan: RunPlan) {
  return {
    account: account.name,
    engine: provider.engine,
    region,
    title: plan.title,
    words: plan.words,
    steps: plan.steps.map(({ id, title, after, optional, calls }) => ({ id, title, after, optional, calls })),
  };
}

/** The same for a person. */
export function planLines({ title, words, steps }: RunPlan): readonly string[] {
  return [
    title,
    ...words.map((text) => `  ${text}`),
    '',
    'What would be sent',
    ...steps.flatMap((step) => [
      `  ${step.title}`,
      ...step.calls.flatMap(({ method, path, body }) => [`    ${method} ${path}`, ...bodyLines(body)]),
    ]),
  ].map(cleanText);
}

function bodyLines(body: unknown): readonly string[] {
  if (body === null || body === undefined) return [];
  return JSON.stringify(body, null, 2)
    .split('\n')
    .map((line) => `      ${line}`);
}
