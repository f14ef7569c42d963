import diagnostics from 'node:diagnostics_channel';

/**
 * Requests that this process has begun to send and not yet got the whole answer of, as the HTTP client reports them.
 * With the server's own count it tells when nothing is on its way.
 */
let open = 0;
const log: string[] = [];
/** Requests that the sandboxes of this process are answering now, and the most at the same time, by method. */
const served = new Map<string, { now: number; most: number }>();

diagnostics.subscribe('undici:request:create', (message) => {
  open += 1;
  const { request } = message as { request: { method: string; path: string } };
  log.push(`${request.method} ${request.path}`);
});
for (const channel of ['undici:request:trailers', 'undici:request:error']) {
  diagnostics.subscribe(channel, () => {
    open -= 1;
  });
}

/** Takes note of what a sandbox says of its requests. */
export function noteServed(phase: 'begin' | 'end', method: string): void {
  const count = served.get(method) ?? { now: 0, most: 0 };
  count.now += phase === 'begin' ? 1 : -1;
  count.most = Math.max(count.most, count.now);
  served.set(method, count);
}

export function requestsOpen(): number {
  return Math.max(0, open);
}

/** Those of them that have arrived at a sandbox and are not answered yet; it may be waiting for the clock. */
export function requestsHeld(): number {
  return [...served.values()].reduce((sum, { now }) => sum + now, 0);
}

/** True while a file of this process is being opened, read, written or closed, by whatever library. */
export function filesInUse(): boolean {
  return process.getActiveResourcesInfo().some((kind) => kind.startsWith('FSReq') || kind === 'CloseReq');
}

/** The most requests of a method that were being answered at the same time since the last `takeRequests`. */
export function mostAtOnce(method: string): number {
  return served.get(method)?.most ?? 0;
}

/** `GET /path` of every request sent since the last call. */
export function takeRequests(): readonly string[] {
  for (const count of served.values()) count.most = count.now;
  return log.splice(0);
}
