import type { Clock } from '../../model/clock.ts';
import { Failure, type Problem } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import type { Facts } from '../../providers/create.ts';
import type { Writer } from '../journal/process.ts';
import { RunFold } from './fold.ts';
import { type Line, type OwnerLine, type RunLine, readLine } from './line.ts';
import { presenceOf } from './presence.ts';
import type { RunRecord } from './record.ts';
import type { RunFolder, RunLog } from './runFolder.ts';

type Untimed<T> = T extends unknown ? Omit<T, 'at'> : never;
/** A line that is about to be written now. */
export type NewLine = Untimed<Line>;

/** What a run is written down with; one for all runs of the program. */
export interface RunFileOptions {
  readonly folder: RunFolder;
  readonly clock: Clock;
  /** A new text of letters, digits and dashes at each call. */
  readonly id: () => string;
  readonly writer: Writer;
  /** Takes known secrets out of a text. */
  readonly redact: (text: string) => string;
}

/** Longer texts of a problem say nothing more. */
const LONGEST = 500;
/** A create call comes before or after these: they must survive a power cut. */
const DURABLE: readonly Line['line'][] = ['run', 'owner', 'step-begin', 'step-facts'];

/** The file of a run that this program holds. Others may read it; who takes it over writes so. */
export class RunFile {
  readonly fold = new RunFold();
  readonly #log: RunLog;
  readonly #clock: Clock;
  readonly #redact: (text: string) => string;
  readonly #token: string;
  /** The last to take the run, as far as was read. */
  #holder: OwnerLine | null = null;
  /** Lines that the disk refused and that say what has happened: they go before the next one. */
  readonly #unwritten: Line[] = [];

  private constructor(runId: string, { folder, clock, id, redact }: RunFileOptions) {
    this.#log = folder.log(runId);
    this.#clock = clock;
    this.#redact = redact;
    this.#token = id();
  }

  /** Begins the file of a new run and holds it. Throws Failure, and leaves no file behind then. */
  static create(run: Omit<RunLine, 'at' | 'line'>, options: RunFileOptions): RunFile {
    const file = new RunFile(run.id, options);
    try {
      file.write({ line: 'run', ...run });
      file.#take(options.writer);
    } catch (error) {
      try {
        options.folder.remove(run.id);
      } catch {
        // Without an owner it reads as interrupted with nothing begun, which is true.
      }
      throw error;
    }
    return file;
  }

  /**
   * Takes a run that its program has left, or with `takeOver` from whoever has it. `accept` sees the run and throws what
   * speaks against it. Throws Failure `missing`, or `conflict` with the number of the program that is at it.
   */
  static take(
    runId: string,
    options: RunFileOptions,
    { takeOver, accept }: { readonly takeOver: boolean; readonly accept: (run: RunRecord) => void },
  ): RunFile {
    return options.folder.locked(runId, () => {
      const file = new RunFile(runId, options);
      for (const raw of file.#log.read().lines) file.#takeIn(raw);
      const run = file.fold.record(presenceOf(options.writer, options.clock));
      if (!run) throw new Failure({ kind: 'missing', message: `There is no run ${cleanText(runId)}` });
      accept(run);
      if (!takeOver && (run.state === 'running' || run.state === 'failed')) throw heldBy(run);
      file.#take(options.writer);
      return file;
    });
  }

  /** Writes a line, and those that could not be written before. Throws Failure, and has taken nothing in then. */
  write(line: NewLine): void {
    const timed = this.#timed(line);
    this.#flush();
    this.#append(timed);
    this.fold.apply(timed);
  }

  /** Takes in what has happened and writes it as soon as the disk lets us. Answers what kept it from the disk now. */
  note(line: NewLine): Problem | null {
    const timed = this.#timed(line);
    this.fold.apply(timed);
    this.#unwritten.push(timed);
    try {
      this.#flush();
      return null;
    } catch (error) {
      if (error instanceof Failure) return error.problem;
      throw error;
    }
  }

  /** Null while this program holds the run; otherwise why not. Throws Failure where the file cannot be read. */
  lost(): Problem | null {
    const { restarted, lines } = this.#log.read();
    if (restarted) this.#holder = null;
    for (const raw of lines) this.#seeHolder(readLine(raw));
    if (this.#holder?.token === this.#token) return null;
    if (!this.#holder) {
      return {
        kind: 'missing',
        message: 'The file of this run has been removed',
        hint: 'Nothing more is begun',
      };
    }
    const { pid, host } = this.#holder;
    return {
      kind: 'conflict',
      message: `Another sluice (process ${pid} on ${cleanText(host)}) has taken this run over`,
      hint: 'Follow it there; nothing more is begun here',
    };
  }

  #takeIn(raw: string): void {
    const line = readLine(raw);
    if (!line) return;
    this.fold.apply(line);
    this.#seeHolder(line);
  }

  #seeHolder(line: Line | null): void {
    if (line?.line === 'owner') this.#holder = line;
  }

  #take({ pid, host }: Writer): void {
    this.write({ line: 'owner', pid, host, token: this.#token });
  }

  #append(line: Line): void {
    this.#log.append(JSON.stringify(line), { durable: DURABLE.includes(line.line) });
  }

  #flush(): void {
    for (let next = this.#unwritten[0]; next; next = this.#unwritten[0]) {
      this.#append(next);
      this.#unwritten.shift();
    }
  }

  #timed(line: NewLine): Line {
    const timed: Line = { ...line, at: new Date(this.#clock.now()).toISOString() };
    if (timed.line === 'step-facts') return { ...timed, facts: this.#cleanFacts(timed.facts) };
    if (timed.line === 'step-failed') return { ...timed, problem: this.#cleanProblem(timed.problem) };
    return timed;
  }

  #cleanFacts(facts: Facts): Facts {
    return Object.fromEntries(
      Object.entries(facts).map(([key, value]) => [key, this.#redact(cleanText(value))]),
    );
  }

  #cleanProblem(problem: Problem): Problem {
    const clean = (text: string) => this.#redact(cleanText(text)).slice(0, LONGEST);
    return {
      ...problem,
      message: clean(problem.message),
      ...(problem.hint === undefined ? {} : { hint: clean(problem.hint) }),
      ...(problem.requestId === undefined ? {} : { requestId: clean(problem.requestId) }),
    };
  }
}

function heldBy({ title, owner }: RunRecord): Failure {
  return new Failure({
    kind: 'conflict',
    message: `"${title}" is being run by another sluice (process ${owner?.pid} on ${cleanText(owner?.host ?? '')})`,
    hint: 'Follow it there, or end that program first',
  });
}
