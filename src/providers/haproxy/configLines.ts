import type { BalancerDetail } from '../../model/balancer.ts';
import { nodeAddress } from '../../model/node.ts';
import { balanceLines } from './algorithm.ts';
import { factsOf } from './backends.ts';
import { conditionOf, type Server } from './server.ts';
import { placeText, type SocketPlace } from './socketPlace.ts';

/**
 * A frontend and a backend as they would stand in the configuration, from what can be read while HAProxy runs: what servers
 * there are now, with what weight, also those that were added since. Copied, it makes changes last.
 */
export function configLines(balancer: BalancerDetail): readonly string[] {
  const facts = factsOf(balancer);
  const { name, protocol, algorithm } = balancer;
  const mode = protocol === null ? [] : [`    mode ${protocol.toLowerCase()}`];
  const cookie = facts?.backend['cookie'];
  const binds = balancer.virtualIps.map(({ address }) => {
    const host = address.includes(':') ? `[${address}]` : address;
    return `    bind ${host}:${balancer.port ?? 80}`;
  });
  return [
    `frontend ${name}-in`,
    ...mode,
    ...(binds.length > 0 ? binds : ['    bind :80']),
    `    default_backend ${name}`,
    '',
    `backend ${name}`,
    ...mode,
    ...balanceLines(algorithm).map((line) => `    ${line}`),
    ...(cookie === undefined ? [] : [`    cookie ${cookie} insert indirect nocache`]),
    ...Object.values(facts?.servers ?? {}).map((server) => `    ${serverLine(server, cookie !== undefined)}`),
    '    # Timeouts, rules, how cookies are set and checks are made is not told by a running HAProxy: keep yours.',
  ];
}

function serverLine(server: Server, hasCookie: boolean): string {
  const { name, hostName, port, weight, follows } = server;
  const place = hostName === null ? nodeAddress({ ...server, id: name }) : `${hostName}:${port ?? ''}`;
  return [
    `server ${name} ${place}`,
    ...(follows !== null ? [`track ${follows}`] : server.checked === null ? [] : ['check']),
    ...(server.tls ? ['ssl'] : []),
    ...(hasCookie && server.cookie !== null ? [`cookie ${server.cookie}`] : []),
    ...(weight === null || weight === 1 ? [] : [`weight ${weight}`]),
    ...(server.backup === true ? ['backup'] : []),
    ...(conditionOf(server) === 'DISABLED' ? ['disabled'] : []),
  ].join(' ');
}

/** What keeps states, weights and addresses over a reload. */
export const STATE_FILE_LINES: readonly string[] = [
  'global',
  '    server-state-file /var/lib/haproxy/server-state',
  'defaults',
  '    load-server-state-from-file global',
];

/**
 * What a shell must run before each reload, or the file brings back what was; on the machine of the socket where that is
 * reached through ssh.
 */
export function stateFileCommand(place: SocketPlace): string {
  const socket = place.kind === 'tcp' ? `tcp:${placeText(place)}` : shellWord(socatPath(place.path));
  return `echo "show servers state" | socat stdio ${socket} > /var/lib/haproxy/server-state`;
}

/** To socat these end a path, or begin something in it. */
function socatPath(path: string): string {
  return path.replace(/[:,!"'\\()[\]{}]/g, '\\$&');
}

/** The text as one word of a shell, which takes nothing in it for more. */
function shellWord(text: string): string {
  return /^[\w./@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
