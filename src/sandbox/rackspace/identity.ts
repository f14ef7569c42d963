import { type Answer, type Call, json } from '../exchange.ts';
import { REGIONS } from '../world/commands.ts';
import { TIMINGS } from '../world/timings.ts';
import { isSame, issueToken, tokenExpiry } from '../world/token.ts';
import type { World } from '../world/world.ts';
import { wrapped } from './faults.ts';

/** Identity v2.0: tokens and what they open. */
export function answerIdentity(world: World, call: Call): Answer {
  const [, , version, resource, ...more] = call.segments;
  if (version !== 'v2.0' || more.length > 0) return wrapped(404, 'itemNotFound', 'Not Found');
  if (resource === 'tokens') return call.method === 'POST' ? authenticate(world, call) : notAllowed('POST');
  if (resource === 'tenants') return call.method === 'GET' ? tenants(world, call) : notAllowed('GET');
  return wrapped(404, 'itemNotFound', 'Not Found');
}

function notAllowed(allowed: string): Answer {
  const fault = wrapped(405, 'badMethod', 'Method Not Allowed');
  return { ...fault, headers: { ...fault.headers, Allow: allowed } };
}

function tenants(world: World, call: Call): Answer {
  const { genesis, state } = world;
  if (tokenExpiry(genesis, state.tokenEpoch, call.header('x-auth-token') ?? '', world.now()) === null)
    return wrapped(401, 'unauthorized', 'No valid token provided. Please use the X-Auth-Token header.');
  const id = String(genesis.account);
  return json(200, { tenants: [{ id, name: id, enabled: true }] });
}

type Members = Readonly<Record<string, unknown>>;

function members(value: unknown): Members | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

function authenticate(world: World, call: Call): Answer {
  const { genesis, state } = world;
  const now = world.now();
  const auth = authOf(call.body);
  if (!auth) return wrapped(400, 'badRequest', 'Invalid request body');
  const { tenantId, tenantName } = auth;
  if (tenantId !== undefined && tenantName !== undefined)
    return wrapped(400, 'badRequest', 'Only one of tenantId and tenantName may be given');
  const tenant = tenantId ?? tenantName;
  const key = members(auth['RAX-KSKEY:apiKeyCredentials']);
  const password = members(auth['passwordCredentials']);
  const token = members(auth['token']);
  if (!key && !password && !token) return wrapped(400, 'badRequest', 'Expecting credentials');
  const own = tenant === undefined || tenant === String(genesis.account);
  if (token) {
    const id = String(token['id'] ?? '');
    const expires = tokenExpiry(genesis, state.tokenEpoch, id, now);
    if (expires === null || !own) return wrapped(401, 'unauthorized', 'Token not authenticated');
    return json(200, access(world, call, id, expires, 'APIKEY'));
  }
  const user = String((key ?? password)?.['username'] ?? '');
  const secret = String((key ? key['apiKey'] : password?.['password']) ?? '');
  const right = isSame(secret, key ? genesis.apiKey : genesis.password);
  if (user !== genesis.username || !right)
    return wrapped(
      401,
      'unauthorized',
      key ? 'Username or api key is invalid.' : 'Unable to authenticate user with credentials provided.',
    );
  if (!own)
    return wrapped(401, 'unauthorized', `Tenant with Name/Id: '${String(tenant)}' is not valid for User`);
  const expires = now + TIMINGS.token;
  const id = issueToken(genesis, state.tokenEpoch, expires);
  return json(200, access(world, call, id, expires, key ? 'APIKEY' : 'PASSWORD'));
}

function authOf(body: string): Members | null {
  try {
    return members(members(JSON.parse(body))?.['auth']);
  } catch {
    return null;
  }
}

function access(world: World, call: Call, token: string, expires: number, by: 'APIKEY' | 'PASSWORD') {
  const account = String(world.genesis.account);
  const tenant = { id: account, name: account };
  return {
    access: {
      token: {
        id: token,
        expires: new Date(expires).toISOString(),
        tenant,
        'RAX-AUTH:authenticatedBy': [by],
      },
      user: {
        id: '9911',
        name: world.genesis.username,
        'RAX-AUTH:defaultRegion': 'DFW',
        'RAX-AUTH:domainId': account,
        roles: [
          { id: '3', name: 'identity:user-admin', description: 'User Admin Role.' },
          { id: '10000150', name: 'lbaas:admin', description: 'Load balancer admin role.' },
        ],
      },
      serviceCatalog: catalogue(`${call.origin}/rackspace`, account),
    },
  };
}

/** Where the account's services are. The last entry is the sandbox's own; clients look theirs up by name and type. */
function catalogue(base: string, tenantId: string) {
  const inRegions = (path: string, more: object = {}) =>
    REGIONS.map((region) => ({
      region,
      tenantId,
      publicURL: `${base}/${region.toLowerCase()}/${path}/${tenantId}`,
      ...more,
    }));
  return [
    { name: 'cloudLoadBalancers', type: 'rax:load-balancer', endpoints: inRegions('loadbalancers/v1.0') },
    {
      name: 'cloudServersOpenStack',
      type: 'compute',
      endpoints: inRegions('servers/v2', { versionId: '2' }),
    },
    {
      name: 'cloudServers',
      type: 'compute',
      endpoints: [{ tenantId, publicURL: `${base}/servers/v1.0/${tenantId}`, versionId: '1.0' }],
    },
    { name: 'sandboxConnections', type: 'sluice:connections', endpoints: inRegions('connections/v1') },
  ];
}
