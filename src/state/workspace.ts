import { randomUUID } from 'node:crypto';
import type { Account } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import type { DebugLog, Login, ProviderContext } from '../providers/provider.ts';
import { discoverAccounts } from './accounts/discovery.ts';
import { systemKeyring } from './accounts/keyring.ts';
import { openSecrets, type Secrets } from './accounts/secrets.ts';
import { type AccountStore, openAccounts } from './accounts/store.ts';
import { ChangeDesk } from './changes/desk.ts';
import { openDebugFile } from './home/debugLog.ts';
import { type Editor, openEditor } from './home/editor.ts';
import { diskReader } from './home/fileReader.ts';
import { openMemory } from './home/memory.ts';
import { saveNewFile } from './home/newFile.ts';
import { expandHome, type Places } from './home/places.ts';
import { createRedactor } from './home/redactor.ts';
import { openSettings, type Settings } from './home/settings.ts';
import { type NamedText, readTextFile } from './home/textFile.ts';
import { type Journal, openJournal } from './journal/journal.ts';
import { thisProcess } from './journal/process.ts';
import { rotatingLog } from './journal/rotatingLog.ts';
import { Queries } from './live/queries.ts';
import { commandRunner } from './maintenance/command.ts';
import { maintenanceFlow } from './maintenance/flow.ts';
import { MAINTENANCE } from './maintenance/summary.ts';
import { Questions } from './questions.ts';
import type { RunFlow } from './runs/activeRun.ts';
import { runFolder } from './runs/runFolder.ts';
import { openRuns, type Runs } from './runs/runs.ts';
import { SandboxHost } from './sandboxHost.ts';
import { type Session, Sessions } from './sessions.ts';
import { CollectedLog } from './usage/collectedLog.ts';
import { UsageStore } from './usage/usageStore.ts';

interface WorkspaceOptions {
  readonly places: Places;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly random: () => number;
  /** Given with --read-only: nothing can be changed. */
  readonly readOnly: boolean;
  /** Given with --debug. */
  readonly debugFile: string | null;
  readonly version: string;
  /** false lifts the sandbox's rate limits, for a clock that stands still. */
  readonly sandboxRateLimits?: boolean;
}

/** Everything between a key or a command and the engines; one for the life of the program. */
export interface Workspace {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly accounts: AccountStore;
  readonly secrets: Secrets;
  readonly sessions: Sessions;
  /** What accounts ask of a person while they are signed in to. */
  readonly questions: Questions;
  readonly queries: Queries;
  readonly desk: ChangeDesk;
  readonly journal: Journal;
  readonly sandbox: SandboxHost;
  readonly runs: Runs;
  readonly usage: UsageStore;
  /** What carries out runs of that kind in this account; null where its engine has no such. */
  flowOf(session: Session, kind: string): RunFlow | null;
  readonly readOnly: boolean;
  readonly debug: DebugLog;
  /** Writes a new file, at a path as the user typed it, and says where. Throws Failure: one that is there stays. */
  saveNew(file: string, text: string): string;
  /** A text file at a path as the user typed it, of at most so many characters. Throws Failure, with its name and the reason. */
  readText(file: string, most: number): NamedText;
  readonly editor: Editor;
  /** From now on neither this text nor a line of it is written down anywhere. */
  keepSecret(text: string): void;
  /** The text without any secret that is known. */
  redact(text: string): string;
  /** What the user should be told of files and accounts; one sentence each. */
  notices(): readonly string[];
  /** Ends what is open. Nothing that was sent is taken back. */
  close(): Promise<void>;
}

const JOURNAL_MAX_BYTES = 5_000_000;
/** Shorter lines of a secret text (`}`, an empty one) stand elsewhere too. */
const SHORTEST_SECRET_LINE = 16;
/** A balancer that is watched all the time fills it in about six weeks. */
const COLLECTED_MAX_BYTES = 4_000_000;

/** Puts the workspace together. Nothing is contacted, and files are read when they are first needed. */
export function openWorkspace(options: WorkspaceOptions): Workspace {
  const { places, env, clock, random } = options;
  const redactor = createRedactor();
  const debugFile = options.debugFile ? openDebugFile({ file: options.debugFile, clock, redactor }) : null;
  const debug: DebugLog = debugFile?.log ?? (() => {});
  const warnings: string[] = [];
  const settings = openSettings({ folder: places.settingsFolder, clock });
  const secrets = openSecrets({
    env,
    home: places.home,
    files: diskReader,
    keyring: systemKeyring,
    redactor,
    warn: (sentence) => warnings.push(sentence),
  });
  const accounts = openAccounts({
    settings,
    discover: () => discoverAccounts({ env, home: places.home, files: diskReader }),
    id: randomUUID,
  });
  const journal = openJournal({
    log: rotatingLog({
      file: places.journal,
      fileBefore: places.journalBefore,
      maxBytes: JOURNAL_MAX_BYTES,
      id: randomUUID,
    }),
    clock,
    id: randomUUID,
    writer: thisProcess(),
    redact: (text) => redactor.text(text),
  });
  const runs = openRuns({
    folder: runFolder({ folder: places.runs, id: randomUUID }),
    clock,
    id: randomUUID,
    writer: thisProcess(),
    redact: (text) => redactor.text(text),
    journal,
  });
  const sandbox = new SandboxHost({
    file: places.sandbox,
    clock,
    random,
    rateLimits: options.sandboxRateLimits ?? true,
  });
  const memory = openMemory({ folder: places.settingsFolder, clock });
  const questions = new Questions();
  const context: ProviderContext = {
    clock,
    memory,
    random,
    debug,
    env,
    userAgent: `sluice/${options.version}`,
    get ask() {
      return questions.ask;
    },
  };
  const loginOf = async (account: Account, region: string | null): Promise<Login> =>
    account.origin.kind === 'sandbox'
      ? sandbox.login(account, region, redactor)
      : { account: account.name, region, settings: account.settings, secret: secrets.of(account) };
  const sessions = new Sessions(loginOf, context);
  const queries = new Queries(clock);
  const editor = openEditor({ env, platform: process.platform });
  const desk = new ChangeDesk(journal, queries);
  const collected = rotatingLog({
    file: places.collected,
    fileBefore: places.collectedBefore,
    maxBytes: COLLECTED_MAX_BYTES,
    id: randomUUID,
  });
  const usage = new UsageStore({ clock, collected: new CollectedLog(collected), id: randomUUID });
  return {
    clock,
    settings,
    accounts,
    secrets,
    sessions,
    questions,
    queries,
    desk,
    journal,
    sandbox,
    runs,
    usage,
    flowOf: (session, kind) =>
      kind === MAINTENANCE
        ? maintenanceFlow({ session, clock, queries, runCommand: commandRunner(clock) })
        : (session.provider.create ?? null),
    saveNew: (file, text) => saveNewFile(expandHome(file, places.home), text),
    readText: (file, most) => readTextFile(file, places.home, most),
    editor,
    keepSecret: (text) => {
      const lines = text.split(/\r?\n/).filter((line) => line.length >= SHORTEST_SECRET_LINE);
      for (const secret of [text, text.trim(), ...lines]) redactor.add(secret);
    },
    redact: (text) => redactor.text(text),
    readOnly: options.readOnly,
    debug,
    notices: () => {
      const problem = debugFile?.problem();
      return [...accounts.notices(), ...warnings, ...(problem ? [problem.message] : [])];
    },
    async close() {
      editor.close();
      await runs.close();
      desk.close();
      queries.close();
      await sessions.close();
      await sandbox.close();
      debugFile?.close();
    },
  };
}
