import { localTime } from '../../state/present/age.ts';
import type { RunRecord } from '../../state/runs/record.ts';
import type { Runs } from '../../state/runs/runs.ts';
import { CommandFailure } from '../commandFailure.ts';
import { type Candidate, candidateLines, nearest } from './candidates.ts';

/** As much of an id as people read and type, where it means one run only. */
const SHORT = 8;

/** The part of a command's context that knows the runs. */
interface Among {
  readonly workspace: { readonly runs: Pick<Runs, 'list'> };
}

/** The beginning of a run's id that means no other run. */
export function shortRunId({ workspace }: Among, id: string): string {
  return shortest(
    id,
    workspace.runs.list().map((run) => run.id),
  );
}

function shortest(id: string, ids: readonly string[]): string {
  for (let length = SHORT; length < id.length; length++) {
    const beginning = id.slice(0, length);
    if (!ids.some((other) => other !== id && other.startsWith(beginning))) return beginning;
  }
  return id;
}

/** The run of that id, or the only one whose id begins so. Throws Failure `missing` with the candidates. */
export function resolveRun({ workspace }: Among, typed: string): RunRecord {
  const runs = workspace.runs.list();
  const wanted = typed.toLowerCase();
  const exact = runs.find(({ id }) => id.toLowerCase() === wanted);
  // Every id begins with nothing, which is what an unset variable of a script leaves.
  const begun = wanted === '' ? [] : runs.filter(({ id }) => id.toLowerCase().startsWith(wanted));
  const matches = exact ? [exact] : begun;
  const [match] = matches;
  if (match && matches.length === 1) return match;
  const ids = runs.map(({ id }) => id);
  const among = (matches.length > 0 ? matches : runs).map((run) => candidateOf(run, ids));
  const shown = nearest(typed, among);
  throw new CommandFailure(
    {
      kind: 'missing',
      message:
        matches.length > 0
          ? `"${typed}" means ${matches.length} runs`
          : `There is no run "${typed}"${runs.length === 0 ? ', nor any other' : ''}`,
      ...(runs.length === 0 ? {} : { hint: 'Give the beginning of an id; "sluice runs" lists them all' }),
    },
    {
      lines: candidateLines(shown, among.length),
      facts: { candidates: shown.map(({ facts }) => facts) },
    },
  );
}

function candidateOf(run: RunRecord, ids: readonly string[]): Candidate {
  const { id, title, state, at } = run;
  return {
    names: [id],
    line: [shortest(id, ids), localTime(at), state, title].join('  '),
    facts: { run: id, title, state },
  };
}
