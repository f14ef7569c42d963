import type { Form } from '../../model/form.ts';
import { type Node, nodeName } from '../../model/node.ts';
import type { BalancerRef } from '../changes/request.ts';
import { sessionHeader } from './accountCells.ts';
import { changeFromForm } from './changeFromForm.ts';
import { FormPage } from './formPage.ts';
import type { Header, Page } from './page.ts';
import type { PageHost } from './pageHost.ts';

/** The engine's form for a new node. It stays, as it was filled in, until the addition has begun. */
export function addNodePage(host: PageHost, balancer: BalancerRef): Page {
  const { queries } = host.workspace;
  const editing = balancer.session.provider.nodes;
  const known = queries.knownBalancer(balancer.session, balancer.id)?.value ?? null;
  const form: Form = editing?.addForm(known) ?? { title: 'Add a node', fields: [] };
  return new FormPage(host, form, headerOf(host, balancer), (values, left) =>
    changeFromForm(host, { kind: 'add', balancer, nodes: editing?.newNodes(values) ?? [] }, left),
  );
}

/** One number for one node or several. */
export function weightPage(host: PageHost, balancer: BalancerRef, nodes: readonly Node[]): Page {
  const range = balancer.session.provider.nodes?.weight ?? { min: 1, max: 100 };
  const [only] = nodes;
  const whom = nodes.length === 1 && only ? nodeName(only) : `${nodes.length} nodes`;
  const weights = new Set(nodes.map((node) => node.weight));
  const form: Form = {
    title: `Weight of ${whom}`,
    fields: [
      {
        kind: 'number',
        key: 'weight',
        label: 'Weight',
        help: `${range.min} to ${range.max}; a node with weight 2 gets twice what one with weight 1 gets`,
        min: range.min,
        max: range.max,
        initial: weights.size === 1 && only?.weight ? String(only.weight) : '',
      },
    ],
  };
  return new FormPage(host, form, headerOf(host, balancer), (values, left) =>
    changeFromForm(host, { kind: 'weight', balancer, nodes, to: Number(values['weight']) }, left),
  );
}

function headerOf({ workspace }: PageHost, { session }: BalancerRef): Header {
  return { ...sessionHeader(session, workspace.readOnly), count: null, age: null };
}
