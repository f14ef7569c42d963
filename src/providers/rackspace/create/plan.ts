import { nodeAddress } from '../../../model/node.ts';
import { cleanText } from '../../../model/text.ts';
import type { RunPlan, RunStep } from '../../create.ts';
import { some } from '../../inWords.ts';
import { balancerBody, serverBody } from './bodies.ts';
import { type BalancerSpec, existingServers, newServers, type ServerSpec } from './spec.ts';

/** Ids of steps stand in the files of runs: under another one a run begun before could not be gone on with. */
export const BALANCER_STEP_ID = 'balancer';

/** `server web-1` */
export function serverStepId(name: string): string {
  return `server ${name}`;
}

/** What stands in a shown call for what is known only when it is made. */
const THIS_RUN = '<this run>';

/** The plan of a spec, in words and in steps. */
export function planOf(spec: BalancerSpec, region: string | null): RunPlan {
  const where = region === null ? '' : ` in ${region}`;
  return {
    title: `Create balancer ${cleanText(spec.name)}${where}`,
    balancer: cleanText(spec.name),
    words: [
      balancerWords(spec),
      virtualIpWords(spec),
      ...newServerWords(newServers(spec)),
      ...existingWords(existingServers(spec)),
      ...nodeWords(spec),
      ...settingWords(spec),
      waitWords(spec),
    ].map(cleanText),
    steps: [...newServers(spec).map(serverStep), balancerStep(spec)],
  };
}

function serverStep(server: ServerSpec): RunStep {
  const id = serverStepId(server.name);
  const image = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(server.image) ? server.image : `<id of ${server.image}>`;
  const flavor = /\s/.test(server.flavor) ? `<id of ${server.flavor}>` : server.flavor;
  return {
    id,
    title: `Create server ${server.name} and wait for its address`,
    after: [],
    calls: [
      {
        method: 'POST',
        path: '/servers',
        body: serverBody(server, { image, flavor, runId: THIS_RUN, stepId: id }),
      },
    ],
    optional: true,
  };
}

function balancerStep(spec: BalancerSpec): RunStep {
  const nodes = spec.nodes.map(({ server, address, ...node }) => ({
    ...node,
    address: address ?? `<address of ${server}>`,
  }));
  return {
    id: BALANCER_STEP_ID,
    title: `Create balancer ${cleanText(spec.name)} and wait until it is ACTIVE`,
    after: newServers(spec).map(({ name }) => serverStepId(name)),
    calls: [{ method: 'POST', path: '/loadbalancers', body: balancerBody(spec, nodes, THIS_RUN) }],
    optional: false,
  };
}

function balancerWords({ name, protocol, port, algorithm }: BalancerSpec): string {
  return `Balancer ${cleanText(name)} takes ${protocol} on port ${port} and spreads it by ${algorithm}; it is billed by the hour`;
}

function virtualIpWords({ virtualIp: { type, ipVersion, share } }: BalancerSpec): string {
  if (share !== undefined) {
    const ids = share.map(({ id }) => String(id));
    return `It shares the virtual IP${ids.length > 1 ? 's' : ''} ${some(ids, 'and')} with the balancers that have ${ids.length > 1 ? 'them' : 'it'}`;
  }
  if (type === 'SERVICENET') return 'It gets a SERVICENET address, reached from inside the region only';
  const what =
    ipVersion === undefined
      ? 'PUBLIC IPv4 and IPv6 addresses'
      : `a PUBLIC ${ipVersion === 'IPV4' ? 'IPv4' : 'IPv6'} address`;
  return `It gets ${what}, reached from everywhere; their traffic is billed`;
}

/** One sentence for each kind of server. */
function newServerWords(servers: readonly ServerSpec[]): string[] {
  const kinds = new Map<string, ServerSpec[]>();
  for (const server of servers) {
    const kind = JSON.stringify([server.image, server.flavor, server.keyName ?? '']);
    kinds.set(kind, [...(kinds.get(kind) ?? []), server]);
  }
  return [...kinds.values()].map((alike) => {
    const [{ image, flavor, keyName } = { image: '', flavor: '', keyName: undefined }] = alike;
    const names = some(
      alike.map(({ name }) => name),
      'and',
    );
    const key = keyName === undefined ? 'without a key pair' : `with the key pair ${keyName}`;
    const count = alike.length === 1 ? '1 new server' : `${alike.length} new servers`;
    const billed = alike.length === 1 ? 'it is' : 'each is';
    return `${count}, ${names}, of flavor ${flavor} with image ${image}, ${key}; ${billed} billed from the moment it is made`;
  });
}

function existingWords(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [
    `It sends traffic to ${names.length === 1 ? 'the running server' : 'the running servers'} ${some(names, 'and')}`,
  ];
}

function nodeWords({ nodes, healthMonitor }: BalancerSpec): string[] {
  if (nodes.length === 0) return ['It has no nodes and answers nobody until some are added'];
  const names = nodes.map(({ server, address, port }) =>
    server === undefined ? nodeAddress({ id: '', address: address ?? null, port }) : `${server}:${port}`,
  );
  const words = [`${nodes.length === 1 ? '1 node' : `${nodes.length} nodes`}: ${some(names, 'and')}`];
  for (const condition of ['DRAINING', 'DISABLED'] as const) {
    const count = nodes.filter((node) => node.condition === condition).length;
    if (count > 0)
      words.push(
        `${count} of them ${count === 1 ? 'is' : 'are'} ${condition} and ${count === 1 ? 'gets' : 'get'} no new connections`,
      );
  }
  if (healthMonitor === undefined && nodes.some(({ condition = 'ENABLED' }) => condition === 'ENABLED'))
    words.push(
      'Without a health monitor the nodes get traffic at once, whether their application answers or not',
    );
  return words;
}

function settingWords({ timeout, sessionPersistence, healthMonitor, metadata }: BalancerSpec): string[] {
  const words: string[] = [];
  if (timeout !== undefined) words.push(`An idle connection is kept ${timeout} seconds`);
  if (sessionPersistence !== undefined) words.push(`Clients stay on their node by ${sessionPersistence}`);
  if (healthMonitor !== undefined) {
    const { type, delay = 10, attempts = 3, path = '/' } = healthMonitor;
    const page = type === 'CONNECT' ? '' : ` for ${path}`;
    words.push(
      `Nodes are checked by ${type}${page} every ${delay} seconds and are OFFLINE after ${attempts} failures`,
    );
  }
  const keys = Object.keys(metadata ?? {});
  if (keys.length > 0) words.push(`Metadata: ${some(keys, 'and')}`);
  return words;
}

function waitWords(spec: BalancerSpec): string {
  const count = newServers(spec).length;
  if (count === 0) return 'The balancer is usually ACTIVE within a minute';
  const servers = count === 1 ? 'The server is made first' : 'The servers are made at the same time';
  return `${servers}, usually in a few minutes; the balancer follows when ${count === 1 ? 'it has its' : 'all have their'} private address, and is usually ACTIVE within a minute`;
}
