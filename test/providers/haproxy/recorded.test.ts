import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemFrom } from '../kit/problems.ts';
import { any, open, ScriptedHaproxy } from './kit.ts';

/**
 * What a real HAProxy has answered, by command: two servers of `web`, which says nothing of how it balances, one behind a hash,
 * and a backend that balances nothing.
 */
async function recorded(version: string) {
  const text = readFileSync(new URL(`recorded/${version}.txt`, import.meta.url), 'utf8');
  const answers = new Map(
    text
      .split(/^> /m)
      .slice(1)
      .map((part) => {
        const end = part.indexOf('\n');
        return [part.slice(0, end), part.slice(end + 1)] as const;
      }),
  );
  const scripted = await ScriptedHaproxy.start();
  scripted.before = (command) => answers.get(command) ?? null;
  return (await open(scripted.path)).provider;
}

describe('HAProxy 3.4', () => {
  it('lists its backends, with random by its name, and none where nothing is balanced', async () => {
    const provider = await recorded('3.4');
    const list = await provider.listBalancers(any);
    expect(list.map(({ id, status, algorithm }) => [id, status, algorithm])).toEqual([
      ['web', 'UP', 'random'],
      ['hashed', 'UP', 'hash'],
      ['through', 'UP', null],
    ]);
  });

  it('tells of servers in the columns it has always had', async () => {
    const { nodeList } = await (await recorded('3.4')).getBalancer('web', any);
    expect(nodeList).toMatchObject([
      { id: 'one', condition: 'ENABLED', health: 'ONLINE', address: '127.0.0.1', port: 28081, weight: 1 },
      { id: 'two', condition: 'DRAINING', health: 'ONLINE', weight: 5, type: 'PRIMARY', connections: 0 },
    ]);
  });

  it('counts requests and responses on either side of it', async () => {
    const counted = await (await recorded('3.4')).counters?.read('web', any);
    expect(counted).toMatchObject({ bytesIn: 165, bytesOut: 218, requests: 2 });
    expect(counted?.all.filter(({ name }) => /^re[qs]b/.test(name))).toEqual([
      { name: 'reqbin', value: 165, label: 'came in from clients', unit: 'B' },
      { name: 'reqbout', value: expect.any(Number), label: 'went out to servers', unit: 'B' },
      { name: 'resbin', value: 218, label: 'came in from servers', unit: 'B' },
      { name: 'resbout', value: expect.any(Number), label: 'went out to clients', unit: 'B' },
    ]);
  });

  it('gives lines of configuration that it would take', async () => {
    const provider = await recorded('3.4');
    const lines = async (backend: string) => {
      const sections = provider.sections?.(await provider.getBalancer(backend, any)) ?? [];
      const section = sections.find(({ key }) => key === 'configuration');
      const known = section?.kind === 'setting' ? section.known : null;
      return known?.values['lines']?.split('\n').filter((line) => line.includes('balance'));
    };
    expect(await lines('web')).toEqual(['    balance random']);
    expect(await lines('hashed')).toEqual([
      '    # balance hash: by which one is not told by a running HAProxy, write it here',
    ]);
  });

  it('says in its own words that a backend takes no servers, with the mend', async () => {
    const editing = (await recorded('3.4')).nodes ?? expect.fail();
    const nodes = editing.newNodes({ address: '10.0.0.9', port: '80', name: 'new' });
    expect(await problemFrom(editing.add('hashed', nodes, any))).toMatchObject({
      kind: 'invalid',
      message:
        "Could not add hashed/new: Backend does not support dynamic servers : backend 'hashed' uses a non dynamic load balancing method",
      hint: expect.stringContaining('hash-type consistent'),
    });
  });
});
