import { describe, it } from 'vitest';
import { type Fill, fields } from './featureSteps.ts';
import { COLLECTIONS } from './rackspaceFactsCollections.ts';
import { prove } from './rackspaceFeaturesKit.ts';

type Row = readonly [feature: keyof typeof COLLECTIONS, shows: RegExp | string, ...fills: readonly Fill[]];

/** Lines that are pasted into a table. */
function pasted(...lines: readonly string[]): Fill {
  return async (app) => {
    app.terminal.paste(lines.join('\n'));
    await app.idle();
  };
}

const ADDRESSES: readonly Row[] = [
  ['see the virtual IPs', /203\.0\.113\.20 +PUBLIC +IPV4/],
  ['add an IPv6 address', '[Virtual IPs 3]'],
  ['remove a virtual IP', '[Virtual IPs 1]'],
  ['see the access list', /198\.51\.100\.0\/24 +DENY/],
  ['let addresses in or keep them out', '[Access list 2]', pasted('192.0.2.7 ALLOW', '198.51.100.0/24 DENY')],
  ['let only some in', '[Access list 2]', pasted('192.0.2.0/24 ALLOW', '0.0.0.0/0 DENY')],
  ['remove an access rule', '[Access list 2]'],
  ['remove several access rules', '[Access list 1]', 'remove 2'],
  ['remove the whole access list', 'Everybody may connect', 'remove 3'],
];

const METADATA: readonly Row[] = [
  ['see the metadata', /team +checkout/],
  ['add metadata', '[Metadata 3]', fields('owner', 'nina')],
  ['change a value', /team +search/, 'search'],
  ['remove an item', '[Metadata 1]'],
  ['remove all metadata', 'No metadata', 'remove 2'],
  ['replace all metadata', '[Metadata 1]', 'remove 2', fields('owner', 'nina')],
  ['see the metadata of a node', /team +checkout/],
  ['add metadata to a node', /owner +nina/, fields('owner', 'nina')],
  ['change a value of a node', /team +search/, 'search'],
  ['remove metadata of a node', /Metadata 1\b/],
  ['remove all metadata of a node', 'No metadata', 'remove 2'],
];

const CERTIFICATES: readonly Row[] = [
  ['see the certificates for other host names', /▌ +www\.example\.com/],
  [
    'add a certificate for another host name',
    '[Certificates 1]',
    fields('www.example.com', '~/other.crt', '~/other.key'),
  ],
  [
    'replace such a certificate',
    'The certificate www.example.com of edge-fleet has its new certificate',
    fields(null, '~/other.crt', '~/other.key'),
  ],
  ['change its host name', /▌ +shop\.example\.com/, 'shop.example.com'],
  ['remove such a certificate', 'No certificates for other host names'],
  ['see the ciphers', /▌ +ECDHE-RSA/],
];

const TOLD: readonly Row[] = [
  ['see what happened to the nodes', /10\.20\.0\.11:8080 +Node/],
  ['see which domains host names of nodes may be in', 'rackclouddb.com'],
];

describe.each([
  ['addresses and who may connect', ADDRESSES],
  ['metadata', METADATA],
  ['certificates', CERTIFICATES],
  ['what the engine tells', TOLD],
])('%s, from the keyboard', (_, rows) => {
  for (const [feature, shows, ...fills] of rows)
    it(feature, async () => {
      await prove(feature, COLLECTIONS[feature], { fills, shows });
    });
});
