import { describe, expect, it } from 'vitest';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';
import { changingCalls, made, openWizard, startedAgain, stepRow, toReview, until } from '../kit/wizard.ts';

/** Ids of everything that stands at the engine. */
async function everything(app: SluiceUnderTest): Promise<readonly string[]> {
  const { servers, balancers } = await made(app);
  return [...servers.map(({ id }) => id), ...balancers.map(({ id }) => String(id))].sort();
}

/** One balancer with two nodes at the addresses of its two servers, and no more of either. */
async function expectOneOfEach(app: SluiceUnderTest, name: string): Promise<void> {
  const { servers, balancers } = await made(app, name);
  expect(servers.map((server) => `${server.name} ${server.status}`).sort()).toEqual([
    `${name}-1 ACTIVE`,
    `${name}-2 ACTIVE`,
  ]);
  expect(balancers.map(({ status }) => status)).toEqual(['ACTIVE']);
  const addresses = balancers[0]?.nodes.map(({ address }) => address) ?? [];
  expect([...addresses].sort()).toEqual(servers.map(({ address }) => address).sort());
}

describe('a program that was killed while servers were being built', () => {
  it('is told of at the next start, and enter brings it to its end without a second of anything', async () => {
    const killed = await startSluice();
    await toReview(killed, 'blog');
    await killed.press('enter');
    await killed.advance(5_000);
    const app = await startedAgain(killed);
    expect(app.message()).toBe('A run was left unfinished');
    expect(app.screen()).toContain('sandbox · DFW · Rackspace  [SANDBOX]');
    expect(app.screen()).toContain('Exists: server blog-1 (not ready), blog-2 (not ready)');
    expect(app.screen()).toContain('Its program ended in the middle of it: enter resumes, ctrl-d undoes');
    // Nobody knows how long it went on.
    expect(stepRow(app, 'server blog-1')).toMatch(/\? interrupted +server blog-1/);

    app.requests();
    await app.press('enter');
    expect(app.message()).toBe('');
    expect(stepRow(app, 'server blog-1')).toContain('◌ running');
    await until(app, 'Create balancer blog in DFW: done');
    expect(app.row('▌')).toMatch(/blog +● ACTIVE/);
    expect(changingCalls(app.requests())).toEqual(['POST /loadbalancers']);
    await expectOneOfEach(app, 'blog');
    const third = await startedAgain(app);
    expect(third.row('Rackspace')).toContain('not contacted');
  });

  it('is undone by ctrl-d and the word undo, and nothing else is touched', async () => {
    const killed = await startSluice();
    await toReview(killed, 'blog');
    const before = await everything(killed);
    await killed.press('enter');
    await until(killed, /2 of 3 steps/);
    // In the middle of the balancer's own build.
    expect(stepRow(killed, 'balancer')).toContain('BUILD');
    const app = await startedAgain(killed);
    expect(app.screen()).toContain('Exists: server blog-1, blog-2, balancer (not ready)');
    await app.press('ctrl-d');
    expect(app.screen()).toContain('Undo "Create balancer blog in DFW"?');
    expect(app.screen()).toContain('server blog-1, server blog-2, balancer');
    await app.type('und');
    await app.press('enter');
    app.requests();
    await app.advance(1_000);
    expect(changingCalls(app.requests())).toEqual([]);
    await app.type('o');
    await app.press('enter');
    expect(app.screen()).toContain('Removing what was made…');
    await app.press('ctrl-d');
    expect(app.message()).toBe('Not now: it is being undone already');
    await until(app, /○ undone$/m);
    expect(app.screen()).toContain('Nothing exists any more; removed: server blog-1, blog-2, balancer');
    await app.press('ctrl-d');
    expect(app.message()).toBe('Not now: nothing is left of it');
    expect([...changingCalls(app.requests())].sort()).toEqual([
      expect.stringMatching(/^DELETE \/loadbalancers\/\d+$/),
      expect.stringMatching(/^DELETE \/servers\/[0-9a-f-]+$/),
      expect.stringMatching(/^DELETE \/servers\/[0-9a-f-]+$/),
    ]);
    expect(await everything(app)).toEqual(before);
    await app.press('esc', '@');
    expect(app.screen()).toMatch(/undo-create|removed/);
  });

  it('whose create call was never answered looks for what it made before it sends anything', async () => {
    const killed = await startSluice();
    await toReview(killed, 'blog');
    const { control } = await killed.sandbox();
    control.fault({ kind: 'cut-after', method: 'POST', path: '/servers', count: 2 });
    await killed.press('enter');
    const app = await startedAgain(killed);
    expect(app.screen()).toContain('May exist: server blog-1, blog-2\n');
    app.requests();
    await app.press('enter');
    await until(app, 'Create balancer blog in DFW: done');
    expect(changingCalls(app.requests())).toEqual(['POST /loadbalancers']);
    await expectOneOfEach(app, 'blog');
  });
});

describe('a connection that is cut after the engine has received the call', () => {
  it.each([
    ['/servers', 1],
    ['/servers', 2],
    ['/loadbalancers', 1],
  ])('POST %s, %d times: what was made is found, and nothing is made twice', async (path, count) => {
    const app = await startSluice();
    await toReview(app, 'blog');
    const { control } = await app.sandbox();
    control.fault({ kind: 'cut-after', method: 'POST', path, count });
    app.requests();
    await app.press('enter');
    await until(app, 'Create balancer blog in DFW: done');
    expect(changingCalls(app.requests())).toHaveLength(3);
    await expectOneOfEach(app, 'blog');
  });
});

describe('a server that cannot be built', () => {
  it('is quoted in full; enter makes a new one in its place, w goes on with the others', async () => {
    const app = await startSluice();
    await openWizard(app);
    await app.type('blog');
    await app.press('ctrl-s');
    await app.type('web-');
    await app.press('space', 'down', 'space', 'down', 'space', 'ctrl-u', 'tab');
    await app.type('1');
    await app.press('tab');
    await app.type('doomed-web');
    await app.press('ctrl-s', 'ctrl-s', 'ctrl-s', 'enter');
    await until(app, '✗ failed');
    // The whole sentence, below the steps.
    expect(app.message()).toMatch(
      /^server doomed-web: Server doomed-web \([0-9a-f-]{36}\) could not be built: .+\. Retry to make a new one in its place$/,
    );
    expect(app.screen()).toMatch(/could not\s+be built: No valid host was found/);
    expect(app.screen()).toContain(
      'A step failed: enter tries it again, w goes on without, ctrl-d undoes all',
    );
    const [broken] = (await made(app, 'doomed')).servers;
    expect(broken?.status).toBe('ERROR');

    // The cursor need not stand on the only one that has failed.
    await app.press('G', 'enter');
    await app.advance(4_000);
    await until(app, '✗ failed');
    app.message();
    const { servers } = await made(app, 'doomed');
    expect(servers.map(({ status }) => status)).toEqual(['ERROR']);
    expect(servers[0]?.id).not.toBe(broken?.id);

    await app.press('w');
    expect(stepRow(app, 'server doomed-web')).toContain('○ skipped');
    await until(app, 'Create balancer blog in DFW: done');
    expect(app.message()).toBe(
      'Create balancer blog in DFW: done, without server doomed-web; not ready but not removed: server doomed-web',
    );
    const [balancer] = (await made(app, 'blog')).balancers;
    expect(balancer?.status).toBe('ACTIVE');
    expect(balancer?.nodes).toHaveLength(3);
  });

  it.each([
    ['enter', 4],
    ['w', 3],
  ])(
    'one of four that the engine refuses: the others are kept; %s ends with %d nodes',
    async (key, count) => {
      const app = await startSluice();
      await toReview(app, 'blog', 4);
      const { control } = await app.sandbox();
      control.fault({ kind: 'status', status: 403, method: 'POST', path: '/servers', count: 1 });
      await app.press('enter');
      expect(app.message()).toMatch(/^server blog-\d: .*403/);
      await app.press(key);
      await until(app, 'Create balancer blog in DFW: done');
      const { servers, balancers } = await made(app, 'blog');
      expect(servers).toHaveLength(count);
      expect(balancers.map(({ nodes }) => nodes.length)).toEqual([count]);
    },
  );
});
