/**
 * One call for everybody who asks while it is under way. Who stops waiting leaves; when the last one has left, the call
 * itself is stopped.
 */
export class SharedCall<T> {
  #current: { readonly result: Promise<T>; readonly controller: AbortController; waiting: number } | null =
    null;

  /** Joins the call under way, or starts `task`. Rejects with the signal's reason as soon as `signal` is aborted. */
  async join(task: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const call = this.#current ?? this.#start(task);
    call.waiting++;
    let onAbort = () => {};
    const left = new Promise<never>((_, reject) => {
      onAbort = () => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return await Promise.race([call.result, left]);
    } finally {
      signal.removeEventListener('abort', onAbort);
      call.waiting--;
      if (call.waiting === 0) {
        if (this.#current === call) this.#current = null;
        call.controller.abort();
      }
    }
  }

  #start(task: (signal: AbortSignal) => Promise<T>) {
    const controller = new AbortController();
    const result = task(controller.signal);
    const call = { result, controller, waiting: 0 };
    const over = () => {
      if (this.#current === call) this.#current = null;
    };
    result.then(over, over);
    this.#current = call;
    return call;
  }
}
