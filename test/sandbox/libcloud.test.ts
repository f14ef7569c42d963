import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { isThere } from '../kit/isThere.ts';
import { openSandbox } from './client.ts';

const PYTHON = '/usr/bin/python3';

const present = isThere(PYTHON, '-c', 'import libcloud');
if (!present) console.warn(`libcloud is not tested: ${PYTHON} cannot import it (Debian: python3-libcloud)`);

it.skipIf(!present)('lets libcloud list, create, change and destroy', async () => {
  const began = Date.now();
  const { sandbox } = await openSandbox({
    // libcloud waits in real time, so the sandbox lives in it, ten times as fast to keep the test short.
    clock: { now: () => began + (Date.now() - began) * 10, after: () => () => {} },
  });
  const { identityUrl, username, apiKey } = sandbox.rackspace;
  const { stdout } = await promisify(execFile)(PYTHON, [
    new URL('libcloud.py', import.meta.url).pathname,
    `${identityUrl}/tokens`,
    username,
    apiKey,
  ]);
  const seen = JSON.parse(stdout);
  expect(seen.balancers[0]).toBe('shop-front');
  expect(seen).toMatchObject({
    members: ['10.20.0.11:8080', '10.20.0.12:8080', '10.20.0.13:8080', '10.20.0.14:8080'],
    behind: ['shop-front', 'shop-front-tls'],
    usage: true,
    created: ['by-libcloud', true, true],
    attached: 2,
    draining: true,
    renamed: 'renamed-by-libcloud',
    algorithm: true,
    weight: 7,
    monitor: 'CONNECT',
    page: '/up',
    'no monitor': true,
    throttle: 200,
    'no throttle': true,
    logging: [true, false],
    persistence: 'HTTP_COOKIE',
    'no persistence': null,
    'error page': '<html>Later</html>',
    'own page': true,
    rules: ['192.0.2.1', '192.0.2.2', '198.51.100.0/24'],
    'rules left': 0,
    detached: true,
    'members left': 1,
    'detached more': 1,
    'virtual ips': [true, 'SERVICENET'],
    'destroyed together': true,
    'in ERROR': ['legacy-ftp'],
    'changed since': true,
    destroyed: true,
    servers: ['web-1', 'web-2', 'web-3', 'web-4'],
  });
  expect(seen.algorithms).toContain('LEAST_CONNECTIONS');
  expect(seen.protocols).toContain('http');
  expect(seen.ports).toMatchObject({ imapv4: 143, tcp: 0 });
});
