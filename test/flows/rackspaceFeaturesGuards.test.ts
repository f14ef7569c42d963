import { describe, expect, it } from 'vitest';
import type { SluiceUnderTest } from '../kit/sluice.ts';
import { until } from '../kit/wizard.ts';
import type { BalancerAt } from './rackspaceFacts.ts';
import { hasRules } from './rackspaceFactsCollections.ts';
import { hasMonitor } from './rackspaceFactsSettings.ts';
import { follow, onList } from './rackspaceFeaturesKit.ts';

/** Requests that take something away, without signing in. */
const deletions = (app: SluiceUnderTest) => app.requests().filter((one) => one.startsWith('DELETE'));
/** Such a request without the id of a rule would take the whole list away. */
const WHOLE_LIST = /\/accesslist\/?(?:$|\?(?!id=\d))/;

/** Whatever else a balancer can have. */
async function hasEverything(at: BalancerAt): Promise<void> {
  const throttle = { maxConnections: 50, minConnections: 0, maxConnectionRate: 0, rateInterval: 1 };
  await at.change('PUT', '/sessionpersistence', { sessionPersistence: { persistenceType: 'HTTP_COOKIE' } });
  await at.change('PUT', '/connectionthrottle', { connectionThrottle: throttle });
  await at.change('PUT', '/connectionlogging', { connectionLogging: { enabled: true } });
  await at.change('PUT', '/contentcaching', { contentCaching: { enabled: true } });
  await at.change('PUT', '/errorpage', { errorpage: { content: '<p>Back at noon</p>' } });
  await at.change('POST', '/metadata', { metadata: [{ key: 'team', value: 'checkout' }] });
  await hasRules(at);
}

/** All that the engine tells of the balancer and what hangs off it, but for its monitor and when it was touched, as text. */
async function theRest(at: BalancerAt): Promise<string> {
  const { healthMonitor: _monitor, updated: _updated, ...detail } = await at.detail();
  const beside = ['/ssltermination', '/errorpage', '/nodes', '/virtualips', '/accesslist', '/metadata'];
  return JSON.stringify([detail, ...(await Promise.all(beside.map((path) => at.get(path))))]);
}

describe('guard rails, from the keyboard', () => {
  it('removing a monitor touches nothing else', async () => {
    const { app, at } = await onList({
      balancer: 'api-gateway',
      before: hasEverything,
      after: async () => {},
    });
    expect(await at.get('/healthmonitor')).toMatchObject({ healthMonitor: { type: 'HTTP' } });
    const before = await theRest(at);
    app.requests();
    await follow(app, 'removing a monitor touches nothing else');
    await until(app, /Health monitor +none/);
    expect(deletions(app)).toEqual([expect.stringMatching(/\/loadbalancers\/7003\/healthmonitor$/)]);
    expect(await at.get('/healthmonitor')).toEqual({});
    expect(await theRest(at)).toBe(before);
  });

  it('an empty selection never deletes the access list', async () => {
    const { app, at } = await onList({ before: hasRules, after: async () => {} });
    const ruleCount = async () => ((await at.get('/accesslist'))['accessList'] as unknown[]).length;
    await follow(app, 'see the access list');
    app.requests();

    // All are marked, and the filter hides them.
    await app.press('*', '/');
    await app.type('nothing is called so');
    await app.press('enter', 'ctrl-d');
    expect(app.message()).toBe('Not now: what is marked is hidden by the filter');
    await app.press('esc', 'esc');
    expect(deletions(app)).toEqual([]);
    expect(await ruleCount()).toBe(3);

    // Marked, and then removed by somebody else: what is marked is nothing any more, while there is another rule.
    await app.press('g', 'space', 'g');
    const [marked] = (await at.get('/accesslist'))['accessList'] as readonly { id: number }[];
    await at.change('DELETE', `/accesslist/${marked?.id}`);
    app.requests();
    await app.press('r', 'ctrl-d');
    expect(app.message()).toBe('Not now: the row the cursor was on has gone: choose one');
    await app.advance(10_000);
    expect(deletions(app)).toEqual([]);
    expect(await ruleCount()).toBe(2);

    // Between the question and its answer: the one that was meant has gone, and nothing else goes in its place.
    await app.press('g', 'ctrl-d');
    const [meant] = (await at.get('/accesslist'))['accessList'] as readonly { id: number }[];
    await at.change('DELETE', `/accesslist/${meant?.id}`);
    app.requests();
    await app.press('y');
    await app.advance(10_000);
    app.message();
    for (const request of deletions(app)) expect(request).not.toMatch(WHOLE_LIST);
    expect(await ruleCount()).toBe(1);

    // There is none at all.
    await at.change('DELETE', '/accesslist');
    await app.press('r');
    await until(app, 'Everybody may connect');
    app.requests();
    for (const key of ['ctrl-d', '*', 'ctrl-d', 'space', 'ctrl-d']) await app.press(key);
    expect(app.message()).toBe('Not now: there is no row');
    await app.advance(10_000);
    expect(deletions(app)).toEqual([]);
  });

  it('takes every rule of the list by its id, also where all are to go', async () => {
    const { app } = await onList({ before: hasRules, after: async () => {} });
    app.requests();
    await follow(app, 'remove the whole access list', ['remove 3']);
    await until(app, 'Everybody may connect');
    expect(deletions(app)).toEqual([expect.stringMatching(/\/accesslist\?id=\d+&id=\d+&id=\d+$/)]);
  });

  it('what somebody else has changed is shown before it is overwritten', async () => {
    const { app, at } = await onList({ before: hasMonitor, after: async () => {} });
    const delay = async () =>
      ((await at.get('/healthmonitor'))['healthMonitor'] as Readonly<Record<string, unknown>>)['delay'];
    const monitor = (await at.get('/healthmonitor'))['healthMonitor'] as Readonly<Record<string, unknown>>;
    await follow(app, 'what somebody else has changed is shown before it is overwritten', [
      async () => {
        await app.press('tab');
        await app.type('30');
        await at.change('PUT', '/healthmonitor', { healthMonitor: { ...monitor, delay: 60 } });
      },
    ]);
    expect(app.screen().replace(/[\s│]+/g, ' ')).toContain(
      'Somebody else has changed it since it was read: it was Check every 5, it is Check every 60 This would make it Check every 30',
    );
    expect(await delay()).toBe(60);
    await app.press('esc');
    await app.advance(10_000);
    expect(await delay()).toBe(60);
    await app.press('ctrl-s', 'y');
    await until(app, /HTTP \/health every 30 s/);
    expect(await delay()).toBe(30);
  });
});

describe('what Rackspace cannot, from the keyboard', () => {
  it('an IPv4 address or a shared one for a balancer that is there', async () => {
    const { app, at } = await onList({ after: async () => {} });
    await follow(app, 'see the virtual IPs');
    await app.press('a');
    expect(app.screen()).toContain('IPv4 addresses are only given when a balancer is created');
    for (const key of ['left', 'right', '4']) {
      await app.press(key);
      expect(app.row('▌')).toMatch(/Version +\[x\] IPV6$/);
    }
    await app.press('esc');
    expect(await at.get('/virtualips')).toMatchObject({ virtualIps: [{}, {}] });
  });

  it('a second address for a SERVICENET balancer', async () => {
    const { app } = await onList({ balancer: 'search', after: async () => {} });
    await follow(app, 'see the virtual IPs');
    await app.press('a');
    expect(app.message()).toBe('Not now: Virtual IPs cannot be added to');
  });

  it('a balancer without any virtual IP', async () => {
    const { app, at } = await onList({ balancer: 'search', after: async () => {} });
    await follow(app, 'see the virtual IPs');
    app.requests();
    await app.press('ctrl-d');
    expect(app.message()).toBe('10.183.0.7: A balancer keeps at least one virtual IP');
    await app.advance(10_000);
    expect(deletions(app)).toEqual([]);
    expect(await at.get('/virtualips')).toMatchObject({ virtualIps: [{ type: 'SERVICENET' }] });
  });

  it('settings that do not fit the protocol', async () => {
    const { app } = await onList({ balancer: 'orders-db', after: async () => {} });
    await follow(app, 'go back to the error page of Rackspace');
    expect(app.message()).toBe(
      'Not now: Only HTTP has an error page: give the balancer the protocol HTTP first',
    );
    await app.press('k', 'e');
    expect(app.message()).toBe(
      'Not now: Rackspace caches the pages of HTTP only: give the balancer the protocol HTTP first',
    );
  });
});
