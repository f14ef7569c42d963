import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { isThere } from '../../kit/isThere.ts';
import { openSandbox } from '../client.ts';
import { clientsOf, idOf } from './clients.ts';

const PYTHON = '/usr/bin/python3';

const present = isThere(PYTHON, '-c', 'import libcloud.loadbalancer.drivers.elb');
if (!present)
  console.warn(`libcloud's ELB driver is not tested: ${PYTHON} cannot import it (Debian: python3-libcloud)`);

it.skipIf(!present)('lets every call of libcloud’s ELB driver through', async () => {
  // libcloud signs by the real clock.
  const { sandbox } = await openSandbox({
    rateLimits: true,
    clock: { now: () => Date.now(), after: () => () => {} },
  });
  const spare = await idOf(clientsOf(sandbox).ec2, 'spare-1');
  const { accessKeyId, secretAccessKey, region } = sandbox.aws;
  const { stdout } = await promisify(execFile)(PYTHON, [
    new URL('libcloud.py', import.meta.url).pathname,
    new URL(sandbox.url).port,
    accessKeyId,
    secretAccessKey,
    region,
    spare,
  ]);
  const names = ['api-internal', 'checkout-elb', 'empty-elb', 'legacy-blue', 'tcp-ingest', 'web-classic'];
  expect(JSON.parse(stdout)).toEqual({
    protocols: ['tcp', 'ssl', 'http', 'https'],
    balancers: names,
    tags: { Name: 'web-classic', env: 'production', team: 'storefront' },
    members: 4,
    created: ['by-libcloud', true],
    attached: [spare],
    detached: true,
    left: 0,
    types: expect.arrayContaining(['ProxyProtocolPolicyType', 'SSLNegotiationPolicyType']),
    'policy created': true,
    policies: ['sticky'],
    set: true,
    unset: true,
    backend: true,
    'policy deleted': true,
    listeners: false,
    destroyed: true,
    after: names,
  });
});
