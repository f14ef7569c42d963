import { problemOf } from '../model/problem.ts';
import { placesOf } from '../state/home/places.ts';
import { openWorkspace, type Workspace } from '../state/workspace.ts';
import { answerAtPrompt } from './answering.ts';
import { EXIT, exitCodeOf } from './exitCode.ts';
import { Report } from './print/report.ts';
import type { Shell } from './shell.ts';

/** What the options that every command takes say; null and empty where one was not given. */
export interface CommonOptions {
  readonly accounts: readonly string[];
  readonly region: string | null;
  readonly readOnly: boolean;
  /** The folder for settings and state, instead of the usual ones. */
  readonly config: string | null;
  readonly color: boolean;
  /** The file to write a debug log to. */
  readonly debug: string | null;
  readonly json: boolean;
}

/** A command under way. */
export interface Context {
  readonly shell: Shell;
  readonly options: CommonOptions;
  readonly workspace: Workspace;
  readonly report: Report;
  /** Aborted when the user stops the command. */
  readonly signal: AbortSignal;
  /**
   * Tells of a failure that does not keep the command from going on. The command's exit code is then that of the first
   * one.
   */
  trouble(thrown: unknown, facts?: Readonly<Record<string, unknown>>): void;
}

/** Runs `action` with all it needs and answers with the exit code. What it throws is reported. */
export async function runInContext(
  shell: Shell,
  options: CommonOptions,
  action: (context: Context) => Promise<void>,
): Promise<number> {
  const report = new Report(shell, options.json, options.color);
  let code: number = EXIT.done;
  const trouble: Context['trouble'] = (thrown, facts) => {
    report.failure(thrown, facts);
    if (code === EXIT.done) code = exitCodeOf(problemOf(thrown));
  };
  try {
    const { env, platform, homeFolder, workingFolder } = shell;
    const workspace = openWorkspace({
      places: placesOf({
        env,
        platform,
        homeFolder,
        workingFolder,
        ...(options.config === null ? {} : { config: options.config }),
      }),
      env,
      clock: shell.clock,
      random: shell.random,
      readOnly: options.readOnly,
      debugFile: options.debug,
      version: shell.version,
    });
    if (shell.prompt.interactive)
      workspace.questions.answeredBy(answerAtPrompt(shell.prompt, report, workspace.keepSecret));
    try {
      await action({ shell, options, workspace, report, signal: shell.interrupted, trouble });
    } catch (thrown) {
      // What the user stopped is that, whatever it failed with because of it.
      code = shell.interrupted.aborted ? EXIT.interrupted : EXIT.done;
      trouble(thrown);
    } finally {
      for (const notice of workspace.notices()) report.note(notice);
      await workspace.close();
    }
  } catch (thrown) {
    trouble(thrown);
  }
  return code;
}
