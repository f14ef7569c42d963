import { cleanText } from '../../../model/text.ts';
import type { RunPlan, RunStep } from '../../create.ts';
import { some } from '../../inWords.ts';
import { healthCheckText, wireHealthCheck } from '../sections/healthCheckRules.ts';
import { isSecure, listenerText } from '../sections/listenerRules.ts';
import { createInput, runInput, wireAttributes } from './calls.ts';
import { attributesFilled, healthCheckFilled, listenerFilled, placeFilled } from './filled.ts';
import { type ElbSpec, existingInstances, type InstanceSpec, newInstances } from './spec.ts';

/** Ids of steps stand in the files of runs: under another one a run begun before could not be gone on with. */
export const BALANCER_STEP_ID = 'balancer';
/** Only where the spec has instances. */
export const REGISTRATION_STEP_ID = 'registration';
/** Only where the spec waits until they are in service. */
export const SERVICE_STEP_ID = 'service';

/** `server web-1` */
export function serverStepId(name: string): string {
  return `server ${name}`;
}

/** What stands in a shown call for what is known only when it is made. */
const THIS_RUN = '<this run>';

/** The plan of a spec, in words and in steps. */
export function planOf(spec: ElbSpec, region: string): RunPlan {
  const name = cleanText(spec.name);
  const hasInstances = newInstances(spec).length + existingInstances(spec).length > 0;
  return {
    title: `Create balancer ${name} in ${region}`,
    balancer: name,
    words: [
      ...balancerWords(spec),
      ...newWords(spec),
      ...existingWords(spec),
      ...(hasInstances ? [] : ['It has no instances and answers nobody until some are registered']),
      ...settingWords(spec),
    ].map(cleanText),
    steps: [
      ...newInstances(spec).map((instance) => serverStep(spec, instance)),
      balancerStep(spec),
      ...(hasInstances ? [registrationStep(spec)] : []),
      ...(hasInstances && spec.waitForService ? [serviceStep(spec)] : []),
    ],
  };
}

function serverStep(spec: ElbSpec, instance: InstanceSpec): RunStep {
  const id = serverStepId(instance.name);
  const image = instance.image.startsWith('/') ? `<image of ${instance.image}>` : instance.image;
  const body = runInput(spec, instance, { image, runId: THIS_RUN, stepId: id, token: '<token>' });
  return {
    id,
    title: `Create server ${instance.name} and wait until it is running`,
    after: [],
    calls: [{ method: 'POST', path: 'ec2:RunInstances', body }],
    optional: true,
  };
}

function balancerStep(spec: ElbSpec): RunStep {
  const LoadBalancerName = spec.name;
  const call = (operation: string, body: unknown) => ({
    method: 'POST',
    path: `elasticloadbalancing:${operation}`,
    body,
  });
  return {
    id: BALANCER_STEP_ID,
    title: `Create balancer ${spec.name} and set its health check and attributes`,
    after: newInstances(spec).map(({ name }) => serverStepId(name)),
    calls: [
      call('CreateLoadBalancer', createInput(spec, THIS_RUN)),
      call('ModifyLoadBalancerAttributes', {
        LoadBalancerName,
        LoadBalancerAttributes: wireAttributes(spec),
      }),
      call('ConfigureHealthCheck', {
        LoadBalancerName,
        HealthCheck: wireHealthCheck(healthCheckFilled(spec)),
      }),
    ],
    optional: false,
  };
}

function registrationStep(spec: ElbSpec): RunStep {
  const ids = [...existingInstances(spec), ...newInstances(spec).map(({ name }) => `<id of ${name}>`)];
  return {
    id: REGISTRATION_STEP_ID,
    title: `Register ${ids.length === 1 ? 'the instance' : `${ids.length} instances`} with ${spec.name}`,
    after: [BALANCER_STEP_ID],
    calls: [
      {
        method: 'POST',
        path: 'elasticloadbalancing:RegisterInstancesWithLoadBalancer',
        body: {
          LoadBalancerName: spec.name,
          Instances: ids.map((InstanceId) => ({ InstanceId })),
        },
      },
    ],
    optional: false,
  };
}

function serviceStep(spec: ElbSpec): RunStep {
  return {
    id: SERVICE_STEP_ID,
    title: `Wait until the instances of ${spec.name} are in service`,
    after: [REGISTRATION_STEP_ID],
    // A question: nothing is made, and the run may go on without its answer.
    calls: [
      {
        method: 'GET',
        path: 'elasticloadbalancing:DescribeInstanceHealth',
        body: { LoadBalancerName: spec.name },
      },
    ],
    optional: true,
  };
}

function balancerWords(spec: ElbSpec): readonly string[] {
  const { name, scheme, listeners, subnets, zones, securityGroups } = spec;
  const where = subnets
    ? `the subnets ${some(subnets, 'and', 6)}`
    : `the zones ${some(zones ?? [], 'and', 6)}`;
  const reach = scheme === 'internal' ? 'reached from inside the VPC only' : 'reached from everywhere';
  const filled = listeners.map(listenerFilled);
  return [
    `Classic balancer ${name}, ${reach}, in ${where}; it is billed by the hour and by what it carries`,
    `Listeners: ${some(filled.map(listenerText), 'and', 10)}`,
    ...(filled.some(({ protocol }) => isSecure(protocol))
      ? ['HTTPS and SSL listeners get the security policy ELBSecurityPolicy-2016-08 until another is enabled']
      : []),
    securityGroups
      ? `Clients are admitted by ${some(securityGroups, 'and')}`
      : 'No security group is named: AWS takes a default one, which may not open these ports',
    ...((subnets ?? zones ?? []).length === 1
      ? ['It is in one zone only: if that fails, nobody is answered']
      : []),
  ];
}

/** One sentence for each kind of instance. */
function newWords(spec: ElbSpec): string[] {
  const kinds = new Map<string, InstanceSpec[]>();
  for (const instance of newInstances(spec)) {
    const { image, type, keyName = '', securityGroups = [] } = instance;
    const kind = JSON.stringify([image, type, keyName, securityGroups]);
    kinds.set(kind, [...(kinds.get(kind) ?? []), instance]);
  }
  return [...kinds.values()].map((alike) => {
    const [first] = alike;
    const names = some(
      alike.map((instance) => {
        const place = placeFilled(spec, instance);
        return `${instance.name} in ${'subnet' in place ? place.subnet : place.zone}`;
      }),
      'and',
      MOST_NAMED,
    );
    const key = first?.keyName === undefined ? 'without a key pair' : `with the key pair ${first.keyName}`;
    const count = alike.length === 1 ? '1 new instance' : `${alike.length} new instances`;
    const billed = alike.length === 1 ? 'it is' : 'each is';
    return `${count} of type ${first?.type} from ${first?.image}, ${key}: ${names}; ${billed} billed from the moment it is made`;
  });
}

/** Instances that are named; more are counted. */
const MOST_NAMED = 10;

function existingWords(spec: ElbSpec): string[] {
  const ids = existingInstances(spec);
  if (ids.length === 0) return [];
  const what = ids.length === 1 ? 'The running instance' : 'The running instances';
  return [`${what} ${some(ids, 'and', MOST_NAMED)} ${ids.length === 1 ? 'gets' : 'get'} requests`];
}

function settingWords(spec: ElbSpec): string[] {
  const check = healthCheckFilled(spec);
  const { draining, crossZone, idleTimeout } = attributesFilled(spec);
  const tags = Object.keys(spec.tags ?? {});
  return [
    `Instances are checked by ${healthCheckText(check)}; ${check.healthy} successes make one up, ${check.unhealthy} failures down`,
    draining === null
      ? 'Connection draining is off: DRAIN will not be possible, and taking a node out cuts its connections'
      : `Connections of an instance that is taken out are kept for ${draining} s at most`,
    `Requests go to ${crossZone ? 'the instances of all zones' : 'instances of the zone where they arrive only'}; an idle connection is kept ${idleTimeout} s`,
    ...(tags.length === 0 ? [] : [`Tags: ${some(tags, 'and', 8)}`]),
  ];
}
