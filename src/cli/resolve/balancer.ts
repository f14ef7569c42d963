import type { Balancer } from '../../model/balancer.ts';
import { Failure } from '../../model/problem.ts';
import type { BalancerRef } from '../../state/changes/request.ts';
import { protocolText } from '../../state/present/balancerCells.ts';
import type { Session } from '../../state/sessions.ts';
import { CommandFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { gather, tellMissed } from '../sessions.ts';
import { meansAddress } from './address.ts';
import { type Candidate, candidateLines, nearest } from './candidates.ts';

interface Row {
  readonly session: Session;
  readonly balancer: Balancer;
}

/** How a text can mean a balancer, the surest first; the first way that matches anything decides. */
const WAYS: readonly ((typed: string, balancer: Balancer) => boolean)[] = [
  (typed, { id }) => id === typed,
  (typed, { name }) => name === typed,
  (typed, { virtualIps, port }) => virtualIps.some(({ address }) => meansAddress(typed, address, port)),
  (typed, { name }) => name.toLowerCase() === typed.toLowerCase(),
];

/** Those of `rows` that `typed` means; more than one when it is ambiguous. */
export function matchBalancers<R extends { readonly balancer: Balancer }>(
  typed: string,
  rows: readonly R[],
): readonly R[] {
  for (const way of WAYS) {
    const matches = rows.filter(({ balancer }) => way(typed, balancer));
    if (matches.length > 0) return matches;
  }
  return [];
}

/**
 * The balancer that `typed` means, among those of the command's accounts. Throws Failure `missing` with the candidates
 * when there is none or more than one. An account that cannot be read is reported; `forChange` it stops the command, for
 * a balancer of the same name may be there.
 */
export async function resolveBalancer(
  context: Context,
  typed: string,
  { forChange }: { readonly forChange: boolean },
): Promise<BalancerRef> {
  const { found, missed } = await gather(context, (session) => candidatesIn(session, typed, context.signal));
  const [first] = missed;
  if (first && (forChange || found.length === 0)) {
    if (missed.length === 1 && found.length === 0) throw new Failure(first.problem);
    tellMissed(context, missed);
    throw new CommandFailure(
      {
        ...first.problem,
        message: `It is not certain which balancer "${typed}" is: not every account could be read`,
        hint: 'Name the account with --account',
      },
      { facts: { balancer: typed } },
    );
  }
  tellMissed(context, missed);
  const rows = found.flatMap(({ session, value }) => value.map((balancer): Row => ({ session, balancer })));
  const matches = matchBalancers(typed, rows);
  const [match] = matches;
  if (match && matches.length === 1)
    return { session: match.session, id: match.balancer.id, name: match.balancer.name };
  throw matches.length > 1 ? ambiguous(typed, matches) : unknown(typed, rows, context);
}

/** An id that is a number is looked up by itself first: one request instead of a list of thousands. */
async function candidatesIn(
  session: Session,
  typed: string,
  signal: AbortSignal,
): Promise<readonly Balancer[]> {
  const { provider } = session;
  if (/^\d+$/.test(typed)) {
    try {
      return [await provider.getBalancer(typed, { signal })];
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.problem.kind !== 'missing') throw thrown;
    }
  }
  return provider.listBalancers({ signal });
}

/** Empty where a list does not tell it. */
function statusText({ status }: Balancer): string {
  return status === 'UNKNOWN' ? '' : status;
}

function candidateOf({ session, balancer }: Row): Candidate {
  const where = [session.account.name, session.region].filter(Boolean).join(' ');
  return {
    names: [balancer.id, balancer.name],
    line: [balancer.id, balancer.name, `(${where})`, statusText(balancer), protocolText(balancer)]
      .filter(Boolean)
      .join('  '),
    facts: {
      account: session.account.name,
      region: session.region,
      id: balancer.id,
      name: balancer.name,
    },
  };
}

function ambiguous(typed: string, matches: readonly Row[]): CommandFailure {
  const candidates = matches.map(candidateOf);
  return new CommandFailure(
    {
      kind: 'missing',
      message: `"${typed}" means ${matches.length} balancers`,
      hint: 'Give the id, or name the account or the region with --account or --region',
    },
    {
      lines: candidateLines(candidates.slice(0, 10), candidates.length),
      facts: { candidates: candidates.map(({ facts }) => facts) },
    },
  );
}

function unknown(typed: string, rows: readonly Row[], { options }: Context): CommandFailure {
  const candidates = rows.map(candidateOf);
  const shown = nearest(typed, candidates);
  const elsewhere = options.region === null ? 'another region with --region, ' : '';
  return new CommandFailure(
    {
      kind: 'missing',
      message: `There is no balancer "${typed}"${rows.length === 0 ? ', nor any other' : ''}`,
      hint: `It may be in ${elsewhere}another account with --account`,
    },
    {
      lines: candidateLines(shown, candidates.length),
      facts: { candidates: shown.map(({ facts }) => facts) },
    },
  );
}
