import { afterEach } from 'vitest';
import { memoryLog } from '../../src/sandbox/eventLog.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';
import { VirtualClock } from '../kit/clock.ts';
import { seededRandom } from './sharedLog.ts';

/** An answer read to its end. `body` is parsed JSON, or null where there is none. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of many shapes
  readonly body: any;
}

const opened: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((sandbox) => sandbox.close()));
});

/** A sandbox that is closed at the end of the test, and a stranger's client that has signed in to it. */
export async function openSandbox(options: Partial<SandboxOptions> = {}) {
  const clock = new VirtualClock();
  const sandbox = await startSandbox({
    log: memoryLog(),
    clock,
    random: seededRandom(),
    rateLimits: false,
    ...options,
  });
  opened.push(sandbox);
  return { sandbox, clock, client: await signIn(sandbox) };
}

export async function send(
  url: string,
  method = 'GET',
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  let parsed: unknown = null;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Not JSON: the test looks at the text.
  }
  return { status: response.status, headers: response.headers, text, body: parsed };
}

export function apiKeyAuth(sandbox: Sandbox) {
  const { username, apiKey } = sandbox.rackspace;
  return { auth: { 'RAX-KSKEY:apiKeyCredentials': { username, apiKey } } };
}

async function signIn(sandbox: Sandbox) {
  const { body } = await send(`${sandbox.rackspace.identityUrl}/tokens`, 'POST', apiKeyAuth(sandbox));
  const token: string = body.access.token.id;
  const urlOf = (name: string, region: string): string =>
    body.access.serviceCatalog
      .find((entry: { name: string }) => entry.name === name)
      .endpoints.find((endpoint: { region: string }) => endpoint.region === region).publicURL;
  const to =
    (name: string) =>
    (path: string, method = 'GET', sent?: unknown, region = 'DFW') =>
      send(`${urlOf(name, region)}${path}`, method, sent, { 'X-Auth-Token': token });
  return {
    token,
    access: body.access,
    urlOf,
    lb: to('cloudLoadBalancers'),
    servers: to('cloudServersOpenStack'),
    connections: to('sandboxConnections'),
  };
}
