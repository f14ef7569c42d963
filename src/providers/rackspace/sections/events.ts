import * as z from 'zod/mini';
import type { BalancerDetail } from '../../../model/balancer.ts';
import { nodeAddress } from '../../../model/node.ts';
import { byName } from '../../../model/order.ts';
import { Failure } from '../../../model/problem.ts';
import type { Collection, Item } from '../../sections.ts';
import { nextPage } from '../links.ts';
import { unreadable } from '../problems.ts';
import { cleanJson, list, readEach, text, time, word } from '../wireFields.ts';
import type { SectionParts } from './resource.ts';

/** The engine's greatest page, and how many are read: 5,000 events of 90 days. */
const PAGE = 100;
const MOST_PAGES = 50;

const answerShape = z.object({ nodeServiceEvents: z.array(z.unknown()), links: list });
const eventShape = z.object({
  id: text,
  nodeId: text,
  severity: word,
  title: text,
  description: text,
  detailedMessage: text,
  created: time,
});

/** What happened to the nodes, as the engine wrote it down. */
export function nodeEvents(parts: SectionParts, balancer: BalancerDetail): Collection {
  return {
    kind: 'collection',
    key: 'events',
    title: 'Events',
    one: 'event',
    help: 'What happened to the nodes in the last 90 days',
    columns: [
      { key: 'created', title: 'When' },
      { key: 'severity', title: 'Severity' },
      { key: 'node', title: 'Node' },
      { key: 'title', title: 'Event' },
      { key: 'description', title: 'Description' },
    ],
    empty: 'No events',
    known: null,
    list: ({ signal }) => parts.lifetime.run(signal, (inner) => readAll(parts, balancer, inner)),
  };
}

/** Newest first, which is not how the engine sends them: so all are read. */
async function readAll(
  { session, balancers, labels }: SectionParts,
  balancer: BalancerDetail,
  signal: AbortSignal,
): Promise<readonly Item[]> {
  const what = `read the events of ${labels.balancer(balancer.id)}`;
  const base = `${balancers.url(balancer.id)}/nodes/events`;
  const found = new Map<string, { readonly item: Item; readonly at: string }>();
  let page: { readonly offset: number; readonly limit: number } | null = { offset: 0, limit: PAGE };
  for (let pages = 0; page !== null && pages < MOST_PAGES; pages++) {
    const url = `${base}?limit=${page.limit}&offset=${page.offset}`;
    const { json, body, requestId } = await session.read({ url, what, signal });
    const read = answerShape.safeParse(json);
    if (!read.success) throw new Failure(unreadable(what, body, requestId));
    const { nodeServiceEvents, links } = read.data;
    const before = found.size;
    for (const member of nodeServiceEvents)
      for (const event of readEach(eventShape, [member])) {
        const id = event.id ?? `${event.created} ${event.nodeId}`;
        found.set(id, { item: itemOf(event, id, member, balancer), at: event.created ?? '' });
      }
    page = found.size === before ? null : nextPage(links, { ...page, rows: nodeServiceEvents.length });
  }
  return [...found.values()]
    .sort((a, b) => byName(b.at, a.at) || byName(b.item.id, a.item.id))
    .map(({ item }) => item);
}

function itemOf(
  event: z.infer<typeof eventShape>,
  id: string,
  member: unknown,
  { nodeList }: BalancerDetail,
): Item {
  const node = nodeList.find((candidate) => candidate.id === event.nodeId);
  const { severity, title, detailedMessage } = event;
  const description = [event.description, detailedMessage].filter((part) => part !== null).join(': ');
  return {
    id,
    name: title ?? id,
    cells: {
      // Without the milliseconds, which the engine does not have.
      created: event.created?.replace(/\.\d+Z$/, 'Z') ?? null,
      severity,
      node: node ? nodeAddress(node) : event.nodeId,
      title,
      description: description === '' ? null : description,
    },
    values: {},
    raw: cleanJson(member),
  };
}
