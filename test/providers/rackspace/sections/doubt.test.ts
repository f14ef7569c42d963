import { describe, expect, it } from 'vitest';
import { rowsText } from '../../../../src/model/form.ts';
import { problemFrom } from '../../kit/problems.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { cut } from '../../kit/scriptedServer.ts';
import { busy, type DoubleWorld, engineDouble, immutable, refusal } from './engineDouble.ts';
import { CERTIFICATE, collectionOf, filled, PRIVATE_KEY, settingOf } from './kit.ts';

const MONITOR = { type: 'CONNECT', delay: 10, timeout: 5, attemptsBeforeDeactivation: 3 };
const ACCESS = Array.from({ length: 12 }, (_, n) => ({
  id: 60 + n,
  address: `198.51.100.${n}`,
  type: 'DENY',
}));

async function write(world: DoubleWorld, key: string, typed: Record<string, string>, onAccepted = () => {}) {
  const { provider, run } = world;
  const setting = settingOf(provider, await world.read(), key);
  const before = setting.known ?? (await run(setting.read({ signal: never })));
  const values = filled(await setting.form(before, { signal: never }), typed);
  if (!setting.write) throw new Error('It can be written');
  return run(setting.write(values, before, { signal: never, onAccepted }));
}

async function reset(world: DoubleWorld, key: string) {
  const setting = settingOf(world.provider, await world.read(), key);
  if (!setting.reset) throw new Error('It can be reset');
  return world.run(setting.reset.run({ signal: never }));
}

async function remove(world: DoubleWorld, key: string, ids: readonly string[]) {
  const collection = collectionOf(world.provider, await world.read(), key);
  const items = (collection.known ?? []).filter(({ id }) => ids.includes(id));
  if (!collection.remove) throw new Error('It can be removed from');
  return world.run(collection.remove.run(items, { signal: never }));
}

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

describe('a busy balancer', () => {
  it('is waited for, and the setting written then', async () => {
    const world = await engineDouble();
    world.engine.writes = [busy, busy];
    world.engine.status = 'PENDING_UPDATE';
    world.engine.pendingReads = 3;
    let accepted = 0;
    const receipt = await write(world, 'health-monitor', {}, () => accepted++);
    expect(receipt).toMatchObject({ requestId: 'req-1', detail: { status: 'ACTIVE' } });
    expect(world.writes()).toHaveLength(3);
    expect(accepted).toBe(1);
  });

  it('that is broken is not', async () => {
    const world = await engineDouble();
    world.engine.writes = [immutable('ERROR')];
    expect(await problemFrom(write(world, 'health-monitor', {}))).toMatchObject({
      kind: 'engine',
      status: 422,
    });
    expect(world.writes()).toHaveLength(1);
  });
});

describe('a lost answer', () => {
  it('to a setting that was written is looked up', async () => {
    const world = await engineDouble();
    world.engine.writes = [world.engine.acceptAndCut];
    await write(world, 'health-monitor', {});
    expect(world.writes()).toHaveLength(1);
    world.engine.writes = [world.engine.acceptAndCut];
    await reset(world, 'health-monitor');
    expect(world.writes()).toHaveLength(2);
    expect(world.engine.detail['healthMonitor']).toBeUndefined();
  });

  it('to a setting that was not is sent once more, and told after that', async () => {
    const world = await engineDouble();
    world.engine.writes = [() => cut];
    await write(world, 'general', { name: 'shop' });
    expect(world.writes()).toHaveLength(2);
    world.engine.writes = [() => cut, () => cut];
    const problem = await problemFrom(write(world, 'general', { name: 'shop-2' }));
    expect(problem.message).toMatch(
      /change the settings of shop \(7001\).*cut the connection\. It was not done$/,
    );
    expect(problem.maybeApplied).toBeUndefined();
  });

  it('to what the balancer does not show is looked up where it stands', async () => {
    const world = await engineDouble();
    const own = { errorpage: { content: '<h1>closed</h1>' } };
    world.engine.below.set('errorpage', own);
    world.engine.writes = [world.engine.acceptAndCut];
    await write(world, 'error-page', { content: '<h1>open at 8</h1>\n' });
    expect(world.writes()).toHaveLength(1);
    // The detail has the switches alone; the certificate is found where SSL termination itself is read.
    world.engine.detail['sslTermination'] = { enabled: true, securePort: 443, secureTrafficOnly: false };
    const full = { ...(world.engine.detail['sslTermination'] as object), certificate: CERTIFICATE };
    world.engine.below.set('ssltermination', { sslTermination: full });
    world.engine.writes = [() => cut];
    await write(world, 'ssl-termination', { certificate: CERTIFICATE, privatekey: PRIVATE_KEY });
    expect(world.writes()).toHaveLength(2);
  });

  it('to an addition is never sent again in doubt', async () => {
    const world = await engineDouble();
    world.engine.detail['accessList'] = [];
    const list = () => world.read().then((detail) => collectionOf(world.provider, detail, 'access-list'));
    const add = async (...addresses: string[]) => {
      const rules = rowsText(addresses.map((address) => ({ address, type: 'DENY' })));
      const { add: adding } = await list();
      if (!adding) throw new Error('It can be added to');
      return world.run(adding.run({ rules }, { signal: never }));
    };
    world.engine.writes = [world.engine.acceptAndCut];
    await add('10.0.0.1', '10.0.0.2');
    expect(world.writes()).toHaveLength(1);
    world.engine.writes = [() => cut];
    expect(await problemFrom(add('10.0.0.3'))).toMatchObject({
      message: expect.stringMatching(/It was not done$/),
    });
    // Somebody else's rule of another kind is no trace of ours.
    world.engine.writes = [() => cut];
    world.engine.detail['accessList'] = [{ id: 1, address: '10.0.0.4', type: 'ALLOW' }];
    expect(await problemFrom(add('10.0.0.4'))).toMatchObject({ maybeApplied: true });
    expect(world.writes()).toHaveLength(3);
  });

  it('to an IPv6 address is found by the one that is new', async () => {
    const world = await engineDouble();
    const { engine, run } = world;
    const add = async () => {
      const { add: adding } = collectionOf(world.provider, await world.read(), 'virtual-ips');
      if (!adding) throw new Error('It can be added to');
      return run(adding.run({ ipVersion: 'IPV6' }, { signal: never }));
    };
    engine.writes = [
      () => {
        engine.status = 'PENDING_UPDATE';
        const fresh = { id: 9000001, address: '2001:db8::7', type: 'PUBLIC', ipVersion: 'IPV6' };
        engine.detail['virtualIps'] = [...(engine.detail['virtualIps'] as object[]), fresh];
        return cut;
      },
      () => cut,
    ];
    await add();
    expect(world.writes()).toEqual([
      { call: 'POST /virtualips', body: { type: 'PUBLIC', ipVersion: 'IPV6' } },
    ]);
    expect(await problemFrom(add())).toMatchObject({ message: expect.stringMatching(/It was not done$/) });
    expect(world.writes()).toHaveLength(2);
  });

  it('to a removal leads to removing what is left', async () => {
    const world = await engineDouble();
    world.engine.detail['accessList'] = ACCESS.slice(0, 3);
    world.engine.writes = [
      () => {
        // Somebody else has taken one of them.
        world.engine.detail['accessList'] = ACCESS.slice(1, 3);
        return { status: 400, json: { message: 'Access list items 60 are not a part of your loadbalancer' } };
      },
      world.engine.acceptAndCut,
    ];
    await remove(world, 'access-list', ['60', '61', '62']);
    expect(world.writes().map(({ call }) => call)).toEqual([
      'DELETE /accesslist?id=60&id=61&id=62',
      'DELETE /accesslist?id=61&id=62',
    ]);
    expect(world.engine.detail['accessList']).toEqual([]);
  });

  it('to metadata is looked up whatever the balancer is doing', async () => {
    const world = await engineDouble();
    world.engine.detail['metadata'] = [{ id: 9, key: 'team', value: 'shop' }];
    const notes = collectionOf(world.provider, await world.read(), 'metadata');
    const [team] = notes.known ?? [];
    if (!team || !notes.edit) throw new Error('There is one');
    world.engine.writes = [
      () => {
        world.engine.detail['metadata'] = [{ id: '9', key: 'team', value: 'ops' }];
        return cut;
      },
    ];
    await world.run(notes.edit.run(team, { value: 'ops' }, { signal: never }));
    expect(world.writes()).toEqual([{ call: 'PUT /metadata/9', body: { meta: { value: 'ops' } } }]);
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
    expect(JSON.stringify(readings)).not.toMatch(/MIIEow|private/i);
  });
});

describe('a hostile engine', () => {
  it('is read without a crash, and its texts are clean', async () => {
    const world = await engineDouble();
    const evil = '\u001b[2Jevil\u202e\n';
    Object.assign(world.engine.detail, {
      healthMonitor: { type: evil, path: evil, delay: 'x' },
      sessionPersistence: [],
      connectionThrottle: 7,
      sslTermination: 'on',
      connectionLogging: null,
      accessList: [
        null,
        7,
        [],
        { id: 1 },
        { id: 2, address: evil, type: evil },
        { id: 2, address: '10.0.0.1' },
      ],
      metadata: { key: 'x' },
      virtualIps: [
        { id: 1, address: '203.0.113.1', ipVersion: 'IPV4' },
        { id: 1, address: '2001:db8::1', ipVersion: 'IPV6' },
        { address: '203.0.113.9' },
      ],
    });
    const detail = await world.read();
    const sections = world.provider.sections?.(detail) ?? [];
    const shown = JSON.stringify(sections);
    expect(shown).not.toMatch(/\\u001b|\\u202e|\[2J/);
    expect(collectionOf(world.provider, detail, 'virtual-ips').known?.map(({ id }) => id)).toEqual([
      '1 IPV4',
      '1 IPV6',
    ]);
    expect(collectionOf(world.provider, detail, 'access-list').known?.map(({ name }) => name)).toEqual([
      'evil',
    ]);
    expect(settingOf(world.provider, detail, 'connection-throttle').known?.configured).toBe(false);
    // A name that reads like a switch stays a name.
    world.engine.detail['name'] = 'true';
    expect(settingOf(world.provider, await world.read(), 'general').known?.values['name']).toBe('true');
  });

  it('that names a balancer so that it cannot be asked for gives it no sections', async () => {
    const world = await engineDouble();
    world.engine.detail['id'] = 'usage';
    const detail = await world.read();
    expect(world.provider.sections?.(detail)).toEqual([]);
    const [node] = detail.nodeList;
    expect(node && world.provider.nodeSections?.({ ...detail, id: '7001' }, { ...node, id: '../7' })).toEqual(
      [],
    );
  });

  it('that answers with something else is said to', async () => {
    const world = await engineDouble();
    world.engine.below.set('errorpage', 'none');
    world.engine.below.set('virtualips', { error: 'gateway' });
    const detail = await world.read();
    const reads: readonly (() => Promise<unknown>)[] = [
      () => settingOf(world.provider, detail, 'error-page').read({ signal: never }),
      () => collectionOf(world.provider, detail, 'virtual-ips').list({ signal: never }),
      () => collectionOf(world.provider, detail, 'events').list({ signal: never }),
    ];
    const kinds = [];
    for (const read of reads) kinds.push((await problemFrom(world.run(read()))).kind);
    expect(kinds).toEqual(['engine', 'engine', 'missing']);
  });

  it('whose errors are bare texts or lists is understood', async () => {
    const world = await engineDouble();
    const detail = await world.read();
    const [node] = detail.nodeList;
    const [notes] = node ? (world.provider.nodeSections?.(detail, node) ?? []) : [];
    if (notes?.kind !== 'collection' || !notes.add) throw new Error('A node has metadata');
    for (const text of ['"Key is too long"', '["Key is too long"]']) {
      world.engine.writes = [() => ({ status: 400, text })];
      const add = notes.add.run({ key: 'k', value: 'v' }, { signal: never });
      const { message } = await problemFrom(world.run(add));
      expect(message).toBe(
        'Could not add k to the metadata of node 10.20.0.11:80 (5101) of shop-front (7001): Key is too long (HTTP 400)',
      );
    }
  });
});
