import { onTestFinished } from 'vitest';
import type { Node } from '../../../src/model/node.ts';
import { openElb } from '../../../src/providers/elb/open.ts';
import { AWS_LIMITS } from '../../../src/providers/elb/openAws.ts';
import type { HttpLimits } from '../../../src/providers/http/dispatchers.ts';
import type {
  ChangeOptions,
  Login,
  Memory,
  Provider,
  ProviderContext,
} from '../../../src/providers/provider.ts';
import { VirtualClock } from '../../kit/clock.ts';
import { testMemory } from '../kit/memory.ts';
import { drive, never } from '../kit/rackspaceDouble.ts';
import { type Answer, ScriptedServer, type Seen } from '../kit/scriptedServer.ts';
import { FakeAws } from './fakeAws.ts';

export const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

/** Of the AWS files there are none, whatever machine this is. */
export const NO_FILES = {
  AWS_CONFIG_FILE: '/nowhere/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
};

export interface AwsDouble {
  readonly aws: FakeAws;
  readonly server: ScriptedServer;
  readonly clock: VirtualClock;
  readonly context: ProviderContext;
  readonly login: Login;
  /** Everything written to the debug log. */
  readonly log: string[];
  open(): Promise<Provider>;
  /** A call driven to its end on the clock. */
  run<T>(call: Promise<T>): Promise<T>;
}

export interface DoubleOptions {
  readonly answer?: (seen: Seen, fake: FakeAws) => Answer;
  readonly login?: Partial<Login>;
  readonly env?: Readonly<Record<string, string>>;
  readonly memory?: Memory;
  readonly limits?: Partial<HttpLimits>;
}

/** An AWS on loopback that the provider is opened at, with keys of its own. Closed when the test is over. */
export async function awsDouble(options: DoubleOptions = {}): Promise<AwsDouble> {
  const aws = new FakeAws();
  const server = await ScriptedServer.start((seen) => options.answer?.(seen, aws) ?? aws.answer(seen));
  onTestFinished(() => server.close());
  const clock = new VirtualClock();
  const log: string[] = [];
  const context: ProviderContext = {
    clock,
    memory: options.memory ?? testMemory(),
    random: () => 0.5,
    debug: (event, facts) => log.push(`${event} ${JSON.stringify(facts)}`),
    env: { ...NO_FILES, ...options.env },
    userAgent: 'sluice-test/1',
  };
  const login: Login = {
    account: 'prod',
    region: 'us-east-1',
    settings: { endpoint: server.url, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    secret: async (key) => (key === 'secretAccessKey' ? SECRET : null),
    ...options.login,
  };
  const run = <T>(call: Promise<T>) => drive(clock, call);
  return {
    aws,
    server,
    clock,
    context,
    login,
    log,
    run,
    async open() {
      const limits = { ...AWS_LIMITS, ...options.limits };
      const provider = await run(openElb(login, context, { signal: never }, limits));
      onTestFinished(() => provider.close());
      aws.actions.length = 0;
      return provider;
    },
  };
}

export const quietly: ChangeOptions = { signal: never };

/** A node in a few words: `web-1 ENABLED ONLINE`. */
export function inWords(node: Node): string {
  return [node.server ?? node.id, node.condition, node.health, node.note]
    .filter((word) => word != null)
    .join(' | ');
}

export { never };
