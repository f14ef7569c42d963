import { createHmac } from 'node:crypto';
import type { Genesis } from '../commands.ts';

/** Who calls: the one user of the one account. */
export interface AwsKeys {
  /** 12 digits. */
  readonly accountId: string;
  readonly userName: string;
  readonly userId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The account's keys, worked out from the secret of the first line: they outlive a reset as the other credentials do,
 * and a log that was begun before there was AWS in the sandbox has them too.
 */
export function awsKeys(genesis: Genesis): AwsKeys {
  const derived = (what: string) => createHmac('sha512', genesis.secret).update(`aws ${what}`).digest();
  const letters = (what: string, count: number) =>
    [...derived(what).subarray(0, count)].map((byte) => BASE32[byte % 32]).join('');
  return {
    accountId: String(
      100_000_000_000 + (Number(derived('account').readBigUInt64BE() % 899_999_999_999n) as number),
    ),
    userName: genesis.username,
    userId: `AIDA${letters('user', 17)}`,
    accessKeyId: `AKIA${letters('access key', 16)}`,
    secretAccessKey: derived('secret key').toString('base64').replaceAll('=', '').slice(0, 40),
  };
}
