import { onTestFinished } from 'vitest';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { placesOf } from '../../src/state/home/places.ts';
import { SandboxHost } from '../../src/state/sandboxHost.ts';
import type { VirtualClock } from '../kit/clock.ts';
import { engineApi } from '../kit/engineApi.ts';
import { seededRandom } from '../sandbox/sharedLog.ts';

/** JSON as it came. */
type Json = Readonly<Record<string, unknown>>;

/** A balancer, reached by a client that is not ours: behind the program's back. */
export interface BalancerAt {
  readonly name: string;
  /** The answer for a path below the balancer (`/healthmonitor`), or, with `..` before it, for one beside it. */
  get(path?: string): Promise<Json>;
  /** The status that such a path is answered with. */
  status(path: string): Promise<number>;
  /** Sets something, which the engine is busy with then. */
  put(path: string, body: unknown): Promise<void>;
  /** Changes something, and lets the engine settle. */
  change(method: string, path: string, body?: unknown): Promise<void>;
  /** The balancer as the engine tells of it. */
  detail(): Promise<Json>;
  nodeId(address: string): Promise<number>;
}

/** What a feature of docs/rackspace.md comes to at the engine. */
export interface Fact {
  readonly balancer?: string;
  /** Files of the user's, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly before?: (at: BalancerAt) => Promise<void>;
  /** Expects what is so at the engine when it is done. */
  readonly after: (at: BalancerAt) => Promise<void>;
}

/** Longer than any change takes there. */
const SETTLED_MS = 60_000;

/** The balancer of that name in DFW. */
export async function balancerAt(sandbox: Sandbox, name = 'shop-front'): Promise<BalancerAt> {
  const api = await engineApi(sandbox);
  const { loadBalancers } = (await api.balancers('GET', '/loadbalancers')) as {
    loadBalancers: readonly { readonly id: number; readonly name: string }[];
  };
  const id = loadBalancers.find((one) => one.name === name)?.id;
  if (id === undefined) throw new Error(`There is no ${name}`);
  const at = (path: string) =>
    path.startsWith('..') ? `/loadbalancers${path.slice(2)}` : `/loadbalancers/${id}${path}`;
  const get = async (path = '') => (await api.balancers('GET', at(path))) as Json;
  const detail = async () => (await get())['loadBalancer'] as Json;
  return {
    name,
    get,
    detail,
    async status(path) {
      try {
        await get(path);
        return 200;
      } catch (thrown) {
        return Number(/: (\d{3}) /.exec(String(thrown))?.[1]);
      }
    },
    async put(path, body) {
      await api.balancers('PUT', at(path), body);
    },
    async change(method, path, body) {
      await api.balancers(method, at(path), body);
      sandbox.control.advance(SETTLED_MS);
    },
    async nodeId(address) {
      const { nodes } = (await get('/nodes')) as {
        nodes: readonly { readonly id: number; readonly address: string }[];
      };
      return nodes.find((node) => node.address === address)?.id ?? Number.NaN;
    },
  };
}

/** The world of a user's folder, served to a client that is not ours until the test is over. */
export function servedWorld({ home, clock }: { readonly home: string; readonly clock: VirtualClock }) {
  const env = { HOME: home, SLUICE_HOME: home };
  const { sandbox: file } = placesOf({ env, platform: 'linux', homeFolder: home, workingFolder: home });
  const host = new SandboxHost({ file, clock, random: seededRandom(), rateLimits: false });
  onTestFinished(() => host.close());
  return host.start();
}
