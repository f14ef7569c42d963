import type { Counter } from '../../model/usage.ts';
import type { Row } from './table.ts';

/** Columns of `show stat` that are numbers and count nothing: who it is, how it is set up, states as codes. */
const NO_COUNTERS: ReadonlySet<string> = new Set([
  'pid',
  'iid',
  'sid',
  'type',
  'slim',
  'weight',
  'uweight',
  'tracked',
  'agg_server_status',
  'agg_server_check_status',
  'agg_check_status',
]);

/** What a column counts, and in which unit where it is no plain number. */
const WORDS: Readonly<Record<string, readonly [label: string, unit?: NonNullable<Counter['unit']>]>> = {
  qcur: ['requests that wait for a server'],
  qmax: ['most that waited at once'],
  scur: ['sessions open'],
  smax: ['most open at once'],
  stot: ['sessions'],
  bin: ['came in', 'B'],
  bout: ['went out', 'B'],
  reqbin: ['came in from clients', 'B'],
  reqbout: ['went out to servers', 'B'],
  resbin: ['came in from servers', 'B'],
  resbout: ['went out to clients', 'B'],
  dreq: ['requests refused by rules'],
  dresp: ['responses refused by rules'],
  econ: ['connections to servers that failed'],
  eresp: ['responses that failed'],
  wretr: ['connections tried again'],
  wredis: ['requests sent to another server'],
  act: ['servers in use'],
  bck: ['backup servers in use'],
  chkdown: ['times that no server was left'],
  lastchg: ['since it came up or went down', 's'],
  downtime: ['without a server', 's'],
  lbtot: ['times a server was chosen'],
  rate: ['new sessions', '/s'],
  rate_max: ['most new sessions', '/s'],
  hrsp_1xx: ['responses 1xx'],
  hrsp_2xx: ['responses 2xx'],
  hrsp_3xx: ['responses 3xx'],
  hrsp_4xx: ['responses 4xx'],
  hrsp_5xx: ['responses 5xx'],
  hrsp_other: ['responses of no known class'],
  req_tot: ['requests'],
  cli_abrt: ['broken off by clients'],
  srv_abrt: ['broken off by servers'],
  comp_in: ['before compression', 'B'],
  comp_out: ['after compression', 'B'],
  comp_byp: ['not compressed', 'B'],
  comp_rsp: ['responses compressed'],
  lastsess: ['since the last session', 's'],
  qtime: ['wait for a server, on average', 'ms'],
  ctime: ['connecting to a server, on average', 'ms'],
  rtime: ['response of a server, on average', 'ms'],
  ttime: ['whole session, on average', 'ms'],
  qtime_max: ['longest wait for a server', 'ms'],
  ctime_max: ['longest connecting to a server', 'ms'],
  rtime_max: ['longest response of a server', 'ms'],
  ttime_max: ['longest session', 'ms'],
  wrew: ['headers that could not be rewritten'],
  connect: ['connections to servers opened'],
  reuse: ['connections to servers used again'],
  cache_lookups: ['looked up in the cache'],
  cache_hits: ['found in the cache'],
  eint: ['errors inside HAProxy'],
  ssl_sess: ['SSL sessions'],
  ssl_reused_sess: ['SSL sessions used again'],
  ssl_failed_handshake: ['SSL handshakes that failed'],
  h1_open_connections: ['HTTP/1 connections open'],
  h1_open_streams: ['HTTP/1 streams open'],
  h1_total_connections: ['HTTP/1 connections'],
  h1_total_streams: ['HTTP/1 streams'],
  h1_bytes_in: ['HTTP/1 came in', 'B'],
  h1_bytes_out: ['HTTP/1 went out', 'B'],
  h1_spliced_bytes_in: ['HTTP/1 came in by splicing', 'B'],
  h1_spliced_bytes_out: ['HTTP/1 went out by splicing', 'B'],
  h2_open_connections: ['HTTP/2 connections open'],
  h2_backend_open_streams: ['HTTP/2 streams open'],
  h2_total_connections: ['HTTP/2 connections'],
  h2_backend_total_streams: ['HTTP/2 streams'],
};

/**
 * What a line of `show stat` counts. A column that is not known here is one of another version: it keeps HAProxy's name, and is
 * left out while it is zero. So is a time since something that has not been, which is below zero.
 */
export function countersOf(row: Row): readonly Counter[] {
  return row.numbers().flatMap(({ name, value }) => {
    if (NO_COUNTERS.has(name) || value < 0) return [];
    const words = WORDS[name];
    if (!words) return value === 0 ? [] : [{ name, value }];
    const [label, unit] = words;
    return [{ name, value, label, ...(unit ? { unit } : {}) }];
  });
}
