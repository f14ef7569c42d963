import { describe, expect, it } from 'vitest';
import type { Form } from '../../../src/model/form.ts';
import { faultsOf, initialValues } from '../../../src/state/form/checkForm.ts';
import { problemFrom } from '../kit/problems.ts';
import { drive } from '../kit/rackspaceDouble.ts';
import { any, cut, open, ScriptedHaproxy } from './kit.ts';

/** Adds and deletes as HAProxy does: into maintenance, and out of it only when no session is left. */
async function withServers(version: string) {
  const scripted = await ScriptedHaproxy.start();
  scripted.version = version;
  scripted.before = (command) => {
    const [, added] = /^add server web\/(\S+)/.exec(command) ?? [];
    if (added !== undefined) {
      if (scripted.servers.has(added))
        return '[3]: Already exists a server with the same name in backend.\n\n';
      scripted.servers.set(added, { admin: 1, weight: 1, sessions: 0 });
      return '[6]: New server registered.\n\n';
    }
    const [, deleted = ''] = /^del server web\/(\S+)/.exec(command) ?? [];
    const server = scripted.servers.get(deleted);
    if (!server) return null;
    if ((server.admin & 1) === 0) return '[3]: Only servers in maintenance mode can be deleted.\n\n';
    if (server.sessions-- > 0)
      return '[3]: Server still has connections attached to it, cannot remove it.\n\n';
    scripted.servers.delete(deleted);
    return '[6]: Server deleted.\n\n';
  };
  const opened = await open(scripted.path);
  const editing = opened.provider.nodes ?? expect.fail();
  return { scripted, ...opened, editing };
}

const sent = (scripted: ScriptedHaproxy, word: string) => scripted.got.filter((one) => one.includes(word));

function faults(form: Form, values: Record<string, string>) {
  return faultsOf(form, { ...initialValues(form), ...values });
}

describe('a server that is added', () => {
  it('is called by its address where nobody says, checked, and brought into service after it is there', async () => {
    const { scripted, editing } = await withServers('2.6.12');
    const [node] = editing.newNodes({ address: '[2001:db8::5]', port: '8080', check: 'yes', weight: '4' });
    expect(node).toMatchObject({ address: '2001:db8::5', extra: { name: '2001:db8::5_8080' } });
    const { detail } = await editing.add('web', [node ?? expect.fail()], any);
    expect(detail?.nodeList.map(({ id, condition }) => [id, condition])).toContainEqual([
      '2001:db8::5_8080',
      'ENABLED',
    ]);
    const commands = scripted.got.filter((one) => /^(?:add|enable|set server)/.test(one));
    expect(commands).toEqual([
      'add server web/2001:db8::5_8080 [2001:db8::5]:8080 check weight 4',
      'enable health web/2001:db8::5_8080',
      'set server web/2001:db8::5_8080 state ready',
    ]);
  });

  it('never touches one of that name that is there', async () => {
    const { scripted, editing } = await withServers('2.6.12');
    const nodes = editing.newNodes({ address: '10.0.0.9', port: '80', name: 's1' });
    expect(await problemFrom(editing.add('web', nodes, any))).toMatchObject({ kind: 'conflict' });
    expect(sent(scripted, 'set server web')).toEqual([]);
  });

  it('is not added twice where the answer is lost', async () => {
    const { scripted, editing } = await withServers('2.6.12');
    const usual = scripted.before;
    let lost = 0;
    scripted.before = (command, line) => {
      const reply = usual(command, line);
      return command.startsWith('add server') && lost++ === 0 ? cut : reply;
    };
    const nodes = editing.newNodes({ address: '10.0.0.9', port: '80', condition: 'DISABLED' });
    const { detail } = await editing.add('web', nodes, any);
    expect(detail?.nodeList).toHaveLength(3);
    expect(sent(scripted, 'add server')).toHaveLength(1);
  });

  it('says how many were added when one is refused', async () => {
    const { editing } = await withServers('2.6.12');
    const nodes = ['10.0.0.8', '10.0.0.9', '10.0.0.10'].flatMap((address, at) =>
      editing.newNodes({ address, port: '80', ...(at === 1 ? { name: 's2' } : {}) }),
    );
    expect(await problemFrom(editing.add('web', nodes, any))).toMatchObject({
      message: expect.stringMatching(/^1 of 3 servers were added\. Could not add web\/s2/),
    });
  });

  it('gets the backend’s cookie from 3.0 on', async () => {
    for (const [version, command] of [
      ['2.8.3', 'add server web/new 10.0.0.9:80'],
      ['3.0.11', 'add server web/new 10.0.0.9:80 cookie new'],
    ] as const) {
      const { scripted, editing } = await withServers(version);
      const usual = scripted.before;
      scripted.before = (one, line) =>
        one.startsWith('show stat')
          ? '# pxname,svname,type,iid,cookie,\nweb,BACKEND,1,3,SRV,\n\n'
          : usual(one, line);
      await editing.add('web', editing.newNodes({ address: '10.0.0.9', port: '80', name: 'new' }), any);
      expect(sent(scripted, 'add server')).toEqual([command]);
    }
  });

  it('has a form that knows the backend and the version', async () => {
    const { provider, editing } = await withServers('2.6.12');
    const form = editing.addForm(await provider.getBalancer('web', any));
    expect(faults(form, { address: '10.0.0.9' })).toEqual({});
    expect(form.follow?.({ address: '10.0.0.9', port: '81' }, 'port')).toEqual({ name: '10.0.0.9_81' });
    expect(Object.keys(faults(form, { address: 'web.example.net' }))).toEqual(['address']);
    expect(faults(form, { address: '10.0.0.9', name: 's1' })).toEqual({
      name: 'The backend has a server of that name',
    });
    expect(Object.keys(faults(form, { address: '10.0.0.9', name: 'a b', options: 'x;y' }))).toEqual([
      'name',
      'options',
    ]);
    const old = await withServers('2.4.22');
    expect(faults(old.editing.addForm(null), { address: '10.0.0.9' })).toEqual({
      address: 'HAProxy 2.4.22 adds no servers while it runs: from 2.6 on it does',
    });
  });
});

describe('a server that is removed', () => {
  it.each([
    ['2.6.12', false],
    ['3.0.11', true],
  ])('in %s leaves first, then its sessions, and waits by HAProxy: %s', async (version, waits) => {
    const { scripted, editing, clock } = await withServers(version);
    const server = scripted.servers.get('s1') ?? expect.fail();
    server.sessions = 3;
    const before = clock.now();
    const { detail } = await drive(clock, editing.remove('web', ['s1'], any));
    expect(detail?.nodeList.map(({ id }) => id)).toEqual(['s2']);
    const once = [
      'set server web/s1 state maint',
      'shutdown sessions server web/s1',
      ...(waits ? ['wait 2s srv-removable web/s1'] : []),
      'del server web/s1',
    ];
    const commands = scripted.got.filter((one) => /^(?:set server|shutdown|wait|del)/.test(one));
    expect(commands).toEqual(['del server web/s1', ...once, ...once, ...once, ...once]);
    expect(clock.now() - before).toBe(60);
  });

  it('that keeps its sessions is left in maintenance, which is said', async () => {
    const { scripted, editing, clock } = await withServers('2.6.12');
    const server = scripted.servers.get('s1') ?? expect.fail();
    server.sessions = 1e9;
    expect(await problemFrom(drive(clock, editing.remove('web', ['s1'], any)))).toMatchObject({
      kind: 'busy',
      message: expect.stringMatching(/still has connections .*\. web\/s1 is DISABLED now$/),
    });
  });

  it('that HAProxy would never let go is not touched', async () => {
    const { scripted, editing } = await withServers('2.6.12');
    scripted.before = (command) =>
      command.startsWith('del server')
        ? '[3]: This server cannot be removed at runtime due to other configuration elements pointing to it.\n\n'
        : null;
    const { message } = await problemFrom(editing.remove('web', ['s1'], any));
    expect(message).toContain('cannot be removed at runtime');
    expect(message).not.toContain('DISABLED');
    expect(sent(scripted, 'maint')).toEqual([]);
  });

  it('is looked for where the answer is lost', async () => {
    const { scripted, editing } = await withServers('2.6.12');
    const server = scripted.servers.get('s1') ?? expect.fail();
    server.admin = 1;
    const usual = scripted.before;
    scripted.before = (command, line) => {
      const reply = usual(command, line);
      return command.startsWith('del server') && reply !== null ? cut : reply;
    };
    await editing.remove('web', ['s1'], any);
    expect(sent(scripted, 'del server')).toHaveLength(1);
  });
});
