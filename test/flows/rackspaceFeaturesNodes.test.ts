import { describe, it } from 'vitest';
import { type Fill, fields } from './featureSteps.ts';
import { NODES } from './rackspaceFactsNodes.ts';
import { prove } from './rackspaceFeaturesKit.ts';

type Row = readonly [feature: keyof typeof NODES, shows: RegExp | string, ...fills: readonly Fill[]];

const BALANCERS: readonly Row[] = [
  ['list the balancers of a region', /shop-front-tls +● ACTIVE +HTTPS :443/],
  ['find a balancer', /▌ +shop-front +● ACTIVE/, '203.0.113.20'],
  ['see everything of a balancer', '"halfClosed": false'],
  [
    'create a balancer with new servers, nodes and a virtual IP',
    'Create balancer shop in DFW: done',
    fields('shop', null, '8088'),
    async (app) => {
      await app.press('tab');
      await app.type('2');
    },
  ],
  [
    'share the virtual IP of another balancer',
    'Create balancer shop in DFW: done',
    fields('shop', null, '8088'),
    async (app) => {
      await app.press('tab');
      await app.type('1');
    },
    async (app) => {
      await app.press('right', 'right', 'right', 'tab');
      await app.type('shop-front');
    },
  ],
  ['see which protocols and algorithms there are', /DNS_UDP/, 'dns'],
  ['delete a balancer', 'billing-api is deleted', 'billing-api'],
];

const ROWS: readonly Row[] = [
  ['see the nodes and their servers', /10\.20\.0\.12:8080 .* web-2$/m],
  ['add a node', '10.20.0.15:8080 is added to shop-front', fields('10.20.0.15', '8080')],
  [
    'add a node that gets no traffic yet',
    /◐ DRAINING .* 10\.20\.0\.15:8080/,
    fields('10.20.0.15', '8080', 'D'),
  ],
  [
    'add a reserve with a weight',
    /10\.20\.0\.75:3306 +— +SECONDARY/,
    fields('10.20.0.75', '3306', null, 'S', '3'),
  ],
  ['drain a node', 'web-2 is DRAINING'],
  ['disable a node', 'web-2 is DISABLED'],
  ['enable a node', 'web-3 is ENABLED'],
  ['change several nodes at once', /^(?![\s\S]*◌)[\s\S]*2 draining/],
  ['weigh a node', /10\.20\.0\.33:9000 +7 /, '7'],
  ['make a node PRIMARY or SECONDARY', /10\.20\.0\.72:3306 +— +SECONDARY/],
  ['remove a node', /^(?![\s\S]*10\.20\.0\.13:8080)/, 'web-3'],
  ['remove several nodes', /^(?![\s\S]*10\.20\.0\.1[34]:8080)/, 'remove 2'],
];

describe.each([
  ['balancers', BALANCERS],
  ['nodes', ROWS],
])('%s, from the keyboard', (_, rows) => {
  for (const [feature, shows, ...fills] of rows)
    it(feature, async () => {
      await prove(feature, NODES[feature], { fills, shows });
    });
});
