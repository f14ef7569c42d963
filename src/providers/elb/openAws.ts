import type { HttpLimits } from '../http/dispatchers.ts';
import type { Secrets } from '../http/secrets.ts';
import type { Transport } from '../http/transport.ts';
import type { ProviderContext, SignInRoom } from '../provider.ts';
import type { Aws } from './aws.ts';
import { AwsCalls, type ServiceFacts } from './awsCalls.ts';
import { CodedCredentials } from './codedCredentials.ts';
import { isExpired } from './codes.ts';
import { Credentials } from './credentials.ts';
import type { KeySearch } from './findKeys.ts';
import type { Endpoints } from './place.ts';
import type { SdkConfig, SdkLogger, ServiceModule, ServiceName } from './sdk.ts';
import { type AnswerFormat, SdkHttp } from './sdkHttp.ts';
import type { SignIn } from './signIn.ts';

/** Time limits of one request; the SDK has none of its own. */
export const AWS_LIMITS: HttpLimits = {
  connectMs: 3_000,
  headersMs: 15_000,
  bodyMs: 15_000,
  totalMs: 20_000,
  answerBytes: 32 * 1024 * 1024,
};

interface AwsParts {
  /** Names the account in messages. */
  readonly account: string;
  readonly region: string;
  readonly signIn: SignIn;
  readonly endpoints: Endpoints;
  readonly transport: Transport;
  readonly secrets: Secrets;
  readonly context: ProviderContext;
}

/** `Aws`, which can be closed. */
export interface OpenedAws extends Aws {
  /** Lets go of the clients; the connections end with the transport. */
  close(): void;
  /** Where a person is asked for something in signing in. */
  readonly signIn?: SignInRoom;
}

interface Service {
  /** How its permissions begin. */
  readonly prefix: string;
  readonly format: AnswerFormat;
  /** Each is a chunk of its own in the build, read when it is first needed: EC2's alone takes as long as all others. */
  load(): Promise<ServiceModule>;
}

const SERVICES: Readonly<Record<ServiceName, Service>> = {
  elb: { prefix: 'elasticloadbalancing', format: 'xml', load: () => import('./services/elb.ts') },
  ec2: { prefix: 'ec2', format: 'xml', load: () => import('./services/ec2.ts') },
  cloudwatch: { prefix: 'cloudwatch', format: 'json', load: () => import('./services/cloudwatch.ts') },
  ssm: { prefix: 'ssm', format: 'json', load: () => import('./services/ssm.ts') },
  acm: { prefix: 'acm', format: 'json', load: () => import('./services/acm.ts') },
  iam: { prefix: 'iam', format: 'xml', load: () => import('./services/iam.ts') },
};

/** The services of one account in one region. Nothing is loaded or contacted before the first call. */
export function openAws(parts: AwsParts): OpenedAws {
  const { account, region, signIn, endpoints, transport, secrets, context } = parts;
  // Node 20 would get five lines on stderr, over the screen, when the first client is made.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const logger = loggerTo(context);
  const search: KeySearch = {
    signIn,
    region,
    stsEndpoint: endpoints.sts,
    env: context.env,
    secrets,
    http: new SdkHttp(transport, context.debug, null),
    logger,
  };
  const coded =
    signIn.kind === 'profile' && signIn.profile.coded.length > 0
      ? new CodedCredentials(search, signIn.profile, account, context)
      : null;
  const credentials = coded ?? new Credentials(search, context.clock);
  const configOf = (service: ServiceName, requestHandler: SdkHttp): SdkConfig => ({
    region,
    credentials: () => credentials.get(),
    requestHandler,
    logger,
    customUserAgent: context.userAgent,
    maxAttempts: 1,
    defaultsMode: 'standard',
    ignoreConfiguredEndpointUrls: true,
    ...(endpoints[service] === null ? {} : { endpoint: endpoints[service] }),
    ...(signIn.kind === 'profile' ? { profile: signIn.profile.name } : {}),
  });
  const calls: AwsCalls[] = [];
  // Keys that are refused are looked for again, and clients keep the ones they were made with.
  const renew = (code: string | null, began: number) => {
    credentials.refused(isExpired(code), began);
    for (const service of calls) service.forgetClient();
  };
  const service = <Name extends ServiceName>(name: Name): Aws[Name] => {
    const { prefix, format, load } = SERVICES[name];
    const http = new SdkHttp(transport, context.debug, format);
    const facts: ServiceFacts = { prefix, load, config: configOf(name, http), http, signIn };
    const own = new AwsCalls(facts, context, secrets, renew);
    calls.push(own);
    return own.service<Name>();
  };
  return {
    region,
    elb: service('elb'),
    ec2: service('ec2'),
    cloudwatch: service('cloudwatch'),
    ssm: service('ssm'),
    acm: service('acm'),
    iam: service('iam'),
    close() {
      for (const own of calls) own.forgetClient();
    },
    ...(coded === null ? {} : { signIn: coded }),
  };
}

/** The SDK's words go to the debug log, without what it was asked and answered: nothing may be printed. */
function loggerTo({ debug }: ProviderContext): SdkLogger {
  const log = (level: string) => (words: readonly unknown[]) => {
    const texts = words.filter((word) => typeof word === 'string');
    if (texts.length > 0) debug('aws sdk', { level, text: texts.join(' ') });
  };
  const quiet = () => {};
  return {
    trace: quiet,
    debug: (...words) => log('debug')(words),
    info: quiet,
    warn: (...words) => log('warn')(words),
    error: (...words) => log('error')(words),
  };
}
