import { createHash } from 'node:crypto';
import { type Clock, sleep } from '../../../model/clock.ts';
import { Failure } from '../../../model/problem.ts';
import type { StepIo } from '../../create.ts';
import type { Aws } from '../aws.ts';
import { runInput } from './calls.ts';
import { imageId } from './images.ts';
import { isOver, type Launch, type Launches } from './launches.ts';
import { doubtful, isDoubtful, lookFor } from './lookFor.ts';
import { serverStepId } from './plan.ts';
import type { ElbSpec, InstanceSpec } from './spec.ts';

/** How long an instance may take until it runs, and to be gone, in milliseconds; EC2 takes about one minute for either. */
const PATIENCE = 10 * 60_000;
/** EC2 may not list for this long what it has just made, in milliseconds. */
const UNLISTED = 60_000;
/** Milliseconds between looks; the last one repeats. */
const LOOKS = [2_000, 2_000, 3_000, 4_000, 6_000, 8_000, 10_000] as const;

/**
 * Making one instance of a run, and taking it away again. Facts: `id`, and `address` once it runs; before the call the
 * `image` and the `token` by which EC2 knows a repetition; of a second `attempt` its number.
 */
export class ServerRun {
  readonly #aws: Aws;
  readonly #launches: Launches;
  readonly #clock: Clock;

  constructor(aws: Aws, launches: Launches, clock: Clock) {
    this.#aws = aws;
    this.#launches = launches;
    this.#clock = clock;
  }

  /** Resolves when the instance is running and has its private address. Throws Failure. */
  async run(spec: ElbSpec, instance: InstanceSpec, io: StepIo, signal: AbortSignal): Promise<void> {
    const { standing, attempt } = await this.#standing(instance, io, signal);
    const id = standing ?? (await this.#launch(spec, instance, attempt, io, signal));
    io.remember({ id });
    const address = await this.#untilRunning(instance, id, io, signal);
    io.remember({ id, address });
  }

  /** Terminates what the step made, and nothing that does not carry its tags. Throws Failure. */
  async undo(name: string, io: StepIo, signal: AbortSignal): Promise<void> {
    const known = io.facts['id'] || null;
    const all = await this.#launches.of(io.runId, signal, { fresh: true });
    const ids = new Set(all.filter((launch) => isAlive(launch, name)).map(({ id }) => id));
    // Not listed at all, it may not be listed yet.
    const isUnlisted = known === null ? io.begun : all.every(({ id }) => id !== known);
    if (ids.size === 0 && isUnlisted) {
      const { found, sure } = await this.#lookFor(name, io, signal);
      if (found === null && !sure)
        throw new Failure({
          kind: 'network',
          message: `Could not find out whether the instance ${name} was made`,
          hint: 'Try again when the network is back',
        });
      if (found !== null) ids.add(found.id);
      else if (known !== null && (await this.#launches.stands(known, signal)))
        throw new Failure({
          kind: 'conflict',
          message: `Did not terminate instance ${name} (${known}): it does not carry the mark of this run`,
          hint: 'Look at the instance, and terminate it by hand if it is no longer needed',
        });
    }
    // One id that is gone would stop all, so each is terminated by itself.
    for (const id of ids) await this.#terminate(name, id, io, signal);
  }

  /** Instances of this step that are not over. */
  async #ours(name: string, io: StepIo, signal: AbortSignal): Promise<readonly Launch[]> {
    const all = await this.#launches.of(io.runId, signal, { fresh: true });
    return all.filter((launch) => isAlive(launch, name));
  }

  #lookFor(name: string, io: StepIo, signal: AbortSignal) {
    const find = async () => (await this.#ours(name, io, signal))[0] ?? null;
    return lookFor(find, { clock: this.#clock, signal });
  }

  /**
   * The instance that was made before, by its id or by its tags; null when there is none that can become something. An
   * attempt is a new one after an instance that is over: EC2 answers a token that it knows with the same instance, also then.
   */
  async #standing(
    { name }: InstanceSpec,
    io: StepIo,
    signal: AbortSignal,
  ): Promise<{ readonly standing: string | null; readonly attempt: number }> {
    const known = io.facts['id'] || null;
    const attempt = Number(io.facts['attempt'] || '1');
    if (known !== null) {
      const all = await this.#launches.of(io.runId, signal, { fresh: true });
      const now = all.find(({ id }) => id === known);
      if (now !== undefined && !isOver(now)) return { standing: known, attempt };
      io.remember({ id: '', address: '', attempt: String(attempt + 1) });
      return { standing: null, attempt: attempt + 1 };
    }
    if (!io.begun) return { standing: null, attempt };
    io.progress({ text: 'looking whether it was made already' });
    return { standing: (await this.#ours(name, io, signal))[0]?.id ?? null, attempt };
  }

  async #launch(
    spec: ElbSpec,
    instance: InstanceSpec,
    attempt: number,
    io: StepIo,
    signal: AbortSignal,
  ): Promise<string> {
    const what = `create instance ${instance.name}`;
    const stepId = serverStepId(instance.name);
    const token = tokenOf(io.runId, stepId, attempt);
    const image = io.facts['image'] || (await imageId(this.#aws, instance.image, what, signal));
    // Both before the call: repeated with anything else than it had, EC2 refuses the token.
    io.remember({ token, image });
    const input = runInput(spec, instance, { image, runId: io.runId, stepId, token });
    const send = async () => {
      const answer = await this.#aws.ec2('RunInstances', input, { what, signal, repeatable: false });
      return answer.Instances?.[0]?.InstanceId ?? null;
    };
    try {
      const made = await send();
      if (made !== null) return made;
    } catch (thrown) {
      if (!isDoubtful(thrown)) throw thrown;
    }
    io.progress({ text: 'the answer was lost: looking whether it was made' });
    const { found, sure } = await this.#lookFor(instance.name, io, signal);
    if (found !== null) return found.id;
    const unsure = new Failure({
      kind: 'network',
      message: `It is not known whether ${instance.name} was made`,
    });
    if (!sure) throw doubtful(unsure);
    try {
      // With the same token: EC2 answers with the first instance, should that have come about all the same.
      const made = await send();
      if (made !== null) return made;
    } catch (thrown) {
      throw isDoubtful(thrown) ? doubtful(thrown) : thrown;
    }
    throw doubtful(unsure);
  }

  async #untilRunning({ name }: InstanceSpec, id: string, io: StepIo, signal: AbortSignal): Promise<string> {
    const began = this.#clock.now();
    io.progress({ text: 'pending' });
    for (let look = 0; ; look++) {
      await sleep(this.#clock, LOOKS[Math.min(look, LOOKS.length - 1)] ?? 10_000, signal);
      const all = await this.#launches.of(io.runId, signal);
      const now = all.find((launch) => launch.id === id) ?? null;
      const waited = this.#clock.now() - began;
      const address = now && verdict(name, now);
      if (address) return address;
      if (now === null && waited > UNLISTED)
        throw new Failure({
          kind: 'missing',
          message: `Instance ${name} (${id}) is gone: EC2 no longer lists it`,
          hint: 'Retry to make a new one',
        });
      if (waited > PATIENCE)
        throw new Failure({
          kind: 'timeout',
          message: `Instance ${name} (${id}) is still ${now?.state ?? 'not listed'} after 10 minutes`,
          hint: 'Retry to go on waiting',
        });
      if (now)
        io.progress({ text: now.state === 'running' ? 'running, waiting for its address' : now.state });
    }
  }

  async #terminate(name: string, id: string, io: StepIo, signal: AbortSignal): Promise<void> {
    const what = `terminate instance ${name} (${id})`;
    await this.#aws.ec2('TerminateInstances', { InstanceIds: [id] }, { what, signal, repeatable: true });
    const until = this.#clock.now() + PATIENCE;
    for (let look = 0; ; look++) {
      const left = await this.#ours(name, io, signal);
      if (!left.some((launch) => launch.id === id)) return;
      if (this.#clock.now() >= until)
        throw new Failure({
          kind: 'timeout',
          message: `EC2 accepted to ${what}, but it is still there after 10 minutes`,
          hint: 'Try again later: EC2 goes on with it',
        });
      await sleep(this.#clock, LOOKS[Math.min(look, LOOKS.length - 1)] ?? 10_000, signal);
    }
  }
}

/** True for an instance of this step that is not over. */
function isAlive(launch: Launch, name: string): boolean {
  return launch.step === serverStepId(name) && !isOver(launch);
}

/** The address of an instance that is ready, null of one that may still become so. Throws Failure of any other. */
function verdict(name: string, launch: Launch): string | null {
  const { id, state, reason, address } = launch;
  const because = reason === null ? 'EC2 gives no reason' : reason.replace(/\.$/, '');
  if (isOver(launch))
    throw new Failure({
      kind: 'engine',
      message: `Instance ${name} (${id}) is ${state}: ${because}`,
      hint: 'Retry to make a new one in its place',
    });
  if (state === 'stopping' || state === 'stopped')
    throw new Failure({
      kind: 'engine',
      message: `Instance ${name} (${id}) is ${state}: ${because}`,
      hint: 'Start it, then retry',
    });
  return state === 'running' ? address : null;
}

/** At most 64 characters of ASCII are allowed: exactly that many. */
function tokenOf(runId: string, stepId: string, attempt: number): string {
  return createHash('sha256')
    .update(JSON.stringify([runId, stepId, attempt]))
    .digest('hex');
}
