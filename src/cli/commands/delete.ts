import type { Command } from 'commander';
import type { BalancerDetail } from '../../model/balancer.ts';
import type { Plan } from '../../state/changes/plan.ts';
import type { BalancerRef, DeleteRequest } from '../../state/changes/request.ts';
import { counted } from '../../state/present/age.ts';
import { protocolText } from '../../state/present/balancerCells.ts';
import { carryOut, planToCarryOut } from '../change.ts';
import { examples, type Run, withGlobals, withTimeout } from '../command.ts';
import { CommandFailure } from '../commandFailure.ts';
import type { Context } from '../context.ts';
import { beforeSending, deadlineOf } from '../deadline.ts';
import { balancerJson } from '../print/json.ts';
import { resolveBalancer } from '../resolve/balancer.ts';

interface Flags {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** `sluice delete`. Without --yes nothing is ever deleted, whatever balancer and account it is. */
export function addDeleteCommand(program: Command, run: Run): void {
  withTimeout(withGlobals(program.command('delete')))
    .description(
      'Delete a balancer; needs --yes. Its nodes’ machines stay. JSON: the balancer, as it was, with deleted: true.',
    )
    .argument('<balancer>', 'id, name, or address:port of a virtual IP; it must mean one balancer')
    .option('--yes', 'delete it: there is no way back, and its addresses are given up')
    .option('--dry-run', 'say what would go, and send nothing')
    .addHelpText(
      'after',
      examples('sluice delete shop-front --dry-run', 'sluice delete 7001 -a prod --region DFW --yes'),
    )
    .action((balancer: string, flags: Flags, command: Command) =>
      run(command, (context) => deleteBalancer(context, balancer, flags)),
    );
}

interface Doomed {
  readonly request: DeleteRequest;
  readonly plan: Plan;
  readonly detail: BalancerDetail;
}

async function deleteBalancer(context: Context, typed: string, flags: Flags): Promise<void> {
  const deadline = deadlineOf(context, flags.timeout);
  const { request, plan, detail } = await beforeSending(
    context,
    deadline,
    `${typed} could not be read, and nothing was deleted`,
    (inTime) => doomed(inTime, typed),
  );
  const { report } = context;
  const { session } = request.balancer;
  const facts = [factsText(detail), ...plan.warnings.map(({ text }) => text)];
  const warnings = plan.warnings.map(({ code, text }) => ({ code, text }));
  const was = balancerJson(session, detail);
  if (flags.dryRun)
    return report.result({ ...was, dryRun: true, warnings }, [
      `${plan.title}: nothing was sent`,
      ...facts.map((line) => `  ${line}`),
    ]);
  if (!flags.yes)
    throw new CommandFailure(
      {
        kind: 'guard',
        message: `Nothing was deleted. ${plan.title} was stopped by a guard rail`,
        hint: 'Add --yes to do it all the same',
      },
      { lines: facts, facts: { warnings, balancer: was } },
    );
  const { summary } = await carryOut(context, request, { yes: true, deadline });
  report.result({ ...was, deleted: true }, [summary]);
}

/** Finds the balancer and reads what would go with it. Throws Failure. */
async function doomed(context: Context, typed: string): Promise<Doomed> {
  const balancer: BalancerRef = await resolveBalancer(context, typed, { forChange: true });
  const request: DeleteRequest = { kind: 'delete', balancer };
  const plan = await planToCarryOut(context, request);
  const detail = await balancer.session.provider.getBalancer(balancer.id, { signal: context.signal });
  return { request, plan, detail };
}

/** `7001 shop-front ACTIVE HTTP :80, 203.0.113.20 PUBLIC, 4 nodes` */
function factsText(detail: BalancerDetail): string {
  const { id, name, status, virtualIps, nodeList } = detail;
  const addresses = virtualIps.map(({ address, type }) => [address, type].filter(Boolean).join(' '));
  const what = [id, name, status, protocolText(detail)].filter(Boolean).join(' ');
  return [what, ...addresses, counted(nodeList.length, 'node')].join(', ');
}
