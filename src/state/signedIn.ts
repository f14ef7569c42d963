import type { Session } from './sessions.ts';

/**
 * Asks the user to sign in again where that has ended; null where it has not, so that nobody has to wait. Only for what the
 * user does. Rejects with Failure.
 */
export function signedInAgain(sessions: readonly Session[], signal: AbortSignal): Promise<void> | null {
  const ended = sessions.flatMap(({ provider: { signIn } }) => (signIn?.needed() ? signIn : []));
  if (ended.length === 0) return null;
  return Promise.all(ended.map((signIn) => signIn.run({ signal }))).then(() => {});
}
