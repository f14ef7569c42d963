import { setTimeout as pause } from 'node:timers/promises';

/** After what was asked for is there, late requests still count. */
const LATE_MS = 1_000;
/** Two pages of the engine's, and more rows than the screen. */
const SOME = 120;

const KINDS = [
  ['signing in', /\/tokens/],
  ['pages of the list', /GET .*\/loadbalancers$/],
  ['connections', /GET .*\/connections\//],
  ['balancer', /GET .*\/loadbalancers\/\d+$/],
  ['servers', /GET .*\/servers\//],
  ['changes', /^(?:PUT|POST|DELETE) .*\/loadbalancers\//],
];

/** `1 signing in, 2 pages of the list` */
function told(requests) {
  const counts = new Map();
  for (const request of requests) {
    const [kind] = KINDS.find(([, pattern]) => pattern.test(request)) ?? [request];
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
}

/** Requests that reach the server for what a person does. */
export async function requests(bench, report) {
  report.title('Requests, counted at the server');
  for (const size of bench.quick ? [10] : [10, 10_000]) {
    const { cloud, terminal } = await openCounted(bench, report, size);
    await pause(LATE_MS);
    const after = await cloud.requests();
    report.row('  in the second after it', String(after.length), told(after));
    await terminal.close();
  }
  const { cloud, terminal } = await openCounted(bench, report, SOME);
  await quiet(cloud);
  // In one piece, so that nothing is read for those rows before. The last balancer has a node that drains already.
  terminal.send('Gk\r');
  await terminal.frame('ENABLED');
  await pause(LATE_MS);
  const opened = (await cloud.requests()).filter((request) => !isRefresh(request));
  report.row('opening a balancer', String(opened.length), told(opened));
  report.target('  of them in all', opened.length, 2, 'requests');
  terminal.send('D');
  await terminal.frame('is DRAINING');
  const changed = await cloud.requests();
  report.row('draining a node, until it has settled', String(changed.length), told(changed));
  const sent = changed.filter((request) => request.startsWith('PUT'));
  report.target('  of them changes', sent.length, 1, 'requests');
  await terminal.close();
}

async function openCounted(bench, report, size) {
  const opened = await bench.openList(`requests-${size}`, size);
  const listed = await opened.cloud.requests();
  report.row(`opening a list of ${size}`, String(listed.length), told(listed));
  return opened;
}

/** The list is read every fifteen seconds by itself. */
const isRefresh = (request) => /\/loadbalancers$/.test(request);

/** Waits until nothing more is asked for the rows on the screen. */
async function quiet(cloud) {
  do await pause(LATE_MS);
  while ((await cloud.requests()).length > 0);
}
