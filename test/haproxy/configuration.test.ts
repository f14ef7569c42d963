import { describe, expect, it } from 'vitest';
import { Haproxy, haproxyVersion } from './kit/process.ts';
import { never, openAt } from './kit/provider.ts';

const any = { signal: never };

/** What `balance` may say, and what HAProxy tells of it. */
const ALGORITHMS: readonly (readonly [said: string, told: string])[] = [
  ['roundrobin', 'roundrobin'],
  ['static-rr', 'static-rr'],
  ['leastconn', 'leastconn'],
  ['first', 'first'],
  ['source', 'source'],
  ['uri', 'uri'],
  ['url_param id', 'url_param'],
  ['hdr(host)', 'hdr'],
  ['hash path', 'hash'],
  ['random', 'random'],
  ['random(3)', 'random'],
  ['rdp-cookie', 'rdp-cookie'],
];

describe.skipIf(haproxyVersion === null)(`the configuration of HAProxy ${haproxyVersion}`, () => {
  it('is named by its algorithms, and takes the lines that make a backend like one that is there', async () => {
    const backend = ([said]: readonly [string, string], at: number) =>
      `backend b${at}\n  balance ${said}\n  server one 127.0.0.1:9001 weight 3`;
    const haproxy = await Haproxy.start(ALGORITHMS.map(backend).join('\n'));
    const { provider } = await openAt(haproxy.socket);
    const list = await provider.listBalancers(any);
    expect(list.map(({ algorithm }) => algorithm)).toEqual(ALGORITHMS.map(([, told]) => told));

    const lines = await Promise.all(
      list.map(async ({ id }) => {
        const sections = provider.sections?.(await provider.getBalancer(id, any)) ?? [];
        const section = sections.find(({ key }) => key === 'configuration');
        const text = section?.kind === 'setting' ? section.known?.values['lines'] : undefined;
        // All of them at once, and none on a port that others may have.
        return text?.replace('bind :80', `bind ${haproxy.folder}/${id}.sock`) ?? expect.fail();
      }),
    );
    haproxy.configure(lines.join('\n'));
    await haproxy.reload();
    expect((await provider.listBalancers(any)).map(({ id }) => id)).toEqual(list.map(({ id }) => id));
  });
});
