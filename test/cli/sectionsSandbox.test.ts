import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CERTIFICATE, ENDED_CERTIFICATE, KEY_LINES, OTHER_KEY, PRIVATE_KEY } from '../kit/pem.ts';
import { takeRequests } from '../kit/traffic.ts';
import { Machine } from './kit/cli.ts';

function save(machine: Machine, name: string, text: string): void {
  fs.writeFileSync(path.join(machine.home, name), text, { mode: 0o600 });
}

/** The values of a setting as a new process reads them. */
async function valuesOf(machine: Machine, section: string, balancer = 'shop-front') {
  const { value } = await new Machine(machine).json(`get ${balancer} ${section}`);
  return value as { configured: boolean; values: Record<string, string> };
}

describe('sections of a Rackspace balancer, from the command line', () => {
  it('sets, changes, and takes away a health monitor', async () => {
    const machine = new Machine();
    const first = await machine.run('set shop-front health-monitor type=http delay=5 timeout=3 path=/health');
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: '' });
    expect(await valuesOf(machine, 'health-monitor')).toMatchObject({
      configured: true,
      values: { type: 'HTTP', delay: '5', timeout: '3', path: '/health' },
    });
    const second = await machine.run('set shop-front health-monitor attempts-before-deactivation=2');
    expect(second.code).toBe(0);
    expect((await machine.run('get shop-front health-monitor delay')).out).toBe('5\n');
    const wrong = await machine.run('set shop-front health-monitor delay=0 path=health timeout=x');
    expect(wrong.code).toBe(2);
    for (const key of ['delay: ', 'path: ', 'timeout: ']) expect(wrong.err).toContain(key);
    expect((await machine.run('unset shop-front health-monitor')).code).toBe(0);
    expect(await valuesOf(machine, 'health-monitor')).toMatchObject({ configured: false });
    const { value } = await machine.json('journal');
    expect((value as { action: string; outcome: string }[]).map((one) => [one.action, one.outcome])).toEqual([
      ['reset health-monitor', 'done'],
      ['set health-monitor', 'done'],
      ['set health-monitor', 'done'],
    ]);
  });

  it('adds access rules and removes them', async () => {
    const machine = new Machine();
    save(machine, 'blocked.txt', '198.51.100.0/24 DENY\n\n192.0.2.7 ALLOW\n');
    const added = await machine.json('add shop-front access-list rules=@blocked.txt');
    expect(added.code).toBe(0);
    expect(added.value).toMatchObject({ section: 'access-list', count: 2 });
    expect((added.value as { added: unknown[] }).added).toHaveLength(2);
    const removed = await machine.run('unset shop-front access-list 198.51.100.0/24');
    expect(removed.code).toBe(0);
    const { value } = await machine.json('get shop-front access-list');
    expect((value as { items: { name: string }[] }).items.map(({ name }) => name)).toEqual(['192.0.2.7']);
  });

  it('puts an error page up and gives it back as it was', async () => {
    const machine = new Machine();
    const page = '<html>\n\t<body>sorry</body>\n</html>\n';
    machine.stdin = page;
    expect((await machine.run('set shop-front error-page content=@-')).code).toBe(0);
    expect((await machine.run('get shop-front error-page content')).out).toBe(page);
    expect((await machine.run('get shop-front error-page')).out).toContain('<html>, ');
  });

  it('says how to see a text that is too long for a line', async () => {
    const machine = new Machine();
    machine.stdin = '<p>sorry</p>\n'.repeat(40);
    expect((await machine.run('set shop-front error-page content=@-')).code).toBe(0);
    const { out } = await machine.run('get shop-front error-page');
    expect(out).toMatch(/content +\(520 characters\)/);
    expect(out).toContain('with content as one more word: its whole text');
  });

  it('fails where a setting cannot be taken away as things are, and is content where it is not set', async () => {
    const machine = new Machine();
    const needed = await machine.run('unset orders-db health-monitor --yes');
    expect(needed.code).toBe(1);
    expect(needed.err).toContain('SECONDARY nodes need the monitor');
    const none = await machine.run('unset shop-front health-monitor');
    expect(none).toMatchObject({ code: 0, out: 'Health monitor of shop-front is not set\n' });
  });

  it('ends SSL with a key from a file, which nobody sees again', async () => {
    const machine = new Machine();
    save(machine, 'web.crt', CERTIFICATE);
    save(machine, 'web.key', PRIVATE_KEY);
    const debug = path.join(machine.home, 'debug.log');
    const line = 'set api-gateway ssl-termination certificate=@web.crt secure-port=8443 --yes';
    const plain = await machine.run(`${line} private-key=${KEY_LINES[0]}`);
    expect(plain.code).toBe(2);
    expect(plain.err).toContain('private-key: It is a secret');
    const { code, out, err } = await machine.run(`${line} private-key=@web.key --debug ${debug}`);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(await valuesOf(machine, 'ssl-termination', 'api-gateway')).toMatchObject({
      configured: true,
      values: { securePort: '8443' },
    });
    const journal = fs.readFileSync(path.join(machine.home, 'journal.jsonl'), 'utf8');
    for (const text of [out, plain.err, journal, fs.readFileSync(debug, 'utf8')])
      expect(text).not.toContain(KEY_LINES[0]);
  });

  it('refuses a key of another certificate before anything is sent, and asks where its time is over', async () => {
    const machine = new Machine();
    save(machine, 'web.crt', CERTIFICATE);
    save(machine, 'old.crt', ENDED_CERTIFICATE);
    save(machine, 'web.key', PRIVATE_KEY);
    save(machine, 'other.key', OTHER_KEY);
    const line = 'set api-gateway ssl-termination secure-port=8443';
    takeRequests();
    const wrong = await machine.run(`${line} certificate=@web.crt private-key=@other.key --yes`);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('private-key: This key does not belong to the certificate: ');
    const mapping = 'add api-gateway certificates host-name=www.example.com';
    const other = await machine.run(`${mapping} certificate=@web.crt private-key=@other.key --yes`);
    expect(other.code).toBe(2);
    expect(other.err).toContain('private-key: This key does not belong to the certificate: ');
    expect(takeRequests().filter((one) => !/^(GET|POST .*\/tokens)/.test(one))).toEqual([]);
    const ended = await machine.run(`${line} certificate=@old.crt private-key=@web.key`);
    expect(ended.code).toBe(5);
    expect(ended.err).toContain('The certificate ended on 2024-01-10: clients refuse it');
    expect((await machine.run(`${line} certificate=@old.crt private-key=@web.key --yes`)).code).toBe(0);
  });

  it('deletes a balancer', async () => {
    const machine = new Machine();
    expect((await machine.run('delete api-gateway')).code).toBe(5);
    expect((await machine.json('delete api-gateway --yes')).value).toMatchObject({ deleted: true });
    expect((await machine.run('nodes api-gateway')).code).toBe(4);
  });

  it('says that a Rackspace balancer has no listeners', async () => {
    const { code, err } = await new Machine().run('listeners shop-front');
    expect(code).toBe(4);
    expect(err).toContain('listeners');
  });
});
