import type { AwsCommand } from '../world/aws/commands.ts';
import { decideAws } from '../world/aws/decide.ts';
import type { Caller } from '../world/aws/operatorRole.ts';
import type { AwsRegion } from '../world/aws/state.ts';
import type { World } from '../world/world.ts';
import { AwsError, refused } from './errors.ts';
import type { Params } from './params.ts';
import type { Xml } from './xml.ts';

/** A call of one region's service, let in. */
export interface ServiceCall {
  readonly world: World;
  readonly region: AwsRegion;
  /** By the sandbox's clock. */
  readonly now: number;
  readonly caller: Caller;
  readonly params: Params;
  /** The body of a JSON call. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly json: boolean;
}

/** What a service does, by action. */
export type Actions = Readonly<Record<string, (call: ServiceCall) => Xml>>;

type Each<Command> = Command extends AwsCommand ? Omit<Command, 'region'> : never;

/** Puts a change to the world; its refusal is thrown. */
export function submit({ world, region }: ServiceCall, command: Each<AwsCommand>): void {
  const verdict = world.submit({ ...command, region: region.name } as AwsCommand);
  if (!verdict.ok) throw refused(verdict.refusal);
}

/** The same for a caller that may only want to know whether it could: then nothing is done, and that is an error too. */
export function submitUnlessDry(call: ServiceCall, command: Each<AwsCommand>): void {
  if (!call.params.flag('DryRun')) {
    submit(call, command);
    return;
  }
  const { world, region, now } = call;
  const plan = decideAws(world.state.aws, { ...command, region: region.name } as AwsCommand, now);
  if ('refusal' in plan) throw refused(plan.refusal);
  throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.');
}

/** One page of a list, and the token for the next, which is how many came before it. */
export function pageOf<Item>(
  items: readonly Item[],
  size: number,
  token: string | undefined,
): { readonly page: readonly Item[]; readonly next: string | undefined } {
  const first = token ? Number(Buffer.from(token, 'base64url').toString()) : 0;
  if (!Number.isInteger(first) || first < 0)
    throw new AwsError('InvalidNextToken', `The token '${token}' is invalid`);
  const end = first + size;
  return {
    page: items.slice(first, end),
    next: end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}

/** ISO 8601 with milliseconds. */
export function isoTime(at: number): string {
  return new Date(at).toISOString();
}
