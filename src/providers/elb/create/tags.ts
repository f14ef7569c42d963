/** On everything a run makes: which run it was, by which it finds its things again and deletes no others. */
export const RUN_TAG = 'sluice:run';
/** On instances: which step of the run. */
export const STEP_TAG = 'sluice:step';

/** The value of a tag; null where there is none. */
export function tagOf(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
  key: string,
): string | null {
  return tags?.find(({ Key }) => Key === key)?.Value ?? null;
}
