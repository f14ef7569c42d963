import type { Sandbox } from '../../src/sandbox/index.ts';

/** A node as the engine lists it. */
export interface ListedNode {
  readonly id: number;
  readonly address: string;
  readonly port: number;
  readonly condition: string;
  readonly weight?: number;
}

/** A call of one service. The answer's JSON, null where it has none; throws on anything but 2xx. */
type Call = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** The sandbox's services in DFW, reached by a client that is not ours: behind the program's back. */
export interface EngineApi {
  readonly balancers: Call;
  readonly servers: Call;
  nodes(balancerId: number): Promise<readonly ListedNode[]>;
}

/** Signs in with the sandbox's own credentials. */
export async function engineApi(sandbox: Sandbox): Promise<EngineApi> {
  const { identityUrl, username, apiKey } = sandbox.rackspace;
  const auth = { auth: { 'RAX-KSKEY:apiKeyCredentials': { username, apiKey } } };
  const { access } = (await exchange('POST', `${identityUrl}/tokens`, auth, {})) as SignedIn;
  const serviceCall = (wanted: string): Call => {
    const service = access.serviceCatalog.find(({ name }) => name === wanted);
    const base = service?.endpoints.find(({ region }) => region === 'DFW')?.publicURL ?? '';
    return (method, path, body) =>
      exchange(method, `${base}${path}`, body, { 'X-Auth-Token': access.token.id });
  };
  const balancers = serviceCall('cloudLoadBalancers');
  return {
    balancers,
    servers: serviceCall('cloudServersOpenStack'),
    async nodes(balancerId) {
      const { nodes } = (await balancers('GET', `/loadbalancers/${balancerId}/nodes`)) as {
        nodes: ListedNode[];
      };
      return nodes;
    },
  };
}

interface SignedIn {
  readonly access: {
    readonly token: { readonly id: string };
    readonly serviceCatalog: readonly {
      readonly name: string;
      readonly endpoints: readonly { readonly region: string; readonly publicURL: string }[];
    }[];
  };
}

async function exchange(
  method: string,
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: { Accept: 'application/json', 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}
