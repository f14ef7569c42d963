import type { SchemaNode } from '../../specSchema.ts';
import { DRAIN, IDLE } from '../sections/attributes.ts';
import { HEALTH_LIMITS, MOST_PATH } from '../sections/healthCheckRules.ts';
import { PROTOCOLS } from '../sections/listenerRules.ts';

/** How many instances one run makes. */
export const MOST_INSTANCES = 20;

const port = (description: string) =>
  ({ type: 'integer', description, minimum: 1, maximum: 65_535 }) as const satisfies SchemaNode;
const id = (description: string) =>
  ({ type: 'string', minLength: 1, maxLength: 255, description }) as const satisfies SchemaNode;
const protocol = (description: string) =>
  ({ type: 'string', enum: PROTOCOLS, description }) as const satisfies SchemaNode;
const number = (key: keyof typeof HEALTH_LIMITS, description: string) =>
  ({
    type: 'integer',
    description,
    minimum: HEALTH_LIMITS[key].min,
    maximum: HEALTH_LIMITS[key].max,
    default: HEALTH_LIMITS[key].initial,
  }) as const satisfies SchemaNode;

const listener = {
  type: 'object',
  description: 'Where clients connect, and where their requests go.',
  properties: {
    protocol: protocol('What clients speak. HTTPS and SSL are decrypted by the balancer.'),
    port: port('Where clients connect.'),
    instanceProtocol: protocol('What the balancer speaks to the instances; left out: HTTP or TCP.'),
    instancePort: port('Where the application listens; left out: the same port.'),
    certificate: id('ARN of a certificate in ACM or IAM, for HTTPS and SSL.'),
  },
  required: ['protocol', 'port'],
  additionalProperties: false,
} as const satisfies SchemaNode;

const instance = {
  type: 'object',
  description: 'One new EC2 instance. It is billed from the moment it is made.',
  properties: {
    name: id('What it is to be called: its tag Name.'),
    image: id('Id of an image (ami-…), or the name of a public parameter (/aws/service/…) that holds one.'),
    type: id('Instance type: t3.micro.'),
    subnet: id('Id of its subnet; left out: the balancer’s subnets in turn.'),
    zone: id('Its zone, for a balancer made by "zones"; left out: the zones in turn.'),
    keyName: id('Name of the key pair that may sign in.'),
    securityGroups: {
      type: 'array',
      minItems: 1,
      maxItems: 5,
      description: 'Ids of its groups; left out: the default group of the VPC.',
      items: id('Id of a security group.'),
    },
  },
  required: ['name', 'image', 'type'],
  additionalProperties: false,
} as const satisfies SchemaNode;

const healthCheck = {
  type: 'object',
  description: 'How the balancer finds out which instances answer; left out: a connection.',
  properties: {
    protocol: protocol('HTTP and HTTPS ask for a page and accept status 200; TCP and SSL open a connection.'),
    port: port('The port of the instances that is asked; left out: that of the first listener.'),
    path: {
      type: 'string',
      maxLength: MOST_PATH,
      pattern: '^/',
      default: '/',
      description: 'The page to ask for, beginning with /. HTTP and HTTPS only.',
    },
    interval: number('interval', 'Seconds between checks.'),
    timeout: number('timeout', 'Seconds until a check fails; less than the interval.'),
    healthy: number('healthy', 'Checks in a row that succeed until an instance counts as up.'),
    unhealthy: number('unhealthy', 'Checks in a row that fail until it counts as down.'),
  },
  required: ['protocol'],
  additionalProperties: false,
} as const satisfies SchemaNode;

/** The schema of what `sluice create --file` reads for Classic balancers. */
export const SPEC_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A Classic load balancer of AWS with its listeners and instances',
  type: 'object',
  description: 'Everything that one run makes.',
  properties: {
    name: {
      type: 'string',
      minLength: 1,
      maxLength: 32,
      description: 'What the balancer is called: letters, digits and hyphens.',
    },
    scheme: {
      type: 'string',
      enum: ['internet-facing', 'internal'],
      default: 'internet-facing',
      description: 'internet-facing is reached from everywhere, internal from inside the VPC only.',
    },
    listeners: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      description: 'Where clients connect.',
      items: listener,
    },
    subnets: {
      type: 'array',
      minItems: 1,
      maxItems: 6,
      description: 'Ids of subnets, one a zone; two zones are better than one.',
      items: id('Id of a subnet.'),
    },
    zones: {
      type: 'array',
      minItems: 1,
      maxItems: 6,
      description:
        'Availability zones, in place of subnets: AWS takes those of the default VPC, where there is one.',
      items: id('Name of a zone.'),
    },
    securityGroups: {
      type: 'array',
      minItems: 1,
      maxItems: 5,
      description: 'Ids of the balancer’s groups; left out: a default group of AWS’s choice.',
      items: id('Id of a security group.'),
    },
    instances: {
      type: 'object',
      description: 'The machines behind the balancer.',
      properties: {
        existing: {
          type: 'array',
          description: 'Ids of running instances of the same VPC.',
          items: id('Id of an instance: i-…'),
        },
        create: {
          type: 'array',
          maxItems: MOST_INSTANCES,
          description: 'Instances to make.',
          items: instance,
        },
      },
      additionalProperties: false,
    },
    healthCheck,
    draining: {
      type: 'integer',
      minimum: 0,
      maximum: DRAIN.max,
      default: DRAIN.initial,
      description: 'Seconds that open connections are kept when an instance is taken out; 0 cuts them.',
    },
    crossZone: {
      type: 'boolean',
      default: true,
      description: 'Whether requests go to the instances of all zones.',
    },
    idleTimeout: {
      type: 'integer',
      minimum: IDLE.min,
      maximum: IDLE.max,
      default: IDLE.initial,
      description: 'Seconds a connection without traffic is kept.',
    },
    tags: {
      type: 'object',
      description: 'Words on the balancer, by key.',
      maxProperties: 8,
      additionalProperties: { type: 'string', maxLength: 255, description: 'A value.' },
    },
    waitForService: {
      type: 'boolean',
      default: false,
      description: 'The run is over only when every instance passes the health check.',
    },
  },
  required: ['name', 'listeners'],
  oneOf: [{ required: ['subnets'] }, { required: ['zones'] }],
  additionalProperties: false,
} as const satisfies SchemaNode & Readonly<Record<'$schema' | 'title', string>>;
