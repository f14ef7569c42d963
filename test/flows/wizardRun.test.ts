import { expect, it } from 'vitest';
import { startSluice } from '../kit/sluice.ts';
import { changingCalls, made, startedAgain, stepRow, toReview, until } from '../kit/wizard.ts';

it('goes on when its screen is left, is come back to with !, and says from afar how it ended', async () => {
  const app = await startSluice({ columns: 110 });
  await toReview(app);
  await app.press('enter');
  expect(app.screen()).toContain('It goes on when you leave this screen; ! comes back to it');
  await app.press('esc');
  await app.advance(4_000);
  expect(app.row('shop-front  ')).toContain('ACTIVE');
  await app.press('!');
  expect(app.row('▌')).toMatch(/◌ running +sandbox +Create balancer blog in DFW +0\/3$/);
  await app.press('enter');
  expect(stepRow(app, 'server blog-1')).toMatch(/running +4s/);
  await app.press('esc', 'esc');
  await until(app, 'Create balancer blog in DFW: done');
  // Nobody was taken away from where he was.
  expect(app.row('▌')).toContain('api-gateway');
  await app.press('@');
  expect(app.screen()).toMatch(/blog .*added: server blog-1 .*● done/);
  expect(app.screen()).toMatch(/blog .*added: balancer .*● done/);
  expect(app.screen()).toContain('3 changes');
});

it('says from afar that a step has failed, and why', async () => {
  const app = await startSluice();
  await toReview(app);
  const { control } = await app.sandbox();
  control.fault({ kind: 'status', status: 400, method: 'POST', path: '/loadbalancers' });
  await app.press('enter', 'esc');
  await until(app, 'Create balancer blog in DFW: balancer: ');
  expect(app.message()).toMatch(
    /^Create balancer blog in DFW: balancer: Could not create balancer blog: 400/,
  );
  await app.press('!', 'enter');
  await app.press('w');
  expect(app.message()).toBe('Not now: the run cannot go on without balancer');
  control.clearFaults();
  await app.press('enter');
  await until(app, 'Create balancer blog in DFW: done');
  expect((await made(app, 'blog')).balancers).toHaveLength(1);
});

it('ctrl-x lets what is under way end and begins no more; enter takes it back, or resumes it later', async () => {
  const app = await startSluice();
  await toReview(app);
  await app.press('enter');
  await app.advance(3_000);
  await app.press('ctrl-x');
  expect(app.screen()).toContain('Stopping: nothing more is begun when this has ended; enter goes on');
  await app.press('enter');
  expect(app.screen()).toContain('It goes on when you leave this screen');
  await app.press('ctrl-x');
  await until(app, /○ stopped$/m);
  expect(app.screen()).toContain('2 of 3 steps');
  expect(app.screen()).toContain('Stopped: enter resumes, ctrl-d undoes');
  const { servers, balancers } = await made(app, 'blog');
  expect([servers.length, balancers.length]).toEqual([2, 0]);
  app.requests();
  await app.press('enter');
  await until(app, 'Create balancer blog in DFW: done');
  expect(changingCalls(app.requests())).toEqual(['POST /loadbalancers']);
});

it('ctrl-x in the middle of undoing leaves the rest; enter goes on with removing it', async () => {
  const app = await startSluice();
  await toReview(app);
  await app.press('enter');
  await until(app, /BUILD$/m);
  await until(app, /2 of 3 steps/);
  await app.press('ctrl-d');
  await app.type('undo');
  await app.press('enter', 'ctrl-x');
  await until(app, /○ stopped$/m);
  expect(app.screen()).toContain('Exists: server blog-1, blog-2; removed: balancer');
  expect(app.screen()).toContain('Stopped: enter goes on removing what it made');
  await app.press('enter');
  await until(app, /○ undone$/m);
  const { servers, balancers } = await made(app, 'blog');
  expect([servers.length, balancers.length]).toEqual([0, 0]);
});

it('asks before the program ends in the middle of it', async () => {
  const app = await startSluice();
  await toReview(app);
  await app.press('enter', 'ctrl-c');
  expect(app.screen()).toContain('Quit while changes are under way?');
  expect(app.screen()).toContain('Create balancer blog in DFW');
  expect(app.screen()).toContain('A run can be resumed or undone at the next start');
  await app.press('enter');
  expect(app.quits).toBe(0);
  await app.press('ctrl-c', 'y');
  expect(app.quits).toBe(1);
});

it('several failed steps are dealt with one by one, under the cursor', async () => {
  const app = await startSluice();
  await toReview(app, 'blog', 3);
  const { control } = await app.sandbox();
  control.fault({ kind: 'status', status: 403, method: 'POST', path: '/servers', count: 2 });
  await app.press('enter');
  app.message();
  await app.press('G');
  expect(app.screen()).toContain('Several steps failed: put the cursor on one of them');
  await app.press('enter');
  expect(app.message()).toBe('Not now: put the cursor on a step that has failed');
  const failed = ['1', '2', '3'].filter((n) => stepRow(app, `server blog-${n}`).includes('failed'));
  expect(failed).toHaveLength(2);
  await app.press('g');
  while (!app.row('▌').includes('failed')) await app.press('j');
  await app.press('enter');
  app.message();
  await app.press('w');
  await until(app, 'Create balancer blog in DFW: done, without server blog-');
  const { servers, balancers } = await made(app, 'blog');
  expect([servers.length, balancers[0]?.nodes.length]).toEqual([2, 2]);
});

it('a run that was left can be forgotten: what it made stays, and it is offered no more', async () => {
  const app = await startSluice();
  await toReview(app);
  await app.press('enter');
  await app.advance(4_000);
  const next = await startedAgain(app);
  expect(next.screen()).toContain('A run was left unfinished');
  await next.press('f');
  expect(next.screen()).toContain('Forget "Create balancer blog in DFW"?');
  await next.press('y');
  await next.press('enter');
  expect(next.message()).toBe('Not now: the run is forgotten');
  expect((await made(next, 'blog')).servers).toHaveLength(2);
  const third = await startedAgain(next);
  expect(third.screen()).not.toContain('unfinished');
});
