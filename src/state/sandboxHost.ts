import { randomUUID } from 'node:crypto';
import type { Account } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import type { Login } from '../providers/provider.ts';
import type { Sandbox, SandboxOptions, WorldControl } from '../sandbox/index.ts';
import { lineFile } from './home/lineFile.ts';
import type { Redactor } from './home/redactor.ts';

export type {
  AwsAccess,
  RackspaceAccess,
  SandboxOptions,
  Trouble,
  WorldControl,
  WorldSummary,
} from '../sandbox/index.ts';
// From the file itself: the sandbox is loaded when it is first needed.
export { TROUBLE_KINDS } from '../sandbox/world/commands.ts';

interface SandboxHostOptions {
  /** The world's file, which all programs of this user share. */
  readonly file: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** False lets signatures of any date in as well: for a clock that stands still. */
  readonly rateLimits: boolean;
}

/** Serves the embedded sandbox from this process, from the first time that it is needed. */
export class SandboxHost {
  readonly #options: SandboxHostOptions;
  #running: Promise<Sandbox> | null = null;
  onRequest: SandboxOptions['onRequest'];

  constructor(options: SandboxHostOptions) {
    this.#options = options;
  }

  /** The running sandbox; the first call starts it. */
  start(): Promise<Sandbox> {
    this.#running ??= this.serve({});
    return this.#running;
  }

  /** Serves the same world once more, on a port that others can be told of. The caller closes it. */
  async serve(how: Pick<SandboxOptions, 'port' | 'load'>): Promise<Sandbox> {
    const { startSandbox } = await import('../sandbox/index.ts');
    const { rateLimits } = this.#options;
    return startSandbox({
      ...this.#world(how.load),
      rateLimits,
      // A clock that stands still is not the one that requests are signed by.
      signatureTimes: rateLimits,
      onRequest: (...facts) => this.onRequest?.(...facts),
      ...how,
    });
  }

  /** Control over the same world without a server: what is done is seen by every process that serves it. */
  async control({ load }: Pick<SandboxOptions, 'load'>): Promise<WorldControl> {
    const { controlWorld } = await import('../sandbox/index.ts');
    return controlWorld({ ...this.#world(load), ...(load ? { load } : {}) });
  }

  /** A world of generated balancers is another one than the sample data, in a file beside it. */
  #world(load: SandboxOptions['load']): Pick<SandboxOptions, 'log' | 'clock' | 'random'> {
    const { clock, random, file } = this.#options;
    const name = load ? file.replace(/(\.\w+)?$/, `-${load.balancers}x${load.nodes}$1`) : file;
    return { log: lineFile({ file: name, id: randomUUID }), clock, random };
  }

  /** How a sandbox account signs in: at the server of this process, with the world's own keys. */
  async login(account: Account, region: string | null, redactor: Redactor): Promise<Login> {
    const { rackspace, aws } = await this.start();
    if (account.engine === 'elb') {
      const { endpoint, accessKeyId, secretAccessKey } = aws;
      redactor.add(secretAccessKey);
      return {
        account: account.name,
        region: region ?? aws.region,
        settings: { endpoint, accessKeyId, regions: aws.regions.join(',') },
        secret: async (key) => (key === 'secretAccessKey' ? secretAccessKey : null),
      };
    }
    const { identityUrl, username, apiKey } = rackspace;
    redactor.add(apiKey);
    return {
      account: account.name,
      region,
      settings: { identityUrl, username },
      secret: async (key) => (key === 'apiKey' ? apiKey : null),
    };
  }

  async close(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    // One that never started has said why to whoever asked for it.
    await running?.then(
      (sandbox) => sandbox.close(),
      () => {},
    );
  }
}
