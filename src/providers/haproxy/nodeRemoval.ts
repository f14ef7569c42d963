import type { BalancerDetail } from '../../model/balancer.ts';
import { sleep } from '../../model/clock.ts';
import { Failure } from '../../model/problem.ts';
import type { ChangeOptions, ProviderContext, Receipt } from '../provider.ts';
import { type Backends, factsOf } from './backends.ts';
import { refusalProblem } from './console.ts';
import { LostLine } from './lostLine.ts';
import type { OldWorkers } from './oldWorkers.ts';
import type { OwnChanges } from './ownChanges.ts';
import { isAtLeast } from './process.ts';
import type { Writer } from './writer.ts';

/** What a removal works with; all of it belongs to the opened account, which closes it. */
export interface RemovalParts {
  readonly writer: Writer;
  readonly backends: Backends;
  readonly own: OwnChanges;
  /** Null where the account has no master's socket: what old processes hold is not cut then. */
  readonly old: OldWorkers | null;
  readonly context: ProviderContext;
}

/** Sessions that were cut are gone for HAProxy some moments later: how often and how long it is tried, in milliseconds. */
const PAUSE = 20;
const PATIENCE = 2_000;
const STILL_USED = /still has|is busy/i;
const NOT_IN_MAINTENANCE = /maintenance mode/i;

/** Takes one server out of a backend; its sessions are cut. Throws Failure, which says where it leaves the server. */
export async function removeServer(
  { writer, backends, own, old, context }: RemovalParts,
  backend: string,
  name: string,
  options: ChangeOptions,
): Promise<Receipt> {
  const { signal } = options;
  const target = `${backend}/${name}`;
  const what = `remove ${target}`;
  const until = context.clock.now() + PATIENCE;
  // Asked for at first as it is: HAProxy says whether it ever could be, before anybody is cut off.
  let commands: readonly string[] = [`del server ${target}`];
  let began = false;
  let lost: LostLine | null = null;
  for (;;) {
    const sent = await writer.write(backend, commands, what, signal);
    if (sent instanceof LostLine && (!sent.sent || lost !== null)) throw new Failure(sent.problem(what));
    lost = sent instanceof LostLine ? sent : null;
    if (!(sent instanceof LostLine) && (began || sent.refusals.length === 0)) options.onAccepted?.();
    const detail: BalancerDetail =
      sent instanceof LostLine
        ? await backends.get(backend, signal).catch(() => {
            throw new Failure(sent.doubt(what));
          })
        : await backends.detailIn(sent, backend, `read ${backend}`, signal);
    if (!factsOf(detail)?.servers[name]) {
      own.made(backend, name, { presence: 'removed' });
      if (sent instanceof LostLine) options.onAccepted?.();
      await old?.cut(backend, name, what, signal);
      return { requestId: null, detail };
    }
    if (!(sent instanceof LostLine)) {
      const refusal = sent.refusals.at(-1) ?? '';
      const goesOn = NOT_IN_MAINTENANCE.test(refusal) || STILL_USED.test(refusal);
      const late = began && context.clock.now() >= until;
      if (!goesOn || late) {
        const problem = refusalProblem(refusal || 'HAProxy gave no reason', what);
        const where = began ? `. ${target} is DISABLED now` : '';
        throw new Failure({ ...problem, message: `${problem.message}${where}` });
      }
    }
    if (began) await sleep(context.clock, PAUSE, signal);
    // First no new sessions, then no old ones, then no server. From 3.0 on HAProxy can wait for the end by itself.
    const waits = own.process !== null && isAtLeast(own.process, 3, 0);
    commands = [
      `set server ${target} state maint`,
      `shutdown sessions server ${target}`,
      ...(waits ? [`wait 2s srv-removable ${target}`] : []),
      `del server ${target}`,
    ];
    began = true;
  }
}
