import * as z from 'zod/mini';
import { Failure } from '../../model/problem.ts';
import { isLoopback } from '../http/loopback.ts';
import { list, readEach, text } from './wireFields.ts';

/** Where one service is reached. */
export interface Endpoint {
  readonly name: string;
  readonly type: string;
  /** Upper case; null for a service without regions. */
  readonly region: string | null;
  /** Without a trailing slash; the account number is part of it. */
  readonly base: string;
}

/** Name and type together make a service: two entries share the type `compute`, and doubles repeat `rax:load-balancer`. */
export interface ServiceId {
  readonly name: string;
  readonly type: string;
}

const LOAD_BALANCERS: ServiceId = { name: 'cloudLoadBalancers', type: 'rax:load-balancer' };
/** The second generation; the first one, `cloudServers`, has no regions and is not spoken to. */
export const SERVERS: ServiceId = { name: 'cloudServersOpenStack', type: 'compute' };
/** Only the sandbox has it: open connections by node, which Rackspace does not count. */
export const CONNECTIONS: ServiceId = { name: 'sandboxConnections', type: 'sluice:connections' };

const entryShape = z.object({ name: text, type: text, endpoints: list });
const endpointShape = z.object({ region: text, publicURL: text });

/** The endpoints of a service catalogue; what cannot be used is left out. */
export function readCatalogue(entries: readonly unknown[]): Endpoint[] {
  return readEach(entryShape, entries).flatMap(({ name, type, endpoints }) =>
    readEach(endpointShape, endpoints).flatMap(({ region, publicURL }) => {
      const base = readBase(publicURL);
      if (name === null || type === null || base === null) return [];
      return [{ name, type, region: region?.trim().toUpperCase() || null, base }];
    }),
  );
}

/** A token goes to this URL: https, or this machine. */
function readBase(publicUrl: string | null): string | null {
  if (publicUrl === null || !URL.canParse(publicUrl)) return null;
  const url = new URL(publicUrl);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!safe || url.username !== '' || url.password !== '') return null;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** The endpoint of a service in a region, or null. */
export function endpointOf(
  catalogue: readonly Endpoint[],
  service: ServiceId,
  region: string | null,
): Endpoint | null {
  return endpointsOf(catalogue, service).find((endpoint) => endpoint.region === region) ?? null;
}

function endpointsOf(catalogue: readonly Endpoint[], service: ServiceId): Endpoint[] {
  return catalogue.filter(({ name, type }) => name === service.name && type === service.type);
}

/** The balancer service of the region to work in, and all regions that have one. */
export interface Place {
  readonly region: string | null;
  readonly regions: readonly string[];
  readonly balancers: Endpoint;
}

/**
 * Chooses the region: the wanted one, else the account's default where it is listed, else the first. Throws Failure
 * `invalid` for a region the account does not have, `forbidden` when it has no load balancers at all.
 */
export function choosePlace(
  catalogue: readonly Endpoint[],
  wanted: string | null,
  usual: string | null,
  account: string,
): Place {
  const endpoints = endpointsOf(catalogue, LOAD_BALANCERS);
  const regions = [...new Set(endpoints.flatMap(({ region }) => (region === null ? [] : [region])))];
  const inRegion = (region: string | null) =>
    region === null ? undefined : endpoints.find((e) => e.region === region.trim().toUpperCase());
  const named = wanted?.trim() || null;
  if (named !== null && regions.length > 0 && !inRegion(named))
    throw new Failure({
      kind: 'invalid',
      message: `${account} has no load balancers in a region called ${named}`,
      hint: `Its regions are ${regions.join(', ')}`,
    });
  const chosen = inRegion(named) ?? inRegion(usual) ?? inRegion(regions[0] ?? null) ?? endpoints[0];
  if (!chosen)
    throw new Failure({
      kind: 'forbidden',
      message: `Cloud Load Balancers are not among the services of ${account}`,
      hint: 'Ask the account’s administrator for access to them, or check that the login is the right one',
    });
  return { region: chosen.region, regions, balancers: chosen };
}
