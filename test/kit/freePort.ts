import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below those that systems give to connections by themselves: what connects while a server is being started, or started
 * anew, must not get its port.
 */
const [LOWEST, HIGHEST] = [10_000, 29_999];

/** A port of 127.0.0.1 that nobody listens on, for a server that must be told one or keep it while it is down. */
export async function freePort(): Promise<number> {
  for (;;) {
    // At random, so that tests that run side by side do not meet.
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
