import { describe, expect, it } from 'vitest';
import { startSluice } from '../kit/sluice.ts';

describe('while the engine cannot be reached', () => {
  it('keeps the rows, says how old they are and why, asks more rarely, and heals by itself', async () => {
    const app = await startSluice();
    await app.open('shop-front');
    const { control } = await app.sandbox();
    control.fault({ kind: 'down', forMs: 60_000 });
    app.requests();

    await app.advance(15_000);
    expect(app.screen()).toContain('✗ 15s old: no answer');
    expect(app.row('web-2')).toContain('● ENABLED');
    expect(app.message()).toMatch(/^Could not read shop-front \(7001\): .* Check the network/);
    const early = app.requests().length;
    expect(early).toBeGreaterThan(1);
    await app.advance(15_000);
    expect(app.screen()).toContain('✗ 30s old: no answer');
    const later = app.requests().length;
    await app.advance(15_000);
    expect(later + app.requests().length).toBeLessThan(early * 2);
    // The whole sentence can be read on a small terminal.
    expect(app.screen()).toMatch(/Check\n the network, and HTTPS_PROXY if you are behind a proxy\n/);

    await app.advance(45_000);
    expect(app.screen()).toMatch(/updated \d+s ago/);
    expect(app.message()).toBe('');
    const healed = app.requests().length;
    await app.advance(15_000);
    expect(app.requests().length).toBeGreaterThanOrEqual(3);
    expect(healed).toBeGreaterThan(0);
  });

  it.each([
    [{ kind: 'status', status: 503 }, 'engine error', /503 .*Try again in a moment/],
    [{ kind: 'malformed' }, 'engine error', /unreadable answer, it begins with/],
    [{ kind: 'cut' }, 'no answer', /cut the connection/],
  ] as const)('says what %j means, on a list and on a balancer', async (fault, why, sentence) => {
    const app = await startSluice();
    await app.press('enter');
    const { control } = await app.sandbox();
    control.fault({ ...fault, path: '/loadbalancers' });
    await app.press('r');
    await app.advance(4_000);
    expect(app.screen().split('\n')[0]).toContain(`old: ${why}`);
    expect(app.row('api-gateway')).toContain('ACTIVE');
    expect(app.message()).toMatch(sentence);

    await app.press('enter');
    await app.advance(3_000);
    expect(app.screen().split('\n')[0]).toContain(`✗ ${why}`);
    expect(app.screen()).toContain('Could not read api-gateway (7003)');
    expect(app.screen()).toContain('It is tried again by itself; r tries at once');
    control.clearFaults();
    await app.press('r');
    expect(app.row('api-1')).toContain('ENABLED');
    expect(app.message()).toBe('');
  });

  it('shows what it has while an answer is slow, and a stopped wait asks nothing further', async () => {
    const app = await startSluice();
    await app.press('enter');
    const { control } = await app.sandbox();
    control.fault({ kind: 'slow', ms: 6_000, path: '/loadbalancers' });
    await app.press('enter');
    expect(app.screen()).toContain('Reading nodes…');
    expect(app.screen().split('\n')[0]).toContain('loading…');
    await app.press('esc');
    expect(app.row('api-gateway')).toContain('ACTIVE');
    await app.press('enter');
    await app.advance(7_000);
    expect(app.row('api-1')).toContain('ENABLED');
  });
});

it('signs in again when the token ends in the middle of a change', async () => {
  const app = await startSluice();
  await app.open('shop-front');
  const { control } = await app.sandbox();
  control.fault({ kind: 'expire-tokens' });
  app.requests();
  await app.press('D');
  await app.advance(3_000);
  expect(app.message()).toBe('web-1 is DRAINING. z undoes it');
  const [first, second, third] = app.requests();
  expect(first).toMatch(/^PUT .*\/nodes\/\d+$/);
  expect(second).toMatch(/^POST .*\/tokens$/);
  expect(third).toBe(first);
});

it('a change whose answer is lost is looked up, done once, and said truly', async () => {
  const app = await startSluice();
  await app.open('shop-front');
  const { control } = await app.sandbox();
  control.fault({ kind: 'cut-after', method: 'PUT', count: 1 });
  app.requests();
  await app.press('D');
  expect(app.row('web-1')).toContain('asking, was ENABLED');
  await app.advance(6_000);
  expect(app.message()).toBe('web-1 is DRAINING. z undoes it');
  expect(app.requests().filter((request) => request.startsWith('PUT'))).toHaveLength(1);
});

it('a change that fails puts the row back, says why, and leaves the journal true', async () => {
  const app = await startSluice();
  await app.open('shop-front');
  const { control } = await app.sandbox();
  control.fault({ kind: 'status', status: 400, method: 'PUT' });
  await app.press('D');
  expect(app.row('web-1')).toContain('● ENABLED');
  expect(app.message()).toMatch(/^web-1: Could not set .* to DRAINING: 400/);
  await app.press('@');
  expect(app.row('web-1')).toContain('✗ failed');
  await app.press('enter');
  expect(app.screen()).toContain('"outcome": "failed"');
});
