import { describe, expect, it } from 'vitest';
import { rowsText } from '../../../../src/model/form.ts';
import { CERTIFICATE, PRIVATE_KEY } from '../../../kit/pem.ts';
import { problemFrom } from '../../kit/problems.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { cut } from '../../kit/scriptedServer.ts';
import { ACCESS, busy, engineDouble, immutable, remove, reset, write } from './engineDouble.ts';
import { collectionOf } from './kit.ts';

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

  it('to a list inside a setting is looked up member by member', async () => {
    const world = await engineDouble();
    const protocols = (status: string) => [
      { securityProtocolName: 'TLS_11', securityProtocolStatus: 'ENABLED' },
      { securityProtocolName: 'TLS_10', securityProtocolStatus: status },
    ];
    const ssl = { enabled: true, securePort: 443, secureTrafficOnly: false };
    world.engine.detail['sslTermination'] = ssl;
    const below = (status: string) =>
      world.engine.below.set('ssltermination', {
        sslTermination: { ...ssl, certificate: CERTIFICATE, securityProtocols: protocols(status) },
      });
    below('ENABLED');
    world.engine.writes = [
      (seen) => {
        const answer = world.engine.acceptAndCut(seen);
        below('DISABLED');
        return answer;
      },
    ];
    await write(world, 'ssl-termination', { tls10: 'no' });
    expect(world.writes()).toHaveLength(1);
    below('ENABLED');
    world.engine.writes = [() => cut, () => cut];
    const problem = await problemFrom(write(world, 'ssl-termination', { tls10: 'no' }));
    expect(problem.message).toMatch(/It was not done$/);
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
