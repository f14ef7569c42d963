import { createHmac } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What an authenticator shows at `at` (milliseconds) that was given this seed: RFC 6238, six digits, every 30 seconds. */
export function oneTimeCode(seed: string, at: number): string {
  let bits = 0n;
  for (const letter of seed) bits = bits * 32n + BigInt(LETTERS.indexOf(letter));
  const key = Buffer.from(bits.toString(16).padStart((seed.length * 5) / 4, '0'), 'hex');
  const step = Math.floor(at / 30_000);
  const counter = Buffer.from(step.toString(16).padStart(16, '0'), 'hex');
  const digest = createHmac('sha1', key).update(counter).digest();
  const number = digest.readUInt32BE((digest[19] ?? 0) % 16) % 2 ** 31;
  return String(number % 1_000_000).padStart(6, '0');
}

/** Six digits that it does not show then. */
export function wrongCode(seed: string, at: number): string {
  return [...oneTimeCode(seed, at)].map((digit) => (Number(digit) + 1) % 10).join('');
}
