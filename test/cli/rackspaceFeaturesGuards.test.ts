import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { featureRow } from '../docs/featureTable.ts';
import { balancerAt, servedWorld } from '../flows/rackspaceFacts.ts';
import { hasRules } from '../flows/rackspaceFactsCollections.ts';
import { CERTIFICATE, KEY_LINES, PRIVATE_KEY } from '../kit/pem.ts';
import { takeRequests } from '../kit/traffic.ts';
import { Machine } from './kit/cli.ts';

const commandOf = (feature: string) =>
  (featureRow('rackspace.md', feature).commands[0] ?? '').replace(/^sluice /, '');
const deletions = () => takeRequests().filter((one) => one.startsWith('DELETE'));

describe('guard rails, by commands', () => {
  it('removing a monitor touches nothing else', async () => {
    const machine = new Machine();
    const at = await balancerAt(await servedWorld(machine), 'api-gateway');
    const rest = async () => {
      const { healthMonitor: _monitor, updated: _updated, ...detail } = await at.detail();
      return JSON.stringify(detail);
    };
    const before = await rest();
    deletions();
    const { code, err } = await machine.run(commandOf('removing a monitor touches nothing else'));
    expect(code, err).toBe(0);
    expect(deletions()).toEqual([expect.stringMatching(/\/healthmonitor$/)]);
    expect(await at.get('/healthmonitor')).toEqual({});
    expect(await rest()).toBe(before);
  });

  it('an empty selection never deletes the access list', async () => {
    const machine = new Machine();
    const at = await balancerAt(await servedWorld(machine));
    await hasRules(at);
    const command = commandOf('an empty selection never deletes the access list');
    deletions();
    for (const line of [
      command,
      `${command} --yes`,
      `${command} --all`,
      `${command} --all --dry-run`,
      `${command} 10.9.9.9 --yes`,
      `${command} 198.51.100.0/24 --all --yes`,
    ])
      expect(await machine.run(line).then(({ out }) => out), line).not.toContain('is removed');
    expect(deletions()).toEqual([]);
    expect(await at.get('/accesslist')).toMatchObject({ accessList: [{}, {}, {}] });
    await at.change('DELETE', '/accesslist');
    deletions();
    expect((await machine.run(`${command} --all --yes`)).code).toBe(0);
    expect(deletions()).toEqual([]);
  });

  it('a private key is never shown nor written down', async () => {
    const machine = new Machine();
    fs.writeFileSync(path.join(machine.home, 'web.key'), PRIVATE_KEY, { mode: 0o600 });
    fs.writeFileSync(path.join(machine.home, 'web.crt'), CERTIFICATE);
    const debugFile = path.join(machine.home, 'debug.log');
    const set = `${commandOf('a private key is never shown nor written down')} --debug ${debugFile}`;
    await machine.run('sandbox fault status --status 400 --method PUT --path /ssltermination');
    const refused = await machine.run(set);
    await machine.run('sandbox fault clear');
    const printed = [
      refused,
      await machine.run(set),
      await machine.run('get edge-fleet ssl-termination'),
      await machine.json('get edge-fleet ssl-termination').then(({ value }) => ({
        code: 0,
        out: JSON.stringify(value),
        err: '',
      })),
      await machine.run('get edge-fleet ssl-termination privatekey'),
      await machine.run('journal --json'),
      await machine.run(`set edge-fleet ssl-termination privatekey=${KEY_LINES[0]}`),
    ];
    expect(printed.map(({ code }) => code)).toEqual([1, 0, 0, 0, 2, 0, 2]);
    const files = fs
      .readdirSync(machine.home, { recursive: true, encoding: 'utf8' })
      .filter((name) => name !== 'web.key' && fs.statSync(path.join(machine.home, name)).isFile());
    expect(files).toContain('debug.log');
    const everything = [
      ...printed.map(({ out, err }) => out + err),
      ...files.map((name) => fs.readFileSync(path.join(machine.home, name), 'utf8')),
    ].join('\n');
    for (const line of KEY_LINES) expect(everything).not.toContain(line);
  });
});

describe('what Rackspace cannot, by commands', () => {
  it.each([
    [
      'an IPv4 address or a shared one for a balancer that is there',
      'add shop-front virtual-ips ip-version=IPV4',
      'IPV6',
    ],
    [
      'a second address for a SERVICENET balancer',
      'add search virtual-ips ip-version=IPV6',
      'cannot be added to',
    ],
    [
      'a balancer without any virtual IP',
      'unset search virtual-ips --all --yes',
      'A balancer keeps at least one virtual IP',
    ],
    [
      'settings that do not fit the protocol',
      'set orders-db content-caching enabled=yes',
      'Rackspace caches the pages of HTTP only',
    ],
  ])('%s', async (_, line, why) => {
    const machine = new Machine();
    const { code, err } = await machine.run(line);
    expect(code).not.toBe(0);
    expect(err).toContain(why);
  });
});
