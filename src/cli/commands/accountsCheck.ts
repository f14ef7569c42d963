import { type Problem, type ProblemKind, problemOf } from '../../model/problem.ts';
import { type Cell, cell } from '../../state/present/cell.ts';
import type { Context } from '../context.ts';
import { EXIT, exitCodeOf } from '../exitCode.ts';
import { known } from '../print/listColumns.ts';
import type { TableColumn } from '../print/table.ts';
import { namedFailure } from '../sessions.ts';

/** What signing in to an account came to. */
interface Checked {
  readonly account: string;
  readonly engine: string;
  readonly ok: boolean;
  /** The region it opens in. */
  readonly region: string | null;
  readonly regions: readonly string[] | null;
  readonly error: Problem | null;
}

/** Signs in to the accounts, all at once, and says which regions each has. */
export async function checkAccounts(context: Context, names: readonly string[]): Promise<void> {
  const { workspace, options, report, signal } = context;
  const chosen = workspace.accounts.chosen([...names, ...options.accounts]);
  const checks = await Promise.all(
    chosen.map(async (account): Promise<Checked> => {
      const base = { account: account.name, engine: account.engine };
      try {
        const { region, provider } = await workspace.sessions.open(account, options.region, signal);
        return { ...base, ok: true, region, regions: provider.regions, error: null };
      } catch (thrown) {
        signal.throwIfAborted();
        return { ...base, ok: false, region: null, regions: null, error: problemOf(thrown) };
      }
    }),
  );
  report.result(checks, report.table(COLUMNS, checks));
  const failed = checks.flatMap(({ error }, index) => {
    const account = chosen[index];
    return error && account ? [{ account, error }] : [];
  });
  // A refused login is what this command is asked for, so it decides the exit code.
  failed.sort((one, other) => rank(one.error) - rank(other.error));
  for (const { account, error } of failed)
    context.trouble(namedFailure(account, null, error), { account: account.name });
}

function rank(problem: Problem): number {
  return exitCodeOf(problem) === EXIT.auth ? 0 : 1;
}

function resultCell({ ok, error }: Checked): Cell {
  return ok ? cell('signed in', 'good') : cell(error ? FAILED[error.kind] : 'failed', 'bad');
}

/** How a sign-in that failed is called in the table. */
const FAILED: Readonly<Record<ProblemKind, string>> = {
  auth: 'refused',
  forbidden: 'not allowed',
  busy: 'engine busy',
  limit: 'asked too often',
  quota: 'quota reached',
  missing: 'not found',
  invalid: 'cannot be used',
  conflict: 'in conflict',
  guard: 'stopped',
  network: 'unreachable',
  timeout: 'timed out',
  engine: 'engine failed',
  cancelled: 'stopped',
  bug: 'failed',
};

const COLUMNS: readonly TableColumn<Checked>[] = [
  { title: 'ACCOUNT', cell: ({ account }) => cell(account, 'strong') },
  { title: 'ENGINE', cell: ({ engine }) => cell(engine) },
  { title: 'RESULT', cell: resultCell },
  { title: 'REGION', cell: ({ region }) => known(region) },
  { title: 'REGIONS', cell: ({ regions }) => known(regions?.join(' ') || null) },
];
