import type { SchemaNode } from '../../specSchema.ts';

/** At least one sign that can be seen. */
const NOT_BLANK = '\\S';
/** The service takes 25 items; one is the mark by which a run finds its balancer again (spec §4). */
export const MOST_METADATA = 24;
/** How many servers one run makes. */
export const MOST_SERVERS = 25;

const port = (description: string) =>
  ({ type: 'integer', description, minimum: 1, maximum: 65_535 }) as const satisfies SchemaNode;

const healthMonitor = {
  type: 'object',
  description: 'How the balancer finds out whether a node answers. Without it a node counts as up.',
  properties: {
    type: {
      type: 'string',
      enum: ['CONNECT', 'HTTP', 'HTTPS'],
      description: 'CONNECT opens a connection; HTTP and HTTPS ask for a page and need that protocol.',
    },
    delay: {
      type: 'integer',
      minimum: 1,
      maximum: 3600,
      default: 10,
      description: 'Seconds between checks.',
    },
    timeout: {
      type: 'integer',
      minimum: 1,
      maximum: 300,
      default: 5,
      description: 'Seconds until a check fails.',
    },
    attempts: {
      type: 'integer',
      minimum: 1,
      maximum: 10,
      default: 3,
      description: 'Failed checks in a row after which a node is OFFLINE.',
    },
    path: {
      type: 'string',
      maxLength: 128,
      pattern: '^/',
      default: '/',
      description: 'The page to ask for, beginning with /. HTTP and HTTPS only.',
    },
    statusRegex: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      default: '^[23][0-9][0-9]$',
      description: 'A regular expression for the status codes that count as up. HTTP and HTTPS only.',
    },
  },
  required: ['type'],
  additionalProperties: false,
} as const satisfies SchemaNode;

const virtualIp = {
  type: 'object',
  description: 'The address that clients use: a new one by "type", or one that is there already by "share".',
  properties: {
    type: {
      type: 'string',
      enum: ['PUBLIC', 'SERVICENET'],
      description: 'PUBLIC is reached from everywhere, SERVICENET from inside the region only.',
    },
    ipVersion: {
      type: 'string',
      enum: ['IPV4', 'IPV6'],
      description: 'Beside "type". Left out, PUBLIC gives one IPv4 and one IPv6 address; SERVICENET is IPv4.',
    },
    share: {
      type: 'array',
      minItems: 1,
      maxItems: 2,
      description: 'Virtual IPs of other balancers of the region: one, or an IPv4 and an IPv6.',
      items: {
        type: 'object',
        description: 'A virtual IP by its number.',
        properties: {
          id: {
            type: 'integer',
            minimum: 1,
            maximum: 2_147_483_647,
            description: 'Its id, as the balancer that has it shows.',
          },
        },
        required: ['id'],
        additionalProperties: false,
      },
    },
  },
  oneOf: [{ required: ['type'] }, { required: ['share'] }],
  additionalProperties: false,
} as const satisfies SchemaNode;

const servers = {
  type: 'object',
  description: 'The machines behind the balancer; "nodes" says which of their ports are used.',
  properties: {
    existing: {
      type: 'array',
      description: 'Servers of the region that are there already.',
      items: { type: 'string', minLength: 1, maxLength: 255, description: 'Id or exact name of a server.' },
    },
    create: {
      type: 'array',
      maxItems: MOST_SERVERS,
      description: 'Servers to make.',
      items: {
        type: 'object',
        description: 'One new server. It is billed from the moment it is made.',
        properties: {
          name: {
            type: 'string',
            maxLength: 255,
            pattern: NOT_BLANK,
            description: 'What it is to be called; "nodes" refers to it by this.',
          },
          image: {
            type: 'string',
            minLength: 1,
            maxLength: 255,
            description: 'Id or exact name of an image.',
          },
          flavor: {
            type: 'string',
            minLength: 1,
            maxLength: 255,
            description: 'Id or exact name of a flavor.',
          },
          keyName: {
            type: 'string',
            minLength: 1,
            maxLength: 255,
            description: 'Name of the key pair that may sign in.',
          },
        },
        required: ['name', 'image', 'flavor'],
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
} as const satisfies SchemaNode;

const node = {
  type: 'object',
  description: 'Where the balancer sends traffic: one of the "servers", or any address.',
  properties: {
    server: {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      description: 'Name or id, as it stands under "servers".',
    },
    address: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      description: 'IPv4, IPv6 or a host name that Rackspace allows.',
    },
    port: port('Where the application listens.'),
    condition: {
      type: 'string',
      enum: ['ENABLED', 'DRAINING', 'DISABLED'],
      default: 'ENABLED',
      description: 'ENABLED takes traffic, DRAINING no new connections, DISABLED none at all.',
    },
    weight: {
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: 1,
      description: 'Its share under the weighted algorithms.',
    },
    type: {
      type: 'string',
      enum: ['PRIMARY', 'SECONDARY'],
      default: 'PRIMARY',
      description: 'A SECONDARY takes over when all primaries are down; it needs a health monitor.',
    },
  },
  required: ['port'],
  oneOf: [{ required: ['server'] }, { required: ['address'] }],
  additionalProperties: false,
} as const satisfies SchemaNode;

/** The schema of what `sluice create --file` reads for Rackspace. */
export const SPEC_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A Rackspace load balancer with its servers, nodes and virtual IP',
  type: 'object',
  description: 'Everything that one run makes.',
  properties: {
    name: { type: 'string', maxLength: 128, pattern: NOT_BLANK, description: 'What the balancer is called.' },
    protocol: {
      type: 'string',
      minLength: 1,
      description: 'What it speaks: HTTP, HTTPS, TCP and others. The account’s list decides.',
    },
    port: port('Where clients connect.'),
    algorithm: {
      type: 'string',
      minLength: 1,
      description:
        'How it chooses a node: LEAST_CONNECTIONS, ROUND_ROBIN and others. The account’s list decides.',
    },
    timeout: {
      type: 'integer',
      minimum: 30,
      maximum: 120,
      default: 30,
      description: 'Seconds an idle connection is kept.',
    },
    sessionPersistence: {
      type: 'string',
      enum: ['HTTP_COOKIE', 'SSL_ID', 'SOURCE_IP'],
      description: 'What keeps a client on its node. HTTP_COOKIE needs HTTP, SSL_ID needs HTTPS.',
    },
    healthMonitor,
    metadata: {
      type: 'object',
      description: 'Notes on the balancer, by key.',
      maxProperties: MOST_METADATA,
      additionalProperties: { type: 'string', minLength: 1, maxLength: 256, description: 'A note.' },
    },
    virtualIp,
    servers,
    nodes: { type: 'array', description: 'Where the traffic goes. It may be empty.', items: node },
  },
  required: ['name', 'protocol', 'port', 'algorithm', 'virtualIp', 'nodes'],
  additionalProperties: false,
} as const satisfies SchemaNode & Readonly<Record<'$schema' | 'title', string>>;
