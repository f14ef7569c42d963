import type { Spec } from '../../providers/create.ts';

/** The spec without known secrets, fit for a file; `complete` is false when one was taken out. */
export function redactedSpec(
  spec: Spec,
  redact: (text: string) => string,
): { readonly spec: Record<string, unknown>; readonly complete: boolean } {
  let complete = true;
  const written = JSON.stringify(spec, (_, value: unknown) => {
    if (typeof value !== 'string') return value;
    const safe = redact(value);
    if (safe !== value) complete = false;
    return safe;
  });
  return { spec: JSON.parse(written), complete };
}
