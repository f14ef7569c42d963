/** The reason of a signal that was aborted because the time that a user gave is up, and not because somebody stopped it. */
export class TimeUp extends Error {
  constructor() {
    super('The time is up');
    this.name = 'TimeUp';
  }
}

/** True where the signal, or one that it follows, was aborted for want of time. */
export function isTimeUp(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof TimeUp;
}
