import type { Aws } from './aws.ts';
import type { SdkHttp } from './sdkHttp.ts';

/** The services that are spoken to, by their names in `Aws`. */
export type ServiceName = keyof Omit<Aws, 'region'>;
/** The operations of a service. */
export type OperationsOf<Name extends ServiceName> = Parameters<Aws[Name]>[0];

/** One class of the SDK for each operation; its instances are what `send` takes. */
export type Commands<Name extends ServiceName> = {
  readonly [Operation in OperationsOf<Name>]: new (
    input: never,
  ) => object;
};

/** Keys as the SDK takes them. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** What the SDK's parts have to say, which would else be printed. */
export interface SdkLogger {
  trace(...words: unknown[]): void;
  debug(...words: unknown[]): void;
  info(...words: unknown[]): void;
  warn(...words: unknown[]): void;
  error(...words: unknown[]): void;
}

/** What every client is made with. */
export interface SdkConfig {
  readonly region: string;
  readonly credentials: () => Promise<Keys>;
  readonly requestHandler: SdkHttp;
  readonly logger: SdkLogger;
  readonly customUserAgent: string;
  /** Whatever is sent again is sent by us. */
  readonly maxAttempts: 1;
  readonly defaultsMode: 'standard';
  /** They have been looked up already, in the profile that the account names. */
  readonly ignoreConfiguredEndpointUrls: true;
  readonly endpoint?: string;
  readonly profile?: string;
}

/** What of an SDK client is used. */
export interface SdkClient {
  send(command: never, options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
  destroy(): void;
  /** `systemClockOffset`: how far AWS's clock is ahead of this machine's, in milliseconds, where an answer has told. */
  readonly config: { readonly systemClockOffset: number };
}

/** A wrapper in services/. */
export interface ServiceModule {
  readonly commands: Readonly<Record<string, new (input: never) => object>>;
  readonly openClient: (config: SdkConfig) => SdkClient;
}
