/** A cancel function; calling it twice does nothing. */
export type Cancel = () => void;

/**
 * Where every part that depends on time gets it from, so that a test can drive it.
 * `now` is milliseconds since the Unix epoch; `after` runs `task` once, `ms` milliseconds later.
 */
export interface Clock {
  now(): number;
  after(ms: number, task: () => void): Cancel;
}

/** Resolves after `ms` milliseconds of `clock`; rejects with the signal's reason as soon as it is aborted. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
