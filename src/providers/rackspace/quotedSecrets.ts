import type { Fault } from './faults.ts';

/** Fewer characters in a row are ordinary words, and give nothing of a key away. */
const TELLING = 8;

/**
 * The refusal with everything hidden that may be a piece of a secret which the request carried: a private key is quoted
 * cut off, escaped or line by line, as often as whole.
 */
export function withoutQuotes(fault: Fault, secrets: readonly string[]): Fault {
  if (fault.words === null || secrets.length === 0) return fault;
  const whole = secrets.map((secret) =>
    secret.replace(/-----[^\n-]*-----/g, '').replace(/[^A-Za-z0-9+/=]/g, ''),
  );
  const words = fault.words.replace(/[A-Za-z0-9+/=]+/g, (run) =>
    piecesOf(run).some((piece) => whole.some((secret) => secret.includes(piece))) ? '[secret]' : run,
  );
  return { ...fault, words };
}

function piecesOf(run: string): string[] {
  return Array.from({ length: Math.max(0, run.length - TELLING + 1) }, (_, at) =>
    run.slice(at, at + TELLING),
  );
}
