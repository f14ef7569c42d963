/** A signal that follows `outer` and aborts by itself when the time is up. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** True once the time was up before `end` and before `outer` aborted. */
  readonly passed: boolean;
  /** Lets go of the timer and of `outer`; must be called. */
  end(): void;
}

/**
 * Bounds a call to `ms` milliseconds. Sockets live in real time, so this is the one timer that does not ask the clock
 * that is passed around: a clock that jumps (a suspended laptop, a test) must not cut a request that is going well.
 * `AbortSignal.any` is not used because Node 20 keeps a record of each derived signal for the life of its source.
 */
export function startDeadline(outer: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  let passed = false;
  const follow = () => controller.abort(outer.reason);
  const timer = setTimeout(() => {
    passed = true;
    controller.abort(new DOMException('The time for this call is up', 'TimeoutError'));
  }, ms);
  timer.unref();
  if (outer.aborted) follow();
  else outer.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    get passed() {
      return passed;
    },
    end() {
      clearTimeout(timer);
      outer.removeEventListener('abort', follow);
    },
  };
}
