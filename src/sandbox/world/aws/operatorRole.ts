import { createHmac } from 'node:crypto';
import type { Genesis } from '../commands.ts';
import type { Plan } from '../refusal.ts';
import { isSame } from '../token.ts';
import { type AwsKeys, awsKeys } from './credentials.ts';
import { deny, doing } from './refusals.ts';
import type { AwsState } from './state.ts';

/** Seconds that one code of the device stands for, as in RFC 6238. */
const CODE_SECONDS = 30;
/** Longest and shortest session of the role, in seconds. */
export const SESSION_SECONDS = { least: 900, most: 3_600 } as const;
/** Of a code that is wrong, too old or used up: AWS does not say which. */
export const WRONG_CODE = 'MultiFactorAuthentication failed with invalid MFA one time pass code. ';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The one role there is to take on, with a one-time code of the user's device. */
export function operatorRole({ accountId, userName }: AwsKeys) {
  return {
    arn: `arn:aws:iam::${accountId}:role/operator`,
    device: `arn:aws:iam::${accountId}:mfa/${userName}`,
  } as const;
}

/** What the device counts its codes from, in base32 as authenticators take it. It outlives a reset as the keys do. */
export function deviceSeed(genesis: Genesis): string {
  return [...seedBytes(genesis)].map((byte) => BASE32[byte % 32]).join('');
}

/** Bytes of five bits each, one a letter of the seed. */
function seedBytes(genesis: Genesis): Buffer {
  return createHmac('sha256', genesis.secret).update('aws mfa device').digest();
}

/** Which of its codes this is, counted as in RFC 6238, if the device shows it at `at` or showed it just before; else null. */
export function deviceStep(genesis: Genesis, code: string, at: number): number | null {
  const step = Math.floor(at / 1_000 / CODE_SECONDS);
  return [step, step - 1].find((one) => isSame(codeAt(genesis, one), code)) ?? null;
}

/** Takes a code, once: neither it nor one before it is taken again. */
export function takeCode(aws: AwsState, step: number): Plan {
  if (step <= aws.lastCode) return deny('AccessDenied', WRONG_CODE);
  return doing(() => {
    aws.lastCode = step;
  });
}

/** RFC 6238: six digits. */
function codeAt(genesis: Genesis, step: number): string {
  const bits = [...seedBytes(genesis)].map((byte) => (byte % 32).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/** Keys of a session of the role. */
export interface TemporaryKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/**
 * Makes keys of a session that ends at `ends`, in milliseconds; `id` is 16 hexadecimal digits that no other has. The token
 * carries its own proof: any process takes it.
 */
export function issueSession(genesis: Genesis, id: string, session: string, ends: number): TemporaryKeys {
  const accessKeyId = `ASIA${id.toUpperCase()}`;
  const facts = Buffer.from(JSON.stringify([accessKeyId, session, ends])).toString('base64url');
  return {
    accessKeyId,
    secretAccessKey: secretOf(genesis, accessKeyId),
    sessionToken: `${facts}.${sign(genesis, facts)}`,
  };
}

/** Who a request is from. */
export interface Caller {
  readonly arn: string;
  readonly userId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** When the keys end; null: never. */
  readonly ends: number | null;
}

/** Whose keys these are, ended or not; null for nobody's. `token` is the session token that came with them. */
export function callerOf(genesis: Genesis, accessKeyId: string, token: string | null): Caller | null {
  const keys = awsKeys(genesis);
  if (accessKeyId === keys.accessKeyId)
    return {
      arn: `arn:aws:iam::${keys.accountId}:user/${keys.userName}`,
      userId: keys.userId,
      accessKeyId,
      secretAccessKey: keys.secretAccessKey,
      ends: null,
    };
  const [facts = '', proof = ''] = (token ?? '').split('.');
  if (!isSame(sign(genesis, facts), proof)) return null;
  const [of, session, ends]: readonly unknown[] = JSON.parse(Buffer.from(facts, 'base64url').toString());
  if (of !== accessKeyId || typeof session !== 'string' || typeof ends !== 'number') return null;
  return {
    arn: `arn:aws:sts::${keys.accountId}:assumed-role/operator/${session}`,
    userId: `${roleId(keys)}:${session}`,
    accessKeyId,
    secretAccessKey: secretOf(genesis, accessKeyId),
    ends,
  };
}

/** What AWS calls the role where names may change. */
export function roleId({ userId }: AwsKeys): string {
  return userId.replace(/^AIDA/, 'AROA');
}

function secretOf(genesis: Genesis, accessKeyId: string): string {
  return createHmac('sha256', genesis.secret)
    .update(`aws session ${accessKeyId}`)
    .digest('base64')
    .slice(0, 40);
}

function sign(genesis: Genesis, facts: string): string {
  return createHmac('sha256', genesis.secret).update(`aws token ${facts}`).digest('hex');
}
