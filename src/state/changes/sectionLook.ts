import { Failure } from '../../model/problem.ts';
import type { SectionRequest } from './request.ts';

/** True where what was read before may be old by now: a form was filled in, or a change is taken back. */
export function needsReading({ change }: SectionRequest): boolean {
  if (change.kind === 'write') return change.now === undefined;
  if (change.kind === 'reset') return change.undoes === true && change.now === undefined;
  return change.kind === 'act' && change.form !== null && change.now === undefined;
}

/**
 * The request with what its section is now, one read. Throws Failure when it cannot be read, and `conflict` when the item is
 * gone.
 */
export async function readBefore(request: SectionRequest, signal: AbortSignal): Promise<SectionRequest> {
  const { change } = request;
  if (change.kind === 'write' || change.kind === 'reset') {
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
