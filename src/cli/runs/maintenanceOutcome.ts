import { maintenanceOf } from '../../state/maintenance/spec.ts';
import { lacksText, maintenanceText, nodeCourses } from '../../state/maintenance/summary.ts';
import type { RunRecord } from '../../state/runs/record.ts';

/** What became of a maintenance, as scripts read it. Fields are only ever added; unknown is null. */
export function maintenanceJson(run: RunRecord) {
  const { balancer, nodes } = maintenanceOf(run.spec);
  return {
    run: run.id,
    kind: run.kind,
    state: run.state,
    account: run.account.name,
    engine: run.engine,
    region: run.region,
    balancer,
    nodes: nodeCourses(run.steps).map(({ name, at, steps }) => ({
      name,
      id: nodes.find((node) => node.name === name)?.id ?? null,
      phase: at.id.split(' ')[0] ?? null,
      state: at.state,
      connectionsLeft: /^\d+$/.test(steps.drain?.facts['left'] ?? '')
        ? Number(steps.drain?.facts['left'])
        : null,
      lacks: steps.drain ? lacksText(steps.drain) : null,
      problem: at.problem,
    })),
  };
}

/** The same for a person. */
export function maintenanceLines(run: RunRecord): readonly string[] {
  return [`${run.title}: ${run.state}`, maintenanceText(run)];
}
