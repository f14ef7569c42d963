import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Genesis } from './commands.ts';

/**
 * Tokens carry their own proof: the end of their life and the epoch they belong to, signed with the world's secret. So
 * a token from one process is good in all, and is lost with none of them.
 */
export function issueToken(genesis: Genesis, epoch: number, expires: number): string {
  return `AAB${Buffer.from(`${expires}.${epoch}`).toString('base64url')}-${sign(genesis, expires, epoch)}`;
}

/** When the token's life ends, or null when it is not ours, over at `at` or of another epoch. */
export function tokenExpiry(genesis: Genesis, epoch: number, token: string, at: number): number | null {
  const match = /^AAB([\w-]+)-([0-9a-f]{40})$/.exec(token);
  const [expires, of] = Buffer.from(match?.[1] ?? '', 'base64url')
    .toString()
    .split('.')
    .map(Number);
  if (!match || expires === undefined || of === undefined || !(expires > at) || of !== epoch) return null;
  return isSame(match[2] ?? '', sign(genesis, expires, of)) ? expires : null;
}

function sign(genesis: Genesis, expires: number, epoch: number): string {
  return createHmac('sha256', genesis.secret).update(`${expires}.${epoch}`).digest('hex').slice(0, 40);
}

/** Text that belongs to an id of this world and that nobody can guess without its secret. */
export function derivedSecret(genesis: Genesis, id: string): string {
  return createHmac('sha256', genesis.secret).update(id).digest('base64url').slice(0, 12);
}

/** Compares without telling by its duration how far two texts agree. */
export function isSame(one: string, other: string): boolean {
  const a = Buffer.from(one);
  const b = Buffer.from(other);
  return a.length === b.length && timingSafeEqual(a, b);
}
