/**
 * A number 0 ≤ x < 1 that depends on the seeds alone, so that every process that looks at one world sees the same
 * "random" traffic, delays and usage. Seeds are whole numbers, time stamps included.
 */
export function chance(...seeds: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const seed of seeds) {
    hash = Math.imul(hash ^ (seed | 0), 0x01000193);
    hash = Math.imul(hash ^ Math.floor(seed / 0x1_0000_0000), 0x01000193);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}

/** A whole number `least` ≤ n ≤ `most`, by the seeds. */
export function chanceBetween(least: number, most: number, ...seeds: readonly number[]): number {
  return least + Math.floor(chance(...seeds) * (most - least + 1));
}

/** A text as a seed. */
export function seedOf(text: string): number {
  let hash = 7;
  for (let index = 0; index < text.length; index += 1)
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

/** 0 ≤ x < 1, wandering smoothly with time: a new level every `periodMs`, eased in between. */
export function wave(seed: number, at: number, periodMs: number): number {
  const step = Math.floor(at / periodMs);
  const part = at / periodMs - step;
  const eased = part * part * (3 - 2 * part);
  const from = chance(seed, step);
  return from + (chance(seed, step + 1) - from) * eased;
}
