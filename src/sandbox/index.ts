import type { Clock } from '../model/clock.ts';
import { AWS_ENDPOINT, awsProtocol } from './aws/index.ts';
import { controlOf, controlProtocol, type WorldControl } from './control.ts';
import type { EventLog } from './eventLog.ts';
import { RACKSPACE_IDENTITY, rackspaceProtocol } from './rackspace/index.ts';
import { listen } from './server.ts';
import { awsKeys } from './world/aws/credentials.ts';
import { deviceSeed, operatorRole } from './world/aws/operatorRole.ts';
import { AWS_REGIONS } from './world/aws/places.ts';
import { REGIONS } from './world/commands.ts';
import { World } from './world/world.ts';

export { controlWorld, type Trouble, type WorldControl, type WorldSummary } from './control.ts';

/** What a sandbox lives on: its log, its time, and where it listens. */
export interface SandboxOptions {
  readonly log: EventLog;
  readonly clock: Clock;
  /** 0 ≤ x < 1; used for credentials, tokens and ids only. */
  readonly random: () => number;
  /** 0 or absent: any free port. Always 127.0.0.1. */
  readonly port?: number;
  /** A new world has this many balancers with this many nodes each instead of the sample data. */
  readonly load?: { readonly balancers: number; readonly nodes: number };
  /** Called as each request begins to be answered and again when it is over. */
  readonly onRequest?: (phase: 'begin' | 'end', method: string, path: string) => void;
  /** false lifts the rate limits, for a clock that stands still. */
  readonly rateLimits?: boolean;
  /** false lets AWS requests of any date in, for a clock that is far from the client's. */
  readonly signatureTimes?: boolean;
}

/** How to reach the sandbox over Rackspace's protocol. */
export interface RackspaceAccess {
  readonly identityUrl: string;
  readonly username: string;
  readonly apiKey: string;
  /** Signs in as well, as passwordCredentials. */
  readonly password: string;
  readonly regions: readonly string[];
}

/** How to reach the sandbox over AWS's protocol: all services are at one endpoint. */
export interface AwsAccess {
  /** `http://127.0.0.1:PORT/aws` */
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Where a client goes that chooses none. */
  readonly region: string;
  readonly regions: readonly string[];
  /** A role that the user may take on with a one-time code, and the device that shows the codes. */
  readonly role: {
    readonly arn: string;
    /** As `mfa_serial` has it. */
    readonly device: string;
    /** What an authenticator makes the codes from, in base32: RFC 6238 with its usual settings. */
    readonly seed: string;
  };
}

/** The embedded clouds, being served on loopback by this process. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly rackspace: RackspaceAccess;
  readonly aws: AwsAccess;
  /** Time, trouble and a fresh start, for tests and for trying things out. */
  readonly control: WorldControl;
  /** Requests being answered now. */
  inFlight(): number;
  /** Ends at once: connections are dropped, requests under way get no answer. */
  close(): Promise<void>;
}

/** Opens the world of the log and serves it on loopback. Throws Failure when the port cannot be had. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const world = new World(options);
  const server = await listen({
    world,
    clock: options.clock,
    port: options.port ?? 0,
    protocols: [
      rackspaceProtocol(world, { rateLimits: options.rateLimits ?? true }),
      awsProtocol(world, {
        rateLimits: options.rateLimits ?? true,
        signatureTimes: options.signatureTimes ?? true,
      }),
    ],
    control: controlProtocol(world),
    ...(options.onRequest ? { onRequest: options.onRequest } : {}),
  });
  const { username, apiKey, password } = world.genesis;
  const keys = awsKeys(world.genesis);
  return {
    url: server.url,
    rackspace: {
      identityUrl: `${server.url}${RACKSPACE_IDENTITY}`,
      username,
      apiKey,
      password,
      regions: REGIONS,
    },
    aws: {
      endpoint: `${server.url}${AWS_ENDPOINT}`,
      accessKeyId: keys.accessKeyId,
      secretAccessKey: keys.secretAccessKey,
      region: AWS_REGIONS[0],
      regions: AWS_REGIONS,
      role: { ...operatorRole(keys), seed: deviceSeed(world.genesis) },
    },
    control: controlOf(world),
    inFlight: server.inFlight,
    close: server.close,
  };
}
