import { AddTagsCommand } from '@aws-sdk/client-elastic-load-balancing';
import { describe, expect, it } from 'vitest';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { startedAgain, until } from '../kit/wizard.ts';
import type { ElbAt } from './elbAt.ts';
import { expectParked, NOT_REGISTERED, park, registered } from './elbFactsNodes.ts';
import { follow, onElb, toElb } from './elbKit.ts';

const OTHERS = ['classic-web-2', 'classic-web-3', 'classic-web-4'];
const ALL = ['classic-web-1', ...OTHERS];

/** Lets the drains at AWS come to their end, and the program see it. */
async function drained(at: ElbAt, app: SluiceUnderTest): Promise<void> {
  at.sandbox.control.advance(300_000);
  await app.press('r');
}

describe('a node of a Classic balancer', () => {
  it('drains while the seconds are counted, is parked, and comes back', async () => {
    const { app, at } = await onElb('web-classic');
    await app.press('enter', 'D');
    expect(app.message()).toContain('z undoes it. Sticky sessions move away at once');
    await until(app, 'classic-web-1 is DRAINING. z undoes it');
    expect(app.row('classic-web-1')).toMatch(/◐ DRAINING .*at most (?:5m 00|4m 5\d)s/);
    await app.advance(8_000);
    expect(app.row('classic-web-1')).toMatch(/at most 4m [45]\ds/);
    expect(app.screen()).toContain('[Nodes 4/4 1 draining]');
    await app.press('X');
    expect(app.message()).toContain('it becomes DISABLED by itself when its connections have ended');

    await drained(at, app);
    expect(app.row('classic-web-1')).toMatch(/○ DISABLED .*taken out, to come back/);
    expect(await at.healthOf('classic-web-1')).toBe(NOT_REGISTERED);
    await expectParked(at, 'classic-web-1');
    await app.press('D');
    expect(app.message()).toContain('it is taken out already, so that there is nothing to drain');

    await app.press('E');
    await until(app, 'classic-web-1 is ENABLED');
    expect(app.row('classic-web-1')).toMatch(/● ENABLED .*(?:JOINING|ONLINE)/);
    await until(app, /● ENABLED +▲ ONLINE .*classic-web-1 /);
    await registered(...ALL)(at);
    await expectParked(at);
    expect(await at.tags()).toEqual({ Name: 'web-classic', env: 'production', team: 'storefront' });
  });

  it('comes back from the midst of its drain', async () => {
    const { app, at } = await onElb('web-classic');
    await app.press('enter', 'D');
    await until(app, 'classic-web-1 is DRAINING');
    await app.press('E');
    await until(app, 'classic-web-1 is ENABLED');
    await registered(...ALL)(at);
    await expectParked(at);
  });

  it('z brings a node back that D took out', async () => {
    const { app, at } = await onElb('web-classic');
    await app.press('enter', 'D');
    await until(app, 'classic-web-1 is DRAINING. z undoes it');
    await app.press('z');
    await until(app, 'classic-web-1 is ENABLED');
    await registered(...ALL)(at);
    await expectParked(at);
  });

  it('t takes it out and brings it back', async () => {
    const { app, at } = await onElb('web-classic');
    await app.press('enter', 't');
    await until(app, /classic-web-1 .*at most/);
    await drained(at, app);
    expect(app.row('classic-web-1')).toContain('○ DISABLED');
    await app.press('t');
    await until(app, 'classic-web-1 is ENABLED');
    await registered(...ALL)(at);
  });

  it('is not drained where connection draining is off, and X asks before it cuts', async () => {
    const { app, at } = await onElb('legacy-blue');
    await app.press('enter', 'D');
    expect(app.message()).toContain(
      'connection draining is off on this balancer: switch on its setting "Connection draining"',
    );
    await app.press('X');
    expect(app.screen()).toContain('legacy-1');
    await app.press('esc');
    await registered('legacy-1', 'legacy-2')(at);
  });

  it('of an Auto Scaling group is taken out only after its group was named', async () => {
    const { app, at } = await onElb('api-internal');
    await app.press('enter', 'D');
    expect(app.screen()).toContain('belongs to the Auto Scaling group intapi-asg');
    await app.press('esc');
    await registered('intapi-1', 'intapi-2')(at);
  });

  it('m drains, holds and enables a node', async () => {
    const { app, at } = await onElb('web-classic');
    await follow(app, 'maintain nodes one after the other');
    await until(app, /drain .*running/);
    at.sandbox.control.advance(300_000);
    await until(app, 'Held out of service: enter goes on');
    await registered(...OTHERS)(at);
    await expectParked(at, 'classic-web-1');
    await app.press('enter');
    await until(app, 'back in service');
    await registered(...ALL)(at);
    await expectParked(at);
  });
});

describe('what is parked', () => {
  it('is the truth after a program was killed between the tag and the deregistering', async () => {
    const { app, at } = await onElb('web-classic');
    at.sandbox.control.fault({ kind: 'cut', path: 'DeregisterInstances' });
    await app.press('enter', 'D');
    expect(app.row('classic-web-1')).toContain('◌ DRAINING');
    await expectParked(at, 'classic-web-1');
    await registered(...ALL)(at);

    const next = await startedAgain(app, { columns: 150, rows: 40 });
    at.sandbox.control.clearFaults();
    await toElb(next, 'web-classic');
    await next.press('enter');
    expect(next.row('classic-web-1')).toMatch(/● ENABLED +▲ ONLINE/);
    await next.press('@');
    expect(next.row('classic-web-1')).toMatch(/ENABLED → DRAINING +\S+ \S+/);
    expect(next.row('classic-web-1')).not.toContain('done');
    await next.press('esc', 'D');
    await until(next, 'classic-web-1 is DRAINING');
    await registered(...OTHERS)(at);
    await expectParked(at, 'classic-web-1');
    await next.press('E');
    await until(next, 'classic-web-1 is ENABLED');
    await expectParked(at);
  });

  it('is the truth after a program was killed when AWS had taken the deregistering', async () => {
    const { app, at } = await onElb('web-classic');
    at.sandbox.control.fault({ kind: 'cut-after', path: 'DeregisterInstances' });
    await app.press('enter', 'D');
    await registered(...OTHERS)(at);

    const next = await startedAgain(app, { columns: 150, rows: 40 });
    at.sandbox.control.clearFaults();
    await toElb(next, 'web-classic');
    await next.press('enter');
    expect(next.row('classic-web-1')).toMatch(/◐ DRAINING .*at most/);
    await drained(at, next);
    expect(next.row('classic-web-1')).toMatch(/○ DISABLED .*taken out, to come back/);
    await next.press('E');
    await until(next, 'classic-web-1 is ENABLED');
    await registered(...ALL)(at);
  });

  it('is seen by another machine, which brings it back for the first to see', async () => {
    const { app, at } = await onElb('web-classic');
    await app.press('enter', 'D');
    await until(app, 'classic-web-1 is DRAINING');
    await drained(at, app);

    const { endpoint, accessKeyId, secretAccessKey, region } = at.sandbox.aws;
    const other = await startSluice({
      columns: 150,
      clock: app.clock,
      env: {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_REGION: region,
        AWS_ENDPOINT_URL: endpoint,
      },
    });
    await other.press('g');
    for (let row = 0; row < 5 && !other.row('▌').includes('AWS_ACCESS_KEY_ID'); row++) await other.press('j');
    await other.press('enter', '/');
    await other.type('web-classic');
    await other.press('enter', 'enter');
    // Nobody is to take it for AWS itself.
    expect(other.screen()).toContain(`AWS ELB (${new URL(endpoint).host})`);
    expect(other.row('classic-web-1')).toMatch(/○ DISABLED .*taken out, to come back/);
    await other.press('E');
    await until(other, 'classic-web-1 is ENABLED');
    await app.advance(30_000);
    await app.press('r');
    expect(app.row('classic-web-1')).toContain('● ENABLED');
    await expectParked(at);
  });

  it('by another machine is seen here, beside tags of the user’s own', async () => {
    const { app, at } = await onElb('web-classic');
    await park(at, 'classic-web-3');
    await app.press('enter');
    expect(app.row('classic-web-3')).toMatch(/○ DISABLED .*taken out, to come back/);
    await app.press('tab', 'tab', 'tab', 'tab', 'tab');
    expect(app.screen()).toContain('[Tags');
    expect(app.row('env')).toContain('production');
  });

  it('is remembered on this machine where tags may not be written, and that is said', async () => {
    const { app, at } = await onElb('web-classic');
    at.sandbox.control.fault({ kind: 'denied', path: 'AddTags' });
    await app.press('enter', 'D');
    await until(app, 'classic-web-1 is DRAINING');
    await drained(at, app);
    expect(app.row('classic-web-1')).toMatch(/○ DISABLED .*known on this machine only/);
    await expectParked(at);

    const next = await startedAgain(app, { columns: 80 });
    await toElb(next, 'web-classic');
    await next.press('enter');
    expect(next.row('classic-web-1')).toMatch(/DISABLED .*known on this/);
    await next.press('E');
    await until(next, 'classic-web-1 is ENABLED');
    await registered(...ALL)(at);
  });

  it('is maintained where tags may not be written, and that only this machine knows it is said until it is back', async () => {
    const { app, at } = await onElb('web-classic');
    at.sandbox.control.fault({ kind: 'denied', path: 'AddTags' });
    await follow(app, 'maintain nodes one after the other');
    await until(app, /drain .*running/);
    expect(app.screen()).toContain('classic-web-1: Only this machine knows that it is to come back: ');
    at.sandbox.control.advance(300_000);
    await until(app, 'Held out of service: enter goes on');
    expect(app.screen()).toContain('Only this machine knows');
    await expectParked(at);
    await app.press('enter');
    await until(app, 'back in service');
    expect(app.screen()).not.toContain('Only this machine knows');
    await registered(...ALL)(at);
  });

  it('is remembered on this machine where the balancer has no room for one more tag', async () => {
    const { app, at } = await onElb('web-classic');
    const Tags = Array.from({ length: 7 }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
    await at.send(new AddTagsCommand({ LoadBalancerNames: ['web-classic'], Tags }));
    await app.press('enter', 'X');
    await until(app, /classic-web-1 .*at most/);
    await drained(at, app);
    expect(app.row('classic-web-1')).toMatch(/○ DISABLED .*known on this machine only/);
    await app.press('E');
    await until(app, 'classic-web-1 is ENABLED');
    await registered(...ALL)(at);
    expect(Object.keys(await at.tags())).toHaveLength(10);
  });
});
