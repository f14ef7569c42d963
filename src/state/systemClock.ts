import type { Cancel, Clock } from '../model/clock.ts';

/** Node runs a longer delay at once, after a warning; 2^31 - 1 milliseconds are 24.8 days. */
const LONGEST_DELAY = 2 ** 31 - 1;

function clockWith(hold: boolean): Clock {
  return {
    now: () => Date.now(),
    after(ms: number, task: () => void): Cancel {
      let timer: NodeJS.Timeout;
      const arm = (left: number) => {
        const delay = Math.min(Math.max(0, left), LONGEST_DELAY);
        timer = setTimeout(() => (left > delay ? arm(left - delay) : task()), delay);
        if (!hold) timer.unref();
      };
      arm(ms);
      return () => clearTimeout(timer);
    },
  };
}

/**
 * The machine's clock for waits that someone waits for: a pause between two looks at a draining node, a time limit, a
 * backoff. Its timers hold the process: with nothing else to do, `drain --wait` would otherwise end in the middle.
 */
export const systemClock: Clock = clockWith(true);

/**
 * The machine's clock for what is done on the side: refreshing, watching files, letting a session lapse. Its timers do
 * not hold the process, so that a command ends when its work does.
 */
export const backgroundClock: Clock = clockWith(false);
