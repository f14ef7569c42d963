import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { isThere } from '../kit/isThere.ts';
import { CERTIFICATE, PRIVATE_KEY } from '../kit/pem.ts';
import { openSandbox } from './client.ts';

const PYTHON = '/usr/bin/python3';

const present = isThere(PYTHON, '-c', '');
if (!present) console.warn(`The manner of pyrax is not tested: there is no ${PYTHON}`);

it.skipIf(!present)('answers as pyrax’s load balancer module expects', async () => {
  const began = Date.now();
  const { sandbox } = await openSandbox({
    // The client waits in real time, so the sandbox lives in it, ten times as fast to keep the test short.
    clock: { now: () => began + (Date.now() - began) * 10, after: () => () => {} },
  });
  const { identityUrl, username, apiKey } = sandbox.rackspace;
  const script = new URL('pyraxManner.py', import.meta.url).pathname;
  const child = spawn(PYTHON, [script, identityUrl, username, apiKey]);
  child.stdin.end(JSON.stringify({ certificate: CERTIFICATE, key: PRIVATE_KEY }));
  const [said, trouble] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(trouble).toBe('');
  expect(JSON.parse(said)).toMatchObject({
    'signed in': [true, 'DFW', true],
    algorithms: expect.arrayContaining(['LEAST_CONNECTIONS', 'WEIGHTED_ROUND_ROBIN']),
    protocols: expect.arrayContaining(['HTTP', 'IMAPv4']),
    domains: 2,
    'rows have nodes': false,
    'second page': [true],
    devices: [['web-1'], ['web-2'], ['web-3'], ['web-4']],
    created: ['by-pyrax', 'BUILD', ['IPV4']],
    updated: ['renamed-by-pyrax', 60],
    added: ['10.20.0.13'],
    'update says': null,
    conditions: ['DISABLED', 'DRAINING', 'ENABLED'],
    'nodes left': 2,
    'virtual ips': 2,
    'virtual ips left': 1,
    rules: ['192.0.2.3'],
    'rules left': [],
    'no monitor': {},
    monitor: true,
    'no throttle': {},
    throttle: 300,
    'no persistence': '',
    persistence: 'HTTP_COOKIE',
    connectionLogging: true,
    contentCaching: true,
    'error page': { errorpage: { content: '<html>Later</html>' } },
    'no ssl': 404,
    ssl: { enabled: true, securePort: 8443, secureTrafficOnly: true },
    mapping: 'shop.example',
    'metadata of the balancer': { team: 'search-2' },
    'metadata of the node': { team: 'search-2' },
    usage: [true, true],
    stats: expect.arrayContaining(['connectTimeOut', 'keepAliveTimedOut', 'currentConn']),
    deleted: null,
  });
});
