import type { BalancerDetail } from '../../model/balancer.ts';
import { overallOf } from '../../state/runs/order.ts';
import type { RunRecord, StepRecord } from '../../state/runs/record.ts';
import { standingOf, statusLine, whatExists } from '../../state/runs/summary.ts';
import type { Session } from '../../state/sessions.ts';
import { balancerJson } from './json.ts';

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** A run as scripts read it. Fields are only ever added; unknown is null. */
export function runJson(run: RunRecord) {
  const { done, total } = overallOf(run);
  return {
    id: run.id,
    kind: run.kind,
    state: run.state,
    undoing: run.undoing,
    account: run.account.name,
    engine: run.engine,
    region: run.region,
    balancer: run.balancer,
    title: run.title,
    status: statusLine(run),
    startedAt: iso(run.at),
    updatedAt: iso(run.updatedAt),
    steps: { done, total },
  };
}

/** The same with all that is known of it. */
export function wholeRunJson(run: RunRecord) {
  return {
    ...runJson(run),
    exists: whatExists(run),
    spec: run.spec,
    stepList: run.steps.map((step) => ({
      id: step.id,
      title: step.title,
      state: step.state,
      after: step.after,
      optional: step.optional,
      facts: step.facts,
      startedAt: iso(step.startedAt),
      endedAt: iso(step.endedAt),
      problem: step.problem,
    })),
  };
}

/** The id of what a step has made; null where nothing stands or its id is not known. */
function madeId({ facts }: StepRecord): string | null {
  return facts['id'] || null;
}

/** The id of the balancer that a run has made; null where there is none. */
export function madeBalancerId(run: RunRecord): string | null {
  const step = standingOf(run).exists.find(({ id }) => id === 'balancer');
  return step ? madeId(step) : null;
}

/** The servers that a run has made and that stand at the engine. */
export function madeServers(run: RunRecord) {
  return standingOf(run).exists.flatMap((step) => {
    const [, name] = /^server (.+)$/.exec(step.id) ?? [];
    const id = madeId(step);
    return name === undefined || id === null ? [] : [{ name, id, address: step.facts['address'] || null }];
  });
}

/** What a run has made, as scripts read it: `balancer` is null where there is none; `read` is its last reading. */
export function madeJson(session: Session, run: RunRecord, read: BalancerDetail | null) {
  const id = madeBalancerId(run);
  return {
    run: run.id,
    state: run.state,
    account: run.account.name,
    engine: run.engine,
    region: run.region,
    balancer: read ? balancerJson(session, read) : id === null ? null : unreadBalancer(run, id),
    servers: madeServers(run),
  };
}

/** A balancer of which its id alone is sure. */
function unreadBalancer({ account, engine, region, balancer }: RunRecord, id: string) {
  return {
    account: account.name,
    engine,
    region,
    id,
    name: balancer,
    status: null,
    protocol: null,
    port: null,
    algorithm: null,
    nodes: null,
    virtualIps: null,
  };
}
