import diagnostics from 'node:diagnostics_channel';

/**
 * Requests that this process has begun to send and not yet got the whole answer of, as the HTTP client reports them.
 * With the server's own count it tells when nothing is on its way.
 */
let open = 0;
const log: string[] = [];

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

export function requestsOpen(): number {
  return Math.max(0, open);
}

/** `GET /path` of every request sent since the last call. */
export function takeRequests(): readonly string[] {
  return log.splice(0);
}
