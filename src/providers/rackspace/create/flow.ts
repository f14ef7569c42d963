import { Failure } from '../../../model/problem.ts';
import type { CreateFlow, WizardStep } from '../../create.ts';
import { Kept } from '../../http/kept.ts';
import type { Lifetime } from '../../http/lifetime.ts';
import type { ProviderContext } from '../../provider.ts';
import type { Balancers } from '../balancers.ts';
import { withinLife } from '../formLife.ts';
import type { Labels } from '../labels.ts';
import type { Session } from '../session.ts';
import type { Settling } from '../settling.ts';
import { accountFaults } from './accountCheck.ts';
import { balancerPage } from './balancerPage.ts';
import { BalancerRun } from './balancerRun.ts';
import { NodeAddresses } from './nodeAddresses.ts';
import { nodesPage } from './nodesPage.ts';
import { type NovaServer, NovaServers } from './novaServers.ts';
import type { Offers } from './offers.ts';
import { BALANCER_STEP_ID, planOf, serverStepId } from './plan.ts';
import { readSpec, specFaults } from './readSpec.ts';
import { SPEC_SCHEMA } from './schema.ts';
import { ServerRun } from './serverRun.ts';
import { serversPage } from './serversPage.ts';
import { ServerWatch } from './serverWatch.ts';
import { type BalancerSpec, newServers, type ServerSpec } from './spec.ts';
import { specOfAnswers } from './specOfAnswers.ts';
import { virtualIpPage } from './virtualIpPage.ts';

/** What the room is built from: the opened provider's parts. */
export interface FlowParts {
  readonly context: ProviderContext;
  readonly lifetime: Lifetime;
  readonly session: Session;
  readonly balancers: Balancers;
  readonly settling: Settling;
  readonly labels: Labels;
  readonly offers: Offers;
  readonly balancersBase: string;
  /** null where the account has no Cloud Servers in this region. */
  readonly serversBase: string | null;
  readonly region: string | null;
}

/** Making a balancer with its servers, nodes and virtual IP in one region. */
export function createFlow(parts: FlowParts): CreateFlow {
  const { context, lifetime, session, balancers, settling, labels, offers } = parts;
  const { balancersBase, serversBase, region } = parts;
  const { clock } = context;
  const nova = serversBase === null ? null : new NovaServers(session, serversBase, region);
  const servers = new Kept<readonly NovaServer[]>(
    clock,
    async (signal) => (await nova?.list(signal))?.rows ?? [],
  );
  const all = new Kept(clock, (signal) => balancers.list(signal, () => {}));
  const serverRun = nova && new ServerRun(nova, new ServerWatch(nova, clock), offers, clock);
  const addresses = new NodeAddresses(nova);
  const balancerRun = new BalancerRun({
    session,
    base: balancersBase,
    balancers,
    settling,
    labels,
    clock,
    addresses,
  });
  const sources = {
    session,
    balancersBase,
    serversBase,
    region,
    offers,
    servers,
    balancers: all,
    reader: balancers,
  };
  const pages = [
    balancerPage(offers),
    ...(nova === null ? [] : [serversPage(offers, servers)]),
    nodesPage(servers),
    virtualIpPage(all),
  ];

  const serverOf = (stepId: string, spec: BalancerSpec): { steps: ServerRun; server: ServerSpec } => {
    const server = newServers(spec).find(({ name }) => serverStepId(name) === stepId);
    if (!server)
      throw new Failure({
        kind: 'bug',
        message: `The plan has no step "${stepId}"`,
        hint: 'Please report this',
      });
    if (serverRun === null)
      throw new Failure({
        kind: 'forbidden',
        message: `The account has no Cloud Servers in ${region ?? 'this region'}`,
        hint: 'Name addresses instead of servers',
      });
    return { steps: serverRun, server };
  };

  return {
    steps: pages.map((page) => within(lifetime, page)),
    schema: SPEC_SCHEMA,
    specOf: (answers) => specOfAnswers(answers, offers, servers.last ?? []),
    faultsOf: specFaults,
    check: (spec, { signal }) =>
      lifetime.run(signal, async (inner) => accountFaults(readSpec(spec), sources, inner)),
    plan: (spec) => planOf(readSpec(spec), region),
    run: (stepId, spec, io) =>
      lifetime.run(io.signal, async (signal) => {
        const read = readSpec(spec);
        if (stepId === BALANCER_STEP_ID) return balancerRun.run(read, io, signal);
        const { steps, server } = serverOf(stepId, read);
        return steps.run(server, io, signal);
      }),
    undo: (stepId, spec, io) =>
      lifetime.run(io.signal, async (signal) => {
        const read = readSpec(spec);
        if (stepId === BALANCER_STEP_ID) return balancerRun.undo(read, io, signal);
        const { steps, server } = serverOf(stepId, read);
        return steps.undo(server.name, io, signal);
      }),
  };
}

/** The page with its loads inside the provider's life. */
function within(lifetime: Lifetime, page: WizardStep): WizardStep {
  return { ...page, form: (answers) => withinLife(lifetime, page.form(answers)) };
}
