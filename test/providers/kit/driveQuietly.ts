import type { VirtualClock } from '../../kit/clock.ts';
import { requestsOpen } from '../../kit/traffic.ts';

/** Turns of the event loop without a request after which nothing but the clock can go on. */
const QUIET_TURNS = 6;

/** As `drive`, but the clock stands still while a request is on its way: what happens at a time does so between requests. */
export async function driveQuietly<T>(clock: VirtualClock, result: Promise<T>): Promise<T> {
  let over = false;
  const done = () => {
    over = true;
  };
  result.then(done, done);
  for (let quiet = 0; !over; ) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = requestsOpen() > 0 ? 0 : quiet + 1;
    if (quiet < QUIET_TURNS || over || clock.nextIn === null) continue;
    quiet = 0;
    await clock.advance(clock.nextIn);
  }
  return result;
}
