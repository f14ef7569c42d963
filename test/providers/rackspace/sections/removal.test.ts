import { describe, expect, it } from 'vitest';
import type { Provider } from '../../../../src/providers/provider.ts';
import { problemFrom } from '../../kit/problems.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { cut } from '../../kit/scriptedServer.ts';
import { type DoubleWorld, engineDouble, immutable, refusal } from './engineDouble.ts';
import { sectionWorld } from './kit.ts';

function removalOf({ removal }: Provider): NonNullable<Provider['removal']> {
  if (!removal) throw new Error('Balancers can be deleted');
  return removal;
}

function remove({ provider, run }: DoubleWorld) {
  return run(removalOf(provider).run('7001', { signal: never }));
}

describe('deleting a balancer', () => {
  it('of the sandbox is over when it is gone', async () => {
    const { provider, drive, detail, clock } = await sectionWorld();
    const mail = await detail('mail-in');
    const began = clock.now();
    await drive(removalOf(provider).run(mail.id, { signal: never }));
    expect(clock.now() - began).toBeGreaterThanOrEqual(2_000);
    const problem = await problemFrom(drive(provider.getBalancer(mail.id, { signal: never })));
    expect(problem.kind).toBe('missing');
    // Gone already: the engine says 400, and there is nothing left to do.
    await drive(removalOf(provider).run(mail.id, { signal: never }));
  });

  it('that is being changed waits for the change', async () => {
    const { provider, drive, detail } = await sectionWorld();
    const mail = await detail('mail-in');
    const [node] = mail.nodeList;
    const change = provider.changeNode(mail.id, node?.id ?? '', { weight: 5 }, { signal: never });
    const removal = removalOf(provider).run(mail.id, { signal: never });
    await drive(Promise.all([change.catch(() => {}), removal]));
    expect((await problemFrom(drive(provider.getBalancer(mail.id, { signal: never })))).kind).toBe('missing');
  });

  it('in ERROR is refused as the engine refuses it', async () => {
    const { provider, drive, detail } = await sectionWorld();
    const ftp = await detail('legacy-ftp');
    const problem = await problemFrom(drive(removalOf(provider).run(ftp.id, { signal: never })));
    expect(problem).toMatchObject({ kind: 'invalid', status: 400 });
    expect(problem.message).toMatch(/^Could not delete legacy-ftp \(\d+\): .*immutable/);
  });

  it('waits while it is PENDING_DELETE and tells that it was accepted', async () => {
    const world = await engineDouble();
    world.engine.pendingReads = 3;
    let accepted = 0;
    const receipt = await world.run(
      removalOf(world.provider).run('7001', { signal: never, onAccepted: () => accepted++ }),
    );
    expect(receipt).toEqual({ requestId: 'req-1', detail: null });
    expect(accepted).toBe(1);
    expect(world.double.calls.filter((call) => call.startsWith('GET'))).toHaveLength(4);
  });

  it.each([
    ['400 while PENDING_UPDATE', immutable('PENDING_UPDATE', 400), 'PENDING_UPDATE'],
    ['422 while PENDING_UPDATE', immutable('PENDING_UPDATE'), 'PENDING_UPDATE'],
    [
      '400 for a change that has just ended',
      refusal(400, '7001 are immutable and could not be processed.'),
      'ACTIVE',
    ],
  ])('refused with %s is asked for again', async (_, refuse, status) => {
    const world = await engineDouble();
    world.engine.writes = [refuse];
    world.engine.status = status;
    world.engine.pendingReads = 2;
    await remove(world);
    expect(world.writes().map(({ call }) => call)).toEqual(['DELETE ', 'DELETE ']);
  });

  it.each([
    ['400', refusal(400, 'Must provide valid load balancers: 7001 could not be found.')],
    ['404', refusal(404, 'Load balancer not found')],
    ['410', refusal(410, 'The load balancer is deleted')],
    ['422', refusal(422, 'The load balancer is deleted and considered immutable.')],
  ])('refused with %s because it is gone is done', async (_, refuse) => {
    const world = await engineDouble();
    world.engine.writes = [refuse];
    world.engine.status = 'DELETED';
    expect((await remove(world)).detail).toBeNull();
    expect(world.writes()).toHaveLength(1);
  });

  it('that somebody else deletes is waited for', async () => {
    const world = await engineDouble();
    world.engine.writes = [immutable('PENDING_DELETE')];
    world.engine.status = 'PENDING_DELETE';
    world.engine.pendingReads = 2;
    await remove(world);
    expect(world.writes()).toHaveLength(1);
  });

  it('that somebody else deletes while it is waited for is done as well', async () => {
    const world = await engineDouble();
    const gone = refusal(404, 'Load balancer not found');
    world.engine.writes = [immutable('PENDING_UPDATE'), gone];
    world.engine.status = 'DELETED';
    await remove(world);
    expect(world.writes()).toHaveLength(2);
  });

  it('whose answer was lost is looked up, and sent once more when nothing is seen of it', async () => {
    const done = await engineDouble();
    done.engine.writes = [done.engine.acceptAndCut];
    done.engine.pendingReads = 2;
    await remove(done);
    expect(done.writes()).toHaveLength(1);
    const not = await engineDouble();
    not.engine.writes = [() => cut];
    await remove(not);
    expect(not.writes()).toHaveLength(2);
  });

  it('of what is no id asks for nothing', async () => {
    const world = await engineDouble();
    for (const id of ['usage', '', '../7001', '7001?id=7002']) {
      const run = removalOf(world.provider).run(id, { signal: never });
      expect((await problemFrom(world.run(run))).kind).toBe('missing');
    }
    expect(world.writes()).toEqual([]);
  });

  it('that is stopped says how far it has come', async () => {
    const world = await engineDouble();
    world.engine.pendingReads = 1_000;
    const stop = new AbortController();
    const removal = removalOf(world.provider).run('7001', {
      signal: stop.signal,
      onAccepted: () => stop.abort(),
    });
    expect(await problemFrom(world.run(removal))).toMatchObject({
      kind: 'cancelled',
      message: 'Stopped waiting for Rackspace, which has accepted to delete balancer 7001',
    });
  });
});
