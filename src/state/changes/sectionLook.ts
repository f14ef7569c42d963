import { Failure } from '../../model/problem.ts';
import type { SectionRequest } from './request.ts';

/** True where a form was filled in: what it was opened with may be old by now. */
export function needsReading({ change }: SectionRequest): boolean {
  if (change.kind === 'write') return change.now === undefined;
  return change.kind === 'act' && change.form !== null && change.now === undefined;
}

/**
 * The request with what its section is now, one read. Throws Failure when it cannot be read, and `conflict` when the item is
 * gone.
 */
export async function readBefore(request: SectionRequest, signal: AbortSignal): Promise<SectionRequest> {
  const { change } = request;
  if (change.kind === 'write') {
    const now = await change.setting.read({ signal });
    return { ...request, change: { ...change, now } };
  }
  if (change.kind !== 'act') return request;
  const now = (await change.collection.list({ signal })).find((item) => item.id === change.item.id);
  if (!now) {
    throw new Failure({
      kind: 'conflict',
      message: `The ${change.collection.one} ${change.item.name} is gone: somebody else has removed it`,
      hint: 'Nothing was changed',
    });
  }
  return { ...request, change: { ...change, now } };
}
