import { Failure } from '../../../model/problem.ts';
import type { CreateFlow, WizardStep } from '../../create.ts';
import type { Lifetime } from '../../http/lifetime.ts';
import type { ProviderContext } from '../../provider.ts';
import type { Aws } from '../aws.ts';
import type { Balancers } from '../balancers.ts';
import type { Machines } from '../machines.ts';
import { Certificates } from '../sections/certificates.ts';
import { formWithin } from '../sections/within.ts';
import { accountFaults } from './accountCheck.ts';
import { accountNotes } from './accountNotes.ts';
import { balancerPage } from './balancerPage.ts';
import { BalancerRun } from './balancerRun.ts';
import { healthPage } from './healthPage.ts';
import { instancesPage } from './instancesPage.ts';
import { Launches } from './launches.ts';
import { listenersPage } from './listenersPage.ts';
import { networkPage } from './networkPage.ts';
import { Offers } from './offers.ts';
import { BALANCER_STEP_ID, planOf, REGISTRATION_STEP_ID, SERVICE_STEP_ID, serverStepId } from './plan.ts';
import { RegistrationRun } from './registrationRun.ts';
import { readSpec, specFaults } from './rules.ts';
import { SPEC_SCHEMA } from './schema.ts';
import { ServerRun } from './serverRun.ts';
import { newInstances } from './spec.ts';
import { specOfAnswers } from './specOfAnswers.ts';

/** What the room is built from: the opened provider's parts. */
export interface FlowParts {
  readonly aws: Aws;
  readonly balancers: Balancers;
  readonly machines: Machines;
  readonly context: Pick<ProviderContext, 'clock'>;
  readonly lifetime: Lifetime;
}

/** Making a Classic balancer with its listeners and instances in one region. */
export function elbCreateFlow({ aws, balancers, machines, context, lifetime }: FlowParts): CreateFlow {
  const { clock } = context;
  const offers = new Offers(aws, machines, clock);
  const certificates = new Certificates(aws, clock);
  const tools = { aws, balancers, clock };
  const server = new ServerRun(aws, new Launches(aws, clock), clock);
  const balancer = new BalancerRun(tools);
  const registration = new RegistrationRun(tools);
  const pages: readonly WizardStep[] = [
    balancerPage(offers),
    listenersPage(certificates),
    networkPage(offers),
    instancesPage(offers),
    healthPage(),
  ];
  const unknown = (stepId: string) =>
    new Failure({
      kind: 'bug',
      message: `The plan has no step "${stepId}"`,
      hint: 'Please report this',
    });
  return {
    steps: pages.map((page) => ({
      ...page,
      form: (answers) => formWithin(lifetime, page.form(answers)),
    })),
    schema: SPEC_SCHEMA,
    specOf: (answers) => specOfAnswers(answers, offers),
    faultsOf: specFaults,
    check: (spec, { signal }) =>
      lifetime.run(signal, async (inner) =>
        accountFaults(readSpec(spec), { aws, balancers, offers, certificates }, inner),
      ),
    notes: (spec, { signal }) =>
      lifetime.run(signal, async (inner) => accountNotes(readSpec(spec), offers, inner)),
    plan: (spec) => planOf(readSpec(spec), aws.region),
    run: (stepId, spec, io) =>
      lifetime.run(io.signal, async (signal) => {
        const read = readSpec(spec);
        if (stepId === BALANCER_STEP_ID) return balancer.run(read, io, signal);
        if (stepId === REGISTRATION_STEP_ID) return registration.run(read, io, signal);
        if (stepId === SERVICE_STEP_ID) return registration.untilInService(read, io, signal);
        const instance = newInstances(read).find(({ name }) => serverStepId(name) === stepId);
        if (!instance) throw unknown(stepId);
        return server.run(read, instance, io, signal);
      }),
    undo: (stepId, spec, io) =>
      lifetime.run(io.signal, async (signal) => {
        const read = readSpec(spec);
        if (stepId === BALANCER_STEP_ID) return balancer.undo(read, io, signal);
        if (stepId === REGISTRATION_STEP_ID) return registration.undo(read, io, signal);
        if (stepId === SERVICE_STEP_ID) return;
        const instance = newInstances(read).find(({ name }) => serverStepId(name) === stepId);
        if (!instance) throw unknown(stepId);
        return server.undo(instance.name, io, signal);
      }),
  };
}
