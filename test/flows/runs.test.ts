import { describe, expect, it } from 'vitest';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { stepRow, toReview, until } from '../kit/wizard.ts';

/** A maintenance of two nodes of shop-front, begun and left alone until its first node is held. */
async function held(columns = 80, rows = 24): Promise<SluiceUnderTest> {
  const app = await startSluice({ columns, rows });
  await app.open('shop-front');
  await app.press('space', 'space', 'm', 'ctrl-s', 'y');
  await until(app, /\? held/, 900_000);
  return app;
}

describe('a new balancer under way', () => {
  it('stands over the list it was begun from, and ! goes to the runs', async () => {
    const app = await startSluice();
    await toReview(app);
    await app.press('?');
    expect(app.screen()).toMatch(/enter +Make it/);
    await app.press('esc', 'enter');
    expect(app.screen()).toContain('Accounts › sandbox › Create balancer blog in DFW');
    await app.press('!');
    expect(app.row('Create balancer')).toContain('running');
    await app.press('esc', 'esc');
    expect(app.row('▌')).toContain('api-gateway');
  });

  it('does not show what a step remembers for itself alone', async () => {
    const app = await startSluice();
    await toReview(app);
    const { control } = await app.sandbox();
    control.fault({ kind: 'status', status: 500, method: 'POST', path: '/loadbalancers', count: 2 });
    await app.press('enter');
    await until(app, /failed +\d+s +balancer/, 240_000);
    expect(app.message()).toContain('It may have been made all the same');
    control.fault({ kind: 'status', status: 500, method: 'GET', path: '/loadbalancers', count: 3 });
    await app.press('ctrl-d');
    await app.type('undo');
    await app.press('enter');
    expect(stepRow(app, 'balancer')).toContain('being removed');
    await until(app, /○ undone$/m);
    expect(app.screen()).not.toContain('sent');
  });
});

describe('a run that is forgotten', () => {
  it('says so until what is under way has ended, and enter takes it back', async () => {
    const app = await startSluice();
    await app.open('shop-front');
    await app.press('space', 'm', 'ctrl-s', 'y');
    await until(app, /drain +◌ running/);
    await app.press('f', 'y');
    expect(app.screen()).toContain('Forgetting it when what is under way has ended; enter goes on with it');
    await app.press('f');
    expect(app.message()).toBe('Not now: it is being forgotten already');
    await app.press('enter');
    expect(app.screen()).toContain('It goes on when you leave this screen');
    await app.press('f', 'y');
    await until(app, /○ forgotten$/m, 900_000);
    await app.press('f');
    expect(app.message()).toBe('Not now: the run is forgotten');
  });
});

describe('a maintenance', () => {
  it('asks about the nodes that are out, and says of each that it is back', async () => {
    const app = await held();
    await app.press('enter');
    await until(app, /web-2 +work/, 900_000);
    await app.press('ctrl-d');
    expect(app.screen()).not.toMatch(/drain web-1|work web-1/);
    // What was refused before is not said about the question.
    await app.press('esc', '/', 'esc', 'w');
    expect(app.screen()).toContain('Not now: no step has failed');
    await app.press('ctrl-d');
    expect(app.screen()).not.toContain('Not now');
    await app.type('undo');
    await app.press('enter');
    await until(app, /○ undone$/m);
    expect(app.row('web-2  ')).toMatch(/drain +○ undone.* back in service/);
  });

  it.each([
    [60, 20],
    [40, 10],
  ])('shows at %d by %d how many nodes are left in service', async (columns, rows) => {
    const app = await held(columns, rows);
    expect(app.screen()).toContain('2 of 4 in service');
  });
});
