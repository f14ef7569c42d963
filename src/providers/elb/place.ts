import { Failure } from '../../model/problem.ts';
import { cleanText } from '../../model/text.ts';
import type { Environment } from '../http/dispatchers.ts';
import { isLoopback } from '../http/loopback.ts';
import type { Login } from '../provider.ts';
import type { Profile } from './profiles.ts';
import type { ServiceName } from './sdk.ts';

/** The regions that every account has; others are switched on one by one and can be named all the same. */
const EVERYWHERE = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'sa-east-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
];
/** Parts of AWS with accounts of their own, by how their regions begin. */
const APART: Readonly<Record<string, readonly string[]>> = {
  'cn-': ['cn-north-1', 'cn-northwest-1'],
  'us-gov-': ['us-gov-east-1', 'us-gov-west-1'],
};

/**
 * The region to work in: the account's, AWS_REGION, AWS_DEFAULT_REGION (which the SDK passes over and the AWS command
 * reads), the profile's. Throws Failure `invalid` where nothing says one.
 */
export function regionOf(login: Login, env: Environment, profile: Profile | null): string {
  const found = login.region || env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || profile?.region || '';
  const region = found.trim().toLowerCase();
  if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(region)) return region;
  throw new Failure({
    kind: 'invalid',
    message:
      region === ''
        ? `Nothing says which region of AWS ${login.account} is to open`
        : `“${cleanText(found)}” is not the name of an AWS region`,
    hint: 'Give it with --region, in the account, in AWS_REGION, or in the profile: us-east-1',
  });
}

/**
 * The regions of the account's part of AWS, `region` among them. An endpoint of one's own has those that the account's
 * settings list, or the one.
 */
export function regionsBeside(
  region: string,
  ownEndpoint: boolean,
  settings: Login['settings'],
): readonly string[] {
  if (ownEndpoint) {
    const listed = settings['regions']?.split(',').filter(Boolean) ?? [];
    return listed.includes(region) ? listed : [region, ...listed];
  }
  const apart = Object.entries(APART).find(([start]) => region.startsWith(start))?.[1];
  const all = apart ?? EVERYWHERE;
  return all.includes(region) ? all : [region, ...all];
}

/** How services are called where an endpoint is set for one: `AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING`. */
const SERVICE_IDS: Readonly<Record<keyof Endpoints, string>> = {
  elb: 'ELASTIC_LOAD_BALANCING',
  ec2: 'EC2',
  cloudwatch: 'CLOUDWATCH',
  ssm: 'SSM',
  sts: 'STS',
  acm: 'ACM',
  iam: 'IAM',
};

/** The endpoint set for each service, also for the one that roles are taken on at; null is AWS's own. */
export type Endpoints = Readonly<Record<ServiceName | 'sts', string | null>>;

/** The account's endpoint, else what the environment or the profile sets. Throws Failure `invalid` for no URL. */
export function endpointsOf(login: Login, env: Environment, profile: Profile | null): Endpoints {
  const ignored =
    env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true' ||
    profile?.ignoresEndpoints === true;
  const configured = (id: string) =>
    ignored
      ? null
      : env[`AWS_ENDPOINT_URL_${id}`] ||
        env['AWS_ENDPOINT_URL'] ||
        profile?.endpoint(id.toLowerCase()) ||
        null;
  const found = Object.entries(SERVICE_IDS).map(([service, id]) => {
    const text = login.settings['endpoint'] || configured(id);
    if (text !== null && endpointFault(text) !== null)
      throw new Failure({
        kind: 'invalid',
        message: `The endpoint “${cleanText(text).slice(0, 80)}” is not a URL`,
        hint: 'Write it as http://127.0.0.1:4566, or leave it out for AWS itself',
      });
    return [service, text];
  });
  return Object.fromEntries(found) as Endpoints;
}

/** What is wrong with an endpoint, in a few words, or null. */
export function endpointFault(text: string): string | null {
  if (!URL.canParse(text)) return 'This is no URL: write http://127.0.0.1:4566';
  const { protocol, username, search, hash } = new URL(text);
  if (!/^https?:$/.test(protocol)) return 'It must begin with https:// or http://';
  return username || search || hash ? 'It may hold a host, a port and a path only' : null;
}

/**
 * The engine's name on the screen. An endpoint that is not AWS's is part of it: nobody is to believe that he drains a node
 * of AWS. The sandbox says what it is by its account's name.
 */
export function labelOf(account: string, endpoint: string | null): string {
  if (endpoint === null) return 'AWS ELB';
  const { host, hostname, pathname } = new URL(endpoint);
  if (/\.amazonaws\.com(?:\.cn)?$/.test(hostname)) return 'AWS ELB';
  const sandbox = account.startsWith('sandbox') && isLoopback(hostname) && /^\/aws(?:\/|$)/.test(pathname);
  return sandbox ? 'AWS ELB' : `AWS ELB (${host})`;
}
