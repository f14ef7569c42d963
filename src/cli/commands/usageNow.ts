import type { Counter } from '../../model/usage.ts';
import { cell } from '../../state/present/cell.ts';
import { isoTime } from '../../state/usage/recordFields.ts';
import { usageFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import type { TableColumn } from '../print/table.ts';
import { resolveBalancer } from '../resolve/balancer.ts';
import { shellWord } from '../shellWord.ts';

/** Beside counters in plain words: what their numbers are in, and what the engine calls them. */
const EXPLAINED: readonly TableColumn<Counter>[] = [
  { title: 'UNIT', cell: ({ unit }) => cell(unit ?? '') },
  { title: 'NAME', cell: ({ name }) => cell(name, 'dim') },
];

/** Prints what a balancer counts just now: for people in plain words, as JSON by the engine's own names. Throws Failure. */
export async function usageNow(context: Context, typed: string | undefined): Promise<void> {
  if (typed === undefined)
    throw usageFailure(
      '--now is asked of one balancer, and none is named',
      'Write sluice usage BALANCER --now',
    );
  const { session, id, name } = await resolveBalancer(context, typed, { forChange: false });
  const { account, provider, region } = session;
  if (!provider.counters)
    throw usageFailure(
      provider.missing['counters'] ?? `${provider.label} does not tell what a balancer counts now`,
      `"sluice usage ${shellWord(name)}" shows what it carried`,
    );
  const { report, signal, workspace } = context;
  const now = await provider.counters.read(id, { signal });
  const counters = now && Object.fromEntries(now.all.map((counter) => [counter.name, counter.value]));
  report.result(
    {
      account: account.name,
      engine: provider.engine,
      region,
      balancer: name,
      balancerId: id,
      at: isoTime(now?.at ?? workspace.clock.now()),
      counters,
    },
    now === null
      ? [`${name} has no numbers just now: it is busy or not ACTIVE`]
      : report.table(
          [
            { title: 'COUNTER', cell: ({ name, label }) => cell(label ?? name) },
            { title: 'NOW', align: 'right', cell: ({ value }) => cell(String(value)) },
            ...(now.all.some(({ label }) => label) ? EXPLAINED : []),
          ],
          now.all,
        ),
  );
}
