import type { CreateFlow, Spec, SpecFault } from '../../state/engines.ts';
import { CommandFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import type { OpenFlow } from '../runs/flow.ts';
import { schemaCommand } from './schemaCommand.ts';

/**
 * What was read as a spec, checked by itself and then against the account. Throws Failure with every fault of the first
 * check that finds any: `invalid`, or `quota` where only the account's limits are in the way.
 */
export async function checkSpec(
  context: Context,
  { session, flow }: OpenFlow,
  value: unknown,
): Promise<Spec> {
  if (!isSpec(flow, value)) throw faulty(context, 'The spec is wrong', flow.faultsOf(value));
  const faults = await flow.check(value, { signal: context.signal });
  const { account, region } = session;
  const where = [account.name, region].filter(Boolean).join(' in ');
  if (faults.length > 0) throw faulty(context, `The spec does not fit ${where}`, faults);
  return value;
}

function isSpec(flow: CreateFlow, value: unknown): value is Spec {
  return flow.faultsOf(value).length === 0;
}

function faulty(context: Context, message: string, faults: readonly SpecFault[]): CommandFailure {
  return new CommandFailure(
    {
      kind: faults.every(({ limit }) => limit) ? 'quota' : 'invalid',
      message,
      hint: `Nothing was made. ${schemaCommand(context)} says what a spec holds`,
    },
    {
      lines: faults.map(({ path, message: fault }) => `${path || 'spec'}: ${fault}`),
      facts: { faults: faults.map(({ path, message: fault }) => ({ path, message: fault })) },
    },
  );
}
