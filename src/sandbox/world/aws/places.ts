import { chance, seedOf } from '../chance.ts';

/** The regions of every world; nothing crosses them. The first one is where a client goes that names none. */
export const AWS_REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'] as const;
/** One of them. */
export type AwsRegionName = (typeof AWS_REGIONS)[number];

/** The Availability Zones of a region: `us-east-1a` to `us-east-1c`. */
export function zonesOf(region: AwsRegionName): readonly string[] {
  return ['a', 'b', 'c'].map((letter) => region + letter);
}

/** An id as EC2 writes them, `i-0` and 16 hexadecimal digits, the same for the same seed in every process. */
export function hexId(prefix: string, seed: string): string {
  return `${prefix}-0${hexDigits(seed, 16)}`;
}

/** Hexadecimal digits that depend on the seed alone. */
function hexDigits(seed: string, count: number): string {
  const number = seedOf(seed);
  return Array.from({ length: count }, (_, place) =>
    Math.floor(chance(number, seed.length, place) * 16).toString(16),
  ).join('');
}
