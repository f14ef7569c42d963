import type { Answer, Call, Protocol } from '../exchange.ts';
import { AWS_REGIONS } from '../world/aws/places.ts';
import type { World } from '../world/world.ts';
import { ACM_ACTIONS, IAM_ACTIONS } from './account.ts';
import { failure, success } from './answers.ts';
import { CLOUDWATCH_ACTIONS } from './cloudwatch.ts';
import { EC2_ACTIONS } from './ec2/index.ts';
import { ELB_ACTIONS } from './elb/index.ts';
import { AwsError } from './errors.ts';
import { type AwsRequest, readRequest } from './request.ts';
import type { Actions } from './service.ts';
import { authenticate } from './signature.ts';
import { SSM_ACTIONS } from './ssm.ts';
import { STS_ACTIONS } from './sts.ts';
import { Throttle } from './throttle.ts';
import { troubled } from './trouble.ts';

/** Path of the endpoint of all services. */
export const AWS_ENDPOINT = '/aws';

const SERVICES: ReadonlyMap<string, Actions> = new Map([
  ['elasticloadbalancing', ELB_ACTIONS],
  ['ec2', EC2_ACTIONS],
  ['monitoring', CLOUDWATCH_ACTIONS],
  ['ssm', SSM_ACTIONS],
  ['sts', STS_ACTIONS],
  ['acm', ACM_ACTIONS],
  ['iam', IAM_ACTIONS],
]);

/** What can be chosen about the protocol. */
interface AwsOptions {
  readonly rateLimits: boolean;
  /** false lets signatures of any date in, for a clock that is far from the client's. */
  readonly signatureTimes: boolean;
}

/**
 * AWS's protocols at one endpoint: which service and which region is meant is told by the signature. Libcloud knows no
 * endpoint with a path and asks for the version of the interface instead, so that is answered too, and so is the root.
 */
export function awsProtocol(world: World, options: AwsOptions): Protocol {
  const throttle = new Throttle();
  return {
    prefix: 'aws',
    alsoAt: ['', '2012-06-01'],
    answer(call) {
      const request = readRequest(call);
      const requestId = requestIdOf(world);
      try {
        return success(request, run(world, options, throttle, call, request), requestId);
      } catch (thrown) {
        const error =
          thrown instanceof AwsError
            ? thrown
            : new AwsError('InternalFailure', 'An unknown exception has occurred in the sandbox');
        return failure(request, error, requestId);
      }
    },
    topic(call) {
      const { service, region, action } = readRequest(call);
      return `${AWS_ENDPOINT}/${action}?service=${service}&region=${region || AWS_REGIONS[0]}`;
    },
    trouble(kind, call) {
      const request = readRequest(call);
      return failure(request, troubled(kind, request, world.state.aws.keys), requestIdOf(world));
    },
    cutShort: CUT_SHORT,
  };
}

const CUT_SHORT: Answer = {
  status: 200,
  headers: { 'Content-Type': 'text/xml;charset=UTF-8' },
  body: '<?xml version="1.0" encoding="UTF-8"?>\n<DescribeLoadBalancersResponse xmlns="http://elasti',
};

function requestIdOf(world: World): string {
  const digits = world.newId() + world.newId();
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function run(world: World, options: AwsOptions, throttle: Throttle, call: Call, request: AwsRequest) {
  const now = world.now();
  const caller = authenticate(call, request, world.genesis, now, options.signatureTimes);
  const name = AWS_REGIONS.find((candidate) => candidate === (request.region || AWS_REGIONS[0]));
  if (!name)
    throw new AwsError(
      'InvalidClientTokenId',
      `The sandbox has no region ${request.region}, only ${AWS_REGIONS.join(', ')}`,
    );
  const action =
    request.version === '2015-12-01' ? undefined : SERVICES.get(request.service)?.[request.action];
  if (!action)
    throw new AwsError(
      request.style === 'json' ? 'UnknownOperationException' : 'InvalidAction',
      `The action ${request.action} of ${request.service} ${request.version} is not in the sandbox`.trim(),
    );
  if (options.rateLimits && !throttle.take(name, `${request.service}:${request.action}`, now))
    throw troubled('throttled', request, world.state.aws.keys);
  return action({
    world,
    region: world.state.aws.regions[name],
    now,
    caller,
    params: request.params,
    input: request.style === 'json' ? inputOf(call) : {},
    json: request.style === 'json',
  });
}

function inputOf(call: Call): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(call.body || '{}');
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // Said below.
  }
  throw new AwsError('SerializationException', 'The body must be a JSON object');
}
