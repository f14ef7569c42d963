import { Failure } from '../../model/problem.ts';
import type { ChangeRequest } from '../changes/request.ts';
import type { ChangeManner, PageHost } from './pageHost.ts';

/**
 * Asks for a change that was filled in. The form is left when the change begins, or where all of it is so already; until then, and
 * where it does not begin, it stays: resolves when that is settled, throws Failure with the reason. `left` is aborted when the
 * user leaves the form.
 */
export function changeFromForm(
  host: PageHost,
  request: ChangeRequest,
  left: AbortSignal,
  manner: Pick<ChangeManner, 'onBegin' | 'afterFailure'> = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    left.addEventListener('abort', () => resolve(), { once: true });
    host.change(request, {
      ...manner,
      signal: left,
      onDrop: (problem) => (problem ? reject(new Failure(problem)) : resolve()),
      onFulfilled: (text) => {
        host.back();
        host.say(text);
      },
      onBegin: (run) => {
        host.back();
        manner.onBegin?.(run);
      },
    });
  });
}
