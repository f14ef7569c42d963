import { Failure, problemOf } from '../../model/problem.ts';
import { startDeadline } from '../http/deadline.ts';
import { stopped } from '../http/lifetime.ts';
import { LostAnswer } from '../http/lostAnswer.ts';
import { type Try, tryAgain } from '../http/retry.ts';
import type { Secrets } from '../http/secrets.ts';
import type { ProviderContext } from '../provider.ts';
import type { Aws, AwsCall } from './aws.ts';
import { cleanAnswer } from './cleanAnswer.ts';
import { isThrottle, kindOf, mayBeClock } from './codes.ts';
import { AwsFailure } from './failure.ts';
import { type Fault, readFault } from './faults.ts';
import { faultProblem } from './problems.ts';
import type { SdkClient, SdkConfig, ServiceModule, ServiceName } from './sdk.ts';
import type { SdkHttp } from './sdkHttp.ts';
import type { SignIn } from './signIn.ts';

/** What the calls of one service are made with. The sign-in is that of the account, the rest its own. */
export interface ServiceFacts {
  /** How its permissions begin: `elasticloadbalancing`. */
  readonly prefix: string;
  readonly load: () => Promise<ServiceModule>;
  readonly config: SdkConfig;
  readonly http: SdkHttp;
  readonly signIn: SignIn;
}

/** Told of keys that were refused: with which code, in a request that began when. */
export type Renew = (code: string | null, began: number) => void;

/** For one try from finding the keys to the last byte, in milliseconds: the keys may come from a program or a sign-in. */
const TRY_MS = 60_000;
/** AWS asks for half a second at least after a throttled request, in milliseconds. */
const THROTTLED_WAIT = 500;

type Opened = { readonly module: ServiceModule; readonly client: SdkClient };
type Outcome = { readonly output: unknown } | { readonly failure: Failure };

/** The calls of one service: loaded at the first one, bounded, repeated where that is safe, and failing in our words. */
export class AwsCalls {
  readonly #facts: ServiceFacts;
  readonly #context: ProviderContext;
  readonly #secrets: Secrets;
  readonly #renew: Renew;
  #opened: Promise<Opened> | null = null;

  constructor(facts: ServiceFacts, context: ProviderContext, secrets: Secrets, renew: Renew) {
    this.#facts = facts;
    this.#context = context;
    this.#secrets = secrets;
    this.#renew = renew;
  }

  service<Name extends ServiceName>(): Aws[Name] {
    const call = (name: string, input: object, options: AwsCall) => this.#call(name, input, options);
    // The one place where a name, its input and its output meet; `Commands` holds that they belong together.
    return call as Aws[Name];
  }

  /** The next call makes a new one, which asks for the keys anew. */
  forgetClient(): void {
    const opened = this.#opened;
    this.#opened = null;
    opened?.then(
      ({ client }) => client.destroy(),
      () => {},
    );
  }

  async #call(name: string, input: object, call: AwsCall): Promise<unknown> {
    const { clock, random } = this.#context;
    let throttled = 0;
    let doubtful = false;
    const attempt = async () => {
      const tried = await this.#attempt(name, input, call, () => {
        throttled++;
        return THROTTLED_WAIT * 2 ** (throttled - 1) * (1 + random());
      });
      doubtful = 'failure' in tried.result && tried.result.failure.problem.maybeApplied === true;
      return tried;
    };
    try {
      const outcome = await tryAgain(attempt, { clock, random, signal: call.signal });
      if ('output' in outcome) return outcome.output;
      throw outcome.failure;
    } catch (thrown) {
      if (thrown instanceof Failure || !call.signal.aborted) throw thrown;
      throw doubtful
        ? stopped(`Stopped before it was known whether AWS could ${call.what}`, true)
        : stopped();
    }
  }

  async #attempt(
    name: string,
    input: object,
    call: AwsCall,
    throttleWait: () => number,
  ): Promise<Try<Outcome>> {
    const { http } = this.#facts;
    const { clock, debug } = this.#context;
    if (call.signal.aborted) throw stopped();
    const began = clock.now();
    const deadline = startDeadline(call.signal, TRY_MS);
    try {
      const { module, client } = await this.#open();
      const Command = module.commands[name];
      if (!Command) throw new Failure({ kind: 'bug', message: `AWS’s ${name} is not wired` });
      const sending = client.send(new Command(input as never) as never, { abortSignal: deadline.signal });
      const output = await Promise.race([sending, aborted(deadline.signal)]);
      debug('aws', { name, ms: clock.now() - began });
      return { result: { output: cleanAnswer(output) } };
    } catch (thrown) {
      // What may be done although no answer came, and was no mere question.
      const doubtful = http.wasSent(deadline.signal) && !isQuestion(name);
      if (call.signal.aborted)
        throw doubtful ? stopped(`Stopped while waiting for the answer to: ${call.what}`, true) : stopped();
      const tried = await this.#afterFailure(thrown, name, call, doubtful, throttleWait, began);
      const { problem } = tried.result.failure;
      debug('aws', { name, failed: problem.message, again: tried.againAfter, ms: clock.now() - began });
      return tried;
    } finally {
      deadline.end();
    }
  }

  async #afterFailure(
    thrown: unknown,
    name: string,
    call: AwsCall,
    doubtful: boolean,
    throttleWait: () => number,
    began: number,
  ): Promise<Try<{ readonly failure: Failure }>> {
    if (thrown instanceof Failure) return { result: { failure: thrown } };
    const fault = readFault(thrown, (text) => this.#secrets.hide(text));
    if (fault !== null) return this.#afterFault(fault, thrown, name, call, throttleWait, began);
    const lost = lostOf(thrown);
    if (lost === null) return { result: { failure: new Failure(problemOf(thrown), { cause: thrown }) } };
    // A status below 500 is AWS's, or a proxy's, refusal; only the words are missing.
    const refused = lost.status !== null && lost.status >= 300 && lost.status < 500;
    const mayBeDone = doubtful && lost.sent && !refused;
    const failure = new AwsFailure(
      {
        ...lost.problem(call.what),
        ...(lost.status === null ? {} : { status: lost.status }),
        ...(mayBeDone ? { maybeApplied: true } : {}),
      },
      null,
      { cause: thrown },
    );
    const again = lost.passing && (call.repeatable || !lost.sent);
    return { result: { failure }, ...(again ? { againAfter: 'backoff' as const } : {}) };
  }

  async #afterFault(
    fault: Fault,
    thrown: unknown,
    name: string,
    call: AwsCall,
    throttleWait: () => number,
    began: number,
  ): Promise<Try<{ readonly failure: Failure }>> {
    const { prefix, signIn } = this.#facts;
    const clockOffset = (await this.#opened)?.client.config.systemClockOffset ?? 0;
    const problem = faultProblem(fault, {
      what: call.what,
      action: `${prefix}:${name}`,
      signIn,
      clockOffset,
    });
    const broken = (fault.status ?? 500) >= 500 || (fault.unreadable && (fault.status ?? 500) < 300);
    const failure = new AwsFailure(
      { ...problem, ...(broken && !isQuestion(name) ? { maybeApplied: true } : {}) },
      fault.code,
      { cause: thrown },
    );
    const result = { failure };
    if (isThrottle(fault.code)) return { result, againAfter: throttleWait() };
    // The SDK has set its clock by the answer: the signature is right the next time.
    if (fault.clockMended && mayBeClock(fault.code)) return { result, againAfter: 0 };
    if (kindOf(fault.code, fault.status) === 'auth') this.#renew(fault.code, began);
    if (broken && call.repeatable) return { result, againAfter: 'backoff' };
    return { result };
  }

  #open(): Promise<Opened> {
    this.#opened ??= this.#facts.load().then((module) => ({
      module,
      client: module.openClient(this.#facts.config),
    }));
    return this.#opened;
  }
}

/** True for an operation that only reads. */
function isQuestion(name: string): boolean {
  return /^(?:Describe|Get|List)/.test(name);
}

function lostOf(thrown: unknown): LostAnswer | null {
  if (thrown instanceof LostAnswer) return thrown;
  if (!(thrown instanceof DOMException) || thrown.name !== 'TimeoutError') return null;
  return new LostAnswer('AWS did not answer in time', {
    kind: 'timeout',
    hint: 'Try again in a moment',
    sent: true,
    passing: false,
    cause: thrown,
  });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
