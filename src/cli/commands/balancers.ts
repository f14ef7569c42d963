import type { Command } from 'commander';
import type { Balancer } from '../../model/balancer.ts';
import { problemOf } from '../../model/problem.ts';
import type { Session } from '../../state/sessions.ts';
import { examples, type Run, withGlobals } from '../command.ts';
import type { Context } from '../context.ts';
import { balancerJson } from '../print/json.ts';
import { BALANCER_COLUMNS, type BalancerLine } from '../print/listColumns.ts';
import { gather, type Missed, tellMissed } from '../sessions.ts';

/** Balancers whose nodes are read at the same time. */
const AT_ONCE = 4;

/** `sluice balancers`. With --nodes it asks once more for each balancer, for the counts that a list lacks. */
export function addBalancersCommand(program: Command, run: Run): void {
  withGlobals(program.command('balancers'))
    .description('List the load balancers of the accounts.')
    .option(
      '--nodes',
      "read every balancer's nodes too, so that all counts and statuses are known (a look into each)",
    )
    .addHelpText(
      'after',
      examples(
        'sluice balancers',
        'sluice balancers -a prod --region all --nodes',
        'sluice balancers --json | jq -r \'.[] | select(.status != "ACTIVE").name\'',
      ),
    )
    .action((options: { nodes?: boolean }, command: Command) =>
      run(command, (context) => balancers(context, options.nodes ?? false)),
    );
}

async function balancers(context: Context, withNodes: boolean): Promise<void> {
  const { lines, missed, answered } = await readBalancers(context, withNodes);
  const { report } = context;
  report.result(
    lines.map(({ session, balancer }) => balancerJson(session, balancer)),
    // A header without rows would say that there are no balancers, which nobody knows.
    answered ? report.table(BALANCER_COLUMNS, lines) : [],
  );
  tellMissed(context, missed);
}

/** What the command's accounts answered. */
interface BalancersRead {
  /** In the accounts' order. */
  readonly lines: readonly BalancerLine[];
  /** What could not be read. */
  readonly missed: readonly Missed[];
  /** Whether anything could be. */
  readonly answered: boolean;
}

/** Reads the balancers of the command's accounts. Throws only when the user stops the command. */
export async function readBalancers(context: Context, withNodes: boolean): Promise<BalancersRead> {
  const { found, missed } = await gather(context, async (session) => {
    const list = await session.provider.listBalancers({ signal: context.signal });
    return withNodes ? withCounts(context, session, list) : list;
  });
  return {
    lines: found.flatMap(({ session, value }) => value.map((balancer) => ({ session, balancer }))),
    missed,
    answered: found.length > 0,
  };
}

/** The balancers with their nodes counted, and the status that follows from them. One that is gone by now stays as the list had it. */
async function withCounts(
  { signal }: Context,
  session: Session,
  list: readonly Balancer[],
): Promise<readonly Balancer[]> {
  const counted = [...list];
  const waiting = [...list.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, balancer] = next;
      try {
        const { nodes, status } = await session.provider.getBalancer(balancer.id, { signal });
        counted[index] = { ...balancer, nodes, status };
      } catch (thrown) {
        if (problemOf(thrown).kind !== 'missing') throw thrown;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return counted;
}
