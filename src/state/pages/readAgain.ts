import { problemOf } from '../../model/problem.ts';
import type { Session } from '../sessions.ts';
import { signedInAgain } from '../signedIn.ts';
import type { PageHost } from './pageHost.ts';

/** Reads because the user said so: where a sign-in has ended the user is asked for it first. */
export function readAgain(host: PageHost, sessions: readonly Session[], read: () => void): void {
  const signingIn = signedInAgain(sessions, new AbortController().signal);
  if (signingIn) signingIn.then(read).catch((thrown: unknown) => host.sayProblem(problemOf(thrown)));
  else read();
}
