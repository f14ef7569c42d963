import type { Form, FormValues } from '../../model/form.ts';
import { type Node, nodeName } from '../../model/node.ts';
import { problemOf } from '../../model/problem.ts';
import type { BalancerRef } from '../changes/request.ts';
import { type Manner, outlineOf, planMaintenance, whomText } from '../maintenance/plan.ts';
import { asSpec, type Work } from '../maintenance/spec.ts';
import { MAINTENANCE } from '../maintenance/summary.ts';
import { sessionHeader } from './accountCells.ts';
import { FormPage } from './formPage.ts';
import type { Page } from './page.ts';
import type { PageHost } from './pageHost.ts';
import { RunPage } from './runPage.ts';

const DAY_S = 86_400;

function formOf(nodes: readonly Node[]): Form {
  return {
    title: `Maintenance of ${whomText(nodes.map(nodeName))}`,
    fields: [
      {
        kind: 'number',
        key: 'atOnce',
        label: 'At once',
        help: 'Nodes that are out of service at the same time, at most',
        initial: '1',
        min: 1,
        max: Math.max(1, nodes.length),
      },
      {
        kind: 'number',
        key: 'drain',
        label: 'Drain, seconds',
        help: 'Longest wait for the connections of a node to end',
        initial: '300',
        min: 0,
        max: DAY_S,
      },
      {
        kind: 'choice',
        key: 'work',
        label: 'When drained',
        initial: 'hold',
        options: [
          { value: 'hold', label: 'hold it', help: 'Until you let it go on with enter' },
          { value: 'command', label: 'run a command', help: 'Once for each node, on this machine' },
          { value: 'none', label: 'go on', help: 'Enable it again at once' },
        ],
      },
      {
        kind: 'text',
        key: 'command',
        label: 'Command',
        help: 'For the shell; $SLUICE_NODE and $SLUICE_NODE_ADDRESS name the node',
        shownWhen: (values) => values['work'] === 'command',
      },
      {
        kind: 'number',
        key: 'healthy',
        label: 'Healthy, seconds',
        help: 'Longest wait for an enabled node to be ONLINE; it stops there otherwise',
        initial: '120',
        min: 0,
        max: DAY_S,
      },
    ],
  };
}

function mannerOf(values: FormValues): Manner {
  const command = values['command'] ?? '';
  const kind = values['work'];
  const work: Work = kind === 'command' ? { kind, command } : kind === 'none' ? { kind } : { kind: 'hold' };
  return {
    atOnce: Number(values['atOnce']),
    drainTimeoutMs: Number(values['drain']) * 1_000,
    healthyTimeoutMs: Number(values['healthy']) * 1_000,
    work,
  };
}

/** The form of a maintenance of some nodes; sending it says what will be done, and begins it. */
export function maintenancePage(
  host: PageHost,
  balancer: BalancerRef,
  nodes: readonly Node[],
  all: readonly Node[],
): Page {
  const { session, id, name } = balancer;
  const header = { ...sessionHeader(session, host.workspace.readOnly), count: null, age: null };
  return new FormPage(host, formOf(nodes), header, (values) => {
    const { spec, skipped, warnings } = outlineOf({ id, name }, nodes, all, mannerOf(values));
    const plan = planMaintenance(spec);
    const begin = () => {
      try {
        const flow = host.workspace.flowOf(session, MAINTENANCE);
        if (!flow) return;
        const run = host.workspace.runs.start({ flow, session, spec: asSpec(spec), kind: MAINTENANCE });
        host.back();
        host.push(new RunPage(host, run.id));
      } catch (thrown) {
        host.sayProblem(problemOf(thrown));
      }
    };
    const production = session.account.production ? [`${session.account.name} is a production account`] : [];
    host.ask({
      title: `${plan.title}?`,
      lines: [
        ...warnings,
        ...production,
        ...plan.words,
        ...skipped.map(({ name: who, why }) => `Left out: ${who}: ${why}`),
      ],
      names: [],
      yes: 'Begin',
      typed: null,
      cancelled: 'Nothing was begun',
      onYes: begin,
    });
  });
}
