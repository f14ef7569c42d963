import { environmentManager, notifyManager, QueryClient, timeoutManager } from '@tanstack/query-core';
import type { Cancel, Clock } from '../../model/clock.ts';

/**
 * The cache library keeps one timer provider per process, and takes a terminal program for a server, which would switch
 * polling off. Both are put right here, once; the clock of the program made last is the one in force.
 */
let clockInForce: Clock | null = null;
let nextId = 1;
const cancels = new Map<number, Cancel>();

function after(task: () => void, ms: number, id: number): void {
  if (!clockInForce) throw new Error('no clock for the cache');
  cancels.set(id, clockInForce.after(ms, task));
}

function cancel(id: number | undefined): void {
  if (id === undefined) return;
  cancels.get(id)?.();
  cancels.delete(id);
}

function repeat(task: () => void, ms: number, id: number): void {
  after(
    () => {
      repeat(task, ms, id);
      task();
    },
    ms,
    id,
  );
}

timeoutManager.setTimeoutProvider<number>({
  setTimeout: (callback, delay) => {
    const id = nextId++;
    after(
      () => {
        cancels.delete(id);
        callback();
      },
      delay,
      id,
    );
    return id;
  },
  clearTimeout: cancel,
  setInterval: (callback, delay) => {
    const id = nextId++;
    repeat(callback, delay, id);
    return id;
  },
  clearInterval: cancel,
});
environmentManager.setIsServer(() => false);
notifyManager.setScheduler(queueMicrotask);

/** An empty cache whose timers run on `clock`. Nothing is retried by it: providers know what may be. */
export function queryClient(clock: Clock): QueryClient {
  clockInForce = clock;
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        networkMode: 'always',
        staleTime: 5_000,
        gcTime: 600_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        refetchIntervalInBackground: true,
      },
    },
  });
}
