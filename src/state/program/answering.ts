import { Failure } from '../../model/problem.ts';
import type { Ask, FormQuestion } from '../../providers/provider.ts';
import { FormPage } from '../pages/formPage.ts';
import type { Header } from '../pages/page.ts';
import type { PageHost } from '../pages/pageHost.ts';
import type { PageStack } from './pageStack.ts';

const HEADER: Header = { where: 'Sign in', count: null, age: null, flags: [] };

/** Puts the questions of providers to the user: a form over the page that is open, which stays as it is below. */
export function answerOnScreen(host: PageHost, stack: PageStack): Ask {
  return <T>({ form, accept }: FormQuestion<T>, { signal }: { readonly signal: AbortSignal }) =>
    new Promise<T>((resolve, reject) => {
      const page = new FormPage(host, form, HEADER, async (values, left) => {
        const answer = await accept(values);
        if (left.aborted) return;
        resolve(answer);
        leave();
      });
      const leave = () => stack.uncover(page);
      signal.addEventListener('abort', leave, { once: true });
      stack.cover(page, () => {
        signal.removeEventListener('abort', leave);
        // Means nothing once it is answered.
        reject(new Failure({ kind: 'cancelled', message: 'No answer was given' }));
        host.changed();
      });
      host.changed();
    });
}
