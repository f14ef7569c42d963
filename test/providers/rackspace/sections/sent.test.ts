import { describe, expect, it } from 'vitest';
import { CERTIFICATE, PRIVATE_KEY } from '../../../kit/pem.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { ACCESS, engineDouble, refusal, remove, write } from './engineDouble.ts';
import { collectionOf, settingOf } from './kit.ts';

const MONITOR = { type: 'CONNECT', delay: 10, timeout: 5, attemptsBeforeDeactivation: 3 };

describe('what is sent', () => {
  it('of the balancer itself is only what changes, with a new protocol its port too', async () => {
    const world = await engineDouble();
    await write(world, 'general', { name: 'shop', timeout: '60' });
    await write(world, 'general', { protocol: 'HTTPS' });
    await write(world, 'general', { httpsRedirect: 'no', port: '8443' });
    expect(world.writes()).toEqual([
      { call: 'PUT ', body: { loadBalancer: { name: 'shop', timeout: 60 } } },
      { call: 'PUT ', body: { loadBalancer: { protocol: 'HTTPS', port: 80 } } },
      { call: 'PUT ', body: { loadBalancer: { port: 8443 } } },
    ]);
  });

  it('of a setting are numbers and switches, never their texts', async () => {
    const world = await engineDouble();
    Object.assign(world.engine.detail, {
      connectionLogging: { enabled: 'false' },
      connectionThrottle: { minConnections: 0, maxConnections: 100, maxConnectionRate: 0, rateInterval: 1 },
    });
    await write(world, 'connection-logging', { enabled: 'yes' });
    await write(world, 'connection-throttle', { maxConnections: '200' });
    await write(world, 'health-monitor', { path: '/hidden' });
    expect(world.writes().map(({ body }) => body)).toEqual([
      { connectionLogging: { enabled: true } },
      { connectionThrottle: { maxConnections: 200 } },
      { healthMonitor: MONITOR },
    ]);
  });

  it('of SSL termination is the key once, and never again', async () => {
    const world = await engineDouble();
    await write(world, 'ssl-termination', { certificate: CERTIFICATE, privatekey: PRIVATE_KEY });
    await write(world, 'ssl-termination', { enabled: 'no' });
    expect(world.writes().map(({ body }) => body)).toEqual([
      {
        sslTermination: {
          certificate: CERTIFICATE,
          privatekey: PRIVATE_KEY,
          enabled: true,
          securePort: 443,
          secureTrafficOnly: false,
        },
      },
      { sslTermination: { enabled: false } },
    ]);
  });

  it('of what SSL termination speaks is only what changes, and all of it with a new certificate', async () => {
    const world = await engineDouble();
    const off = [{ securityProtocolName: 'TLS_10', securityProtocolStatus: 'DISABLED' }];
    const pem = { certificate: CERTIFICATE, privatekey: PRIVATE_KEY };
    await write(world, 'ssl-termination', { ...pem, tls10: 'no' });
    await write(world, 'ssl-termination', { cipherProfile: 'CLBCipherPolicy2017-08' });
    await write(world, 'ssl-termination', pem);
    await write(world, 'ssl-termination', { tls10: 'yes' });
    const on = [{ securityProtocolName: 'TLS_10', securityProtocolStatus: 'ENABLED' }];
    expect(world.writes().map(({ body }) => body)).toMatchObject([
      { sslTermination: { ...pem, securityProtocols: off } },
      { sslTermination: { cipherProfile: 'CLBCipherPolicy2017-08' } },
      { sslTermination: { ...pem, securityProtocols: off, cipherProfile: 'CLBCipherPolicy2017-08' } },
      { sslTermination: { securityProtocols: on } },
    ]);
    expect(world.writes()[1]?.body).toEqual({ sslTermination: { cipherProfile: 'CLBCipherPolicy2017-08' } });
  });

  it('to remove are the ids of every item, ten at a time', async () => {
    const world = await engineDouble();
    world.engine.detail['accessList'] = ACCESS;
    await remove(
      world,
      'access-list',
      ACCESS.map(({ id }) => String(id)),
    );
    const first = ACCESS.slice(0, 10).map(({ id }) => `id=${id}`);
    expect(world.writes().map(({ call }) => call)).toEqual([
      `DELETE /accesslist?${first.join('&')}`,
      'DELETE /accesslist?id=70&id=71',
    ]);
    world.engine.detail['accessList'] = ACCESS;
    await remove(world, 'access-list', ['64']);
    expect(world.writes().at(-1)?.call).toBe('DELETE /accesslist/64');
    expect(world.engine.detail['accessList']).toHaveLength(11);
  });
});

describe('a private key', () => {
  const line = PRIVATE_KEY.split('\n')[1] ?? '';
  it.each([
    ['whole', JSON.stringify(PRIVATE_KEY)],
    ['as it is', PRIVATE_KEY],
    ['cut off', `${PRIVATE_KEY.slice(0, 50)}…`],
    ['without its lines', PRIVATE_KEY.replaceAll('\n', '')],
    ['escaped once more', JSON.stringify(JSON.stringify({ privatekey: PRIVATE_KEY }))],
    ['in a URL', encodeURIComponent(PRIVATE_KEY)],
  ])('that the engine quotes %s comes back in no failure and no log', async (_, quote) => {
    for (const [key, name] of [
      ['ssl-termination', 'privatekey'],
      ['certificates', 'privateKey'],
    ] as const) {
      const world = await engineDouble();
      world.engine.writes = [refusal(400, `The key ${quote} does not fit the certificate`)];
      const pem = { certificate: CERTIFICATE, [name]: PRIVATE_KEY };
      const { add } = collectionOf(world.provider, await world.read(), 'certificates');
      const call =
        key === 'certificates'
          ? world.run(
              add?.run({ hostName: 'www.example.com', ...pem }, { signal: never }) ??
                Promise.reject(new Error()),
            )
          : write(world, key, pem);
      const thrown: unknown = await call.catch((error: unknown) => error);
      const told = `${JSON.stringify(thrown)} ${String(thrown)} ${(thrown as Error).stack} ${world.double.log.join('\n')}`;
      expect(told).toMatch(/The key .*\[secret\]/);
      for (let at = 0; at + 8 <= line.length; at++) expect(told).not.toContain(line.slice(at, at + 8));
    }
  });

  it('that an old double gives back is not passed on', async () => {
    const world = await engineDouble();
    const ssl = { enabled: true, securePort: 443, secureTrafficOnly: false, privatekey: PRIVATE_KEY };
    world.engine.detail['sslTermination'] = ssl;
    const setting = settingOf(world.provider, await world.read(), 'ssl-termination');
    const readings = [setting.known, await world.run(setting.read({ signal: never }))];
    expect(JSON.stringify(readings)).not.toMatch(/MIIEog|private/i);
  });
});
