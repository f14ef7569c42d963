import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/model/problem.ts';
import { MadeUpEngine, openMadeUp, refusal } from '../kit/sections.ts';
import { type SluiceUnderTest, startSluice } from '../kit/sluice.ts';

async function onRules(engine: MadeUpEngine, app: SluiceUnderTest): Promise<void> {
  await openMadeUp(app, engine);
  await app.press('tab');
  expect(app.screen()).toContain('[Rules');
}

const paths = (engine: MadeUpEngine) => engine.rules.items.map(({ name }) => name);

describe('a collection', () => {
  it('takes one more by its form, says that it is under way, and undo takes it away again', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await onRules(engine, app);
    await app.press('a', 'ctrl-s');
    expect(app.screen()).toContain('Path is empty: it is needed');
    await app.type('/new');
    engine.gates.write.held = true;
    await app.press('ctrl-s');
    expect(app.screen()).toContain('◌ 1 change under way');
    engine.gates.write.release();
    await app.idle();
    expect(app.message()).toBe('The rule is added to shop-front. z undoes it');
    expect(app.row('/new')).toContain('10');
    expect(app.screen()).toContain('[Rules 4]');
    await app.press('z');
    expect(app.screen()).toContain('Undo: Remove rule /new of shop-front?');
    await app.press('y');
    expect(paths(engine)).toEqual(['/', '/api', '/static']);
  });

  it('changes the one under the cursor with e or enter, and shows which it is', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await onRules(engine, app);
    await app.press('j', 'enter');
    expect(app.screen()).toContain('Rule /api');
    await app.press('tab');
    await app.type('20');
    engine.gates.write.held = true;
    await app.press('ctrl-s');
    expect(app.row('/api')).toMatch(/10 +◌ changing…/);
    await app.press('e');
    expect(app.message()).toBe('Not now: a change of /api is under way');
    engine.gates.write.release();
    await app.idle();
    expect(app.row('/api')).toMatch(/20$/);
    await app.press('z');
    expect(app.row('/api')).toMatch(/10$/);
  });

  it('leaves alone what has gone while its form was filled in, and loses nothing of it', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await onRules(engine, app);
    await app.press('j', 'e');
    await app.type('/mine');
    engine.rules.items = engine.rules.items.filter(({ name }) => name !== '/api');
    await app.press('ctrl-s');
    expect(app.screen().replace(/\s+/g, ' ')).toContain(
      'The rule /api is gone: somebody else has removed it',
    );
    expect(app.row('Path')).toContain('/mine');
  });

  it('keeps what was typed for one that the engine refuses', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await onRules(engine, app);
    await app.press('a');
    await app.type('/too/long');
    engine.gates.write.problem = refusal('The path is too long');
    await app.press('ctrl-s');
    expect(app.message()).toBe(
      'rule: The path is too long. Give a smaller one. a opens it again as you filled it in',
    );
    await app.press('a');
    expect(app.row('Path')).toContain('/too/long');
  });

  it('removes what is marked, leaves out what cannot be, asks first, and undo adds it again', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await onRules(engine, app);
    await app.press('*', 'ctrl-d');
    expect(app.screen()).toContain('Remove 2 of Rules of shop-front?');
    expect(app.screen()).toContain('/api, /static');
    expect(app.screen()).toContain('Left out, as the last resort stays: /');
    await app.type('remove 2');
    engine.gates.write.held = true;
    await app.press('enter');
    expect(app.row('/api')).toContain('◌ removing…');
    engine.gates.write.release();
    await app.idle();
    expect(paths(engine)).toEqual(['/']);
    await app.press('z');
    expect(paths(engine)).toEqual(['/', '/api', '/static']);
  });

  it('offers what else can be done with one, and says of the rest why not', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await onRules(engine, app);
    await app.press('j', 'o');
    expect(app.screen()).toContain('What to do with rule /api');
    expect(app.row('try out')).toContain('not now: no node is up');
    await app.press('down', 'enter');
    expect(app.message()).toBe('Not now: no node is up');
    await app.press('up', 'enter');
    expect(app.row('/api')).toMatch(/ 1$/);
    expect(app.screen()).toContain('[Rules 3]');
  });

  it('copies an id, shows what the engine says, and sorts by its first column', async () => {
    const app = await startSluice();
    await onRules(new MadeUpEngine(), app);
    await app.press('N', 'N', 'y');
    expect(app.row('▌')).toContain('/ ');
    expect(app.copied).toEqual(['1']);
    await app.press('d');
    expect(app.screen()).toContain('"path": "/"');
  });
});

describe('what is read of it', () => {
  it('is awaited, is said to be nothing, and is said not to have come, each in words', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    engine.gates.read.held = true;
    await onRules(engine, app);
    expect(app.screen()).toContain('Reading Rules…');
    engine.rules.items = [];
    engine.gates.read.release();
    await app.idle();
    expect(app.screen()).toContain('Every request goes to every node. Which requests go where. a adds one');

    const other = await startSluice();
    const broken = new MadeUpEngine();
    broken.gates.read.problem = new Failure({ kind: 'network', message: 'No answer came' });
    await onRules(broken, other);
    expect(other.screen()).toContain('✗ No answer came. It is tried again by itself; r tries at once');
    broken.gates.read.problem = null;
    await other.press('r');
    expect(other.row('/static')).toContain('10');
  });

  it('stays with its age and the reason when it cannot be read anew', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    await onRules(engine, app);
    engine.gates.read.problem = new Failure({ kind: 'network', message: 'No answer came' });
    await app.advance(40_000);
    expect(app.message()).toBe('No answer came');
    expect(app.screen().split('\n')[0]).toMatch(/\d+s old: no answer$/);
    expect(app.row('/static')).toContain('10');
  });

  it('says why it cannot be had, and shows what there is all the same', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    const rules = engine.rules.collection({ unavailable: 'Rules need HTTP: change the protocol first' });
    engine.changes = { sections: () => [rules] };
    await onRules(engine, app);
    expect(app.screen()).toContain('\n Rules need HTTP: change the protocol first\n');
    expect(app.row('/static')).toContain('10');
    for (const key of ['a', 'e', 'ctrl-d', 'o']) {
      await app.press(key);
      expect(app.message(), key).toBe('Not now: Rules need HTTP: change the protocol first');
    }
  });

  it('says so where the engine has it no more', async () => {
    const app = await startSluice();
    const engine = new MadeUpEngine();
    engine.knownRules = true;
    const sections = engine.sections();
    engine.changes = { sections: () => (engine.rules.items.length > 3 ? sections.slice(1) : sections) };
    await onRules(engine, app);
    engine.rules.put({ path: '/fourth', order: '1' });
    await app.advance(6_000);
    expect(app.screen()).toContain('There are no Rules any more');
    await app.press('tab');
    expect(app.screen()).toContain('[Nodes 3/3]');
  });
});
