import { describe, expect, it } from 'vitest';
import type { BalancerDetail } from '../../../../src/model/balancer.ts';
import { problemFrom } from '../../kit/problems.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { faultsIn, inDetail, sectionsOf, sectionWorld } from './kit.ts';

/** The engine's answer without what any change, or time, moves. */
function lasting(detail: BalancerDetail, ...except: string[]): unknown {
  const moved = ['updated', 'status', ...except];
  const loadBalancer = inDetail(detail) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(loadBalancer).filter(([key]) => !moved.includes(key)));
}

describe('settings', () => {
  it('are all there, in a fixed order, without another request', async () => {
    const { provider, detail, asked } = await sectionWorld();
    const media = await detail('media');
    const before = asked.length;
    const sections = sectionsOf(provider, media);
    expect(asked).toHaveLength(before);
    expect(sections.map(({ key }) => key)).toEqual([
      'general',
      'health-monitor',
      'session-persistence',
      'connection-throttle',
      'ssl-termination',
      'connection-logging',
      'content-caching',
      'error-page',
      'source-addresses',
      'virtual-ips',
      'access-list',
      'metadata',
      'certificates',
      'ciphers',
      'events',
      'allowed-domains',
    ]);
    const summaries = sections.flatMap((section) =>
      section.kind === 'setting' && section.known ? [[section.key, section.known.summary]] : [],
    );
    expect(Object.fromEntries(summaries)).toEqual({
      general: 'HTTP :80 ROUND_ROBIN',
      'health-monitor': 'HTTP /healthz every 10 s',
      'session-persistence': 'HTTP_COOKIE',
      'connection-throttle': 'at most 200 connections of a client',
      'ssl-termination': 'none',
      'connection-logging': 'on',
      'content-caching': 'on',
    });
  });

  it.each(['media', 'api-gateway', 'resolver-udp', 'mail-in'])(
    'of %s say the same whether read with the balancer or by themselves',
    async (name) => {
      const { provider, detail, read } = await sectionWorld();
      for (const section of sectionsOf(provider, await detail(name))) {
        if (section.kind !== 'setting') continue;
        const { configured, values, summary } = await read(section);
        if (section.known !== null) expect(section.known).toMatchObject({ configured, values, summary });
        const form = await section.form({ configured, values, summary, raw: null }, { signal: never });
        const fields = new Map(form.fields.map((field) => [field.key, field.initial]));
        for (const [key, value] of Object.entries(values)) expect(fields.get(key)).toBe(value);
      }
    },
  );

  it('say what a balancer cannot have, and how it could', async () => {
    const { provider, detail } = await sectionWorld();
    const unavailable = async (name: string) =>
      Object.fromEntries(
        sectionsOf(provider, await detail(name)).flatMap(({ key, unavailable: why }) =>
          why ? [[key, why]] : [],
        ),
      );
    expect(Object.keys(await unavailable('media'))).toEqual(['certificates', 'ciphers']);
    expect(Object.keys(await unavailable('api-gateway'))).toEqual([]);
    const udp = await unavailable('resolver-udp');
    expect(udp['health-monitor']).toBe(
      'Rackspace cannot monitor nodes of the protocol DNS_UDP: choose another protocol first',
    );
    expect(Object.keys(udp)).toEqual([
      'health-monitor',
      'ssl-termination',
      'connection-logging',
      'content-caching',
      'error-page',
      'certificates',
      'ciphers',
    ]);
  });
});

describe('a health monitor', () => {
  it('is set with the fields of its type alone, and removing it leaves the rest untouched', async () => {
    const { setting, detail, write, reset, read } = await sectionWorld();
    const untouched = lasting(await detail('media'), 'healthMonitor');
    await write(await setting('media', 'health-monitor'), { type: 'CONNECT', delay: '20' });
    expect(inDetail(await detail('media'), 'healthMonitor')).toEqual({
      type: 'CONNECT',
      delay: 20,
      timeout: 5,
      attemptsBeforeDeactivation: 3,
    });
    const http = { type: 'HTTP', path: '/up', statusRegex: '^200$', hostHeader: 'www.example.com' };
    const receipt = await write(await setting('media', 'health-monitor'), http);
    expect(receipt.detail?.status).toBe('ACTIVE');
    expect((await read(await setting('media', 'health-monitor'))).values).toEqual({
      ...http,
      delay: '20',
      timeout: '5',
      attemptsBeforeDeactivation: '3',
    });
    expect(lasting(await detail('media'), 'healthMonitor')).toEqual(untouched);
    const removed = await reset(await setting('media', 'health-monitor'));
    expect(removed.detail && inDetail(removed.detail, 'healthMonitor')).toBeUndefined();
    expect(lasting(await detail('media'), 'healthMonitor')).toEqual(untouched);
  });

  it('that is not there any more is removed all the same', async () => {
    const { setting, reset } = await sectionWorld();
    const monitor = await setting('media', 'health-monitor');
    await reset(monitor);
    const again = await reset(monitor);
    expect(again.detail && inDetail(again.detail, 'healthMonitor')).toBeUndefined();
  });

  it('stays while there are SECONDARY nodes, and warns where nodes are OFFLINE', async () => {
    const { setting, reset } = await sectionWorld();
    const orders = await setting('orders-db', 'health-monitor');
    expect(orders.reset?.whyNot).toMatch(/^SECONDARY nodes need the monitor: make them PRIMARY/);
    expect(await problemFrom(reset(orders))).toMatchObject({ kind: 'invalid', status: 400 });
    expect((await setting('search', 'health-monitor')).reset?.warnings).toEqual([
      'What is OFFLINE counts as ONLINE then and gets traffic: 10.20.0.62:9200, 10.20.0.64:9200 and 10.20.0.65:9200',
    ]);
    const media = await setting('media', 'health-monitor');
    expect([media.reset?.warnings, media.reset?.whyNot]).toEqual([undefined, undefined]);
  });

  it('of a type that the protocol does not speak is refused by the form', async () => {
    const { setting, read } = await sectionWorld();
    const monitor = await setting('mail-in', 'health-monitor');
    const form = await monitor.form(await read(monitor), { signal: never });
    expect(faultsIn(form, { type: 'HTTP' })).toHaveProperty('type');
    expect(faultsIn(form, { type: 'CONNECT', delay: '0' })).toHaveProperty('delay');
    expect(faultsIn(form, { type: 'CONNECT' })).toEqual({});
  });
});

describe('the balancer itself', () => {
  it('is renamed, and turned to another protocol with what that takes along', async () => {
    const { setting, detail, write, read, asked } = await sectionWorld();
    const general = await setting('mail-in', 'general');
    await write(general, { name: 'mail-in-2', algorithm: 'LEAST_CONNECTIONS' });
    const renamed = await read(general);
    expect(renamed.values).toMatchObject({ name: 'mail-in-2', algorithm: 'LEAST_CONNECTIONS', port: '25' });
    const before = asked.length;
    const problem = await problemFrom(write(general, {}));
    expect(problem).toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(/^There is nothing to change of the settings of/),
    });
    expect(asked.slice(before).filter((call) => !call.startsWith('GET'))).toEqual([]);
    const tcp = { protocol: 'TCP', halfClosed: 'yes' };
    await write(general, tcp);
    expect((await read(general)).values).toMatchObject({ ...tcp, port: '25' });
    const back = await detail('mail-in');
    expect(back.name).toBe('mail-in-2');
  });

  it('offers what the account offers', async () => {
    const { setting, read, drive } = await sectionWorld();
    const general = await setting('media', 'general');
    const form = await general.form(await read(general), { signal: never });
    const [protocol, algorithm] = ['protocol', 'algorithm'].map((key) =>
      form.fields.find((field) => field.key === key),
    );
    if (protocol?.kind !== 'pick' || algorithm?.kind !== 'pick') throw new Error('They are picked');
    const protocols = await drive(protocol.load(never));
    expect(protocols).toContainEqual({ value: 'IMAPv4', label: 'IMAPv4', help: 'port 143' });
    expect(await drive(algorithm.load(never))).toHaveLength(5);
    // HTTP's own port follows to HTTPS's own.
    expect(form.follow?.({ protocol: 'HTTPS' }, 'protocol')).toEqual({ port: '443' });
    expect(form.follow?.({ protocol: 'TCP' }, 'protocol')).toEqual({ port: '80' });
  });

  it('says what stands in the way of another protocol', async () => {
    const { setting, read } = await sectionWorld();
    const faults = async (name: string, protocol: string) => {
      const general = await setting(name, 'general');
      return faultsIn(await general.form(await read(general), { signal: never }), { protocol });
    };
    expect(await faults('api-gateway', 'TCP')).toHaveProperty(
      'protocol',
      expect.stringMatching(/SSL termination/),
    );
    expect(await faults('search', 'HTTPS')).toHaveProperty(
      'protocol',
      expect.stringMatching(/HTTP health monitor/),
    );
    expect(await faults('edge-fleet', 'TCP')).toEqual({});
    expect(await faults('edge-fleet', 'UDP')).toHaveProperty(
      'protocol',
      expect.stringMatching(/CONNECT health/),
    );
  });

  it('warns of what a change ends', async () => {
    const { setting, read } = await sectionWorld();
    const media = await setting('media', 'general');
    const before = await read(media);
    const warnings = (values: Record<string, string>) =>
      media.warnings?.({ ...before.values, ...values }, before);
    expect(warnings({ name: 'films', timeout: '60' })).toEqual([]);
    expect(warnings({ protocol: 'TCP', port: '8080' })).toEqual([
      'Session persistence by HTTP_COOKIE does not fit TCP and ends with the change',
      'An error page of your own is lost when the balancer leaves HTTP',
      'Clients that connect to port 80 are refused: port 8080 is the new one',
    ]);
  });
});

describe('small settings', () => {
  it('persistence, throttle and switches are written, read and taken away', async () => {
    const { setting, write, reset, read } = await sectionWorld();
    const persistence = await setting('shop-front', 'session-persistence');
    expect((await read(persistence)).configured).toBe(false);
    await write(persistence, { persistenceType: 'SOURCE_IP' });
    expect((await read(persistence)).summary).toBe('SOURCE_IP');
    await reset(persistence);
    expect((await read(persistence)).configured).toBe(false);

    const throttle = await setting('shop-front', 'connection-throttle');
    await write(throttle, { maxConnections: '50' });
    await write(throttle, { maxConnections: '60' });
    expect((await read(throttle)).values).toEqual({
      maxConnections: '60',
      minConnections: '0',
      maxConnectionRate: '0',
      rateInterval: '1',
    });
    await reset(throttle);
    expect((await read(throttle)).configured).toBe(false);

    for (const key of ['connection-logging', 'content-caching']) {
      const one = await setting('shop-front', key);
      await write(one, { enabled: 'yes' });
      expect(await read(one)).toMatchObject({ values: { enabled: 'yes' }, summary: 'on' });
    }
  });

  it('the error page is told from the engine’s own', async () => {
    const { setting, write, reset, read } = await sectionWorld();
    const page = await setting('shop-front', 'error-page');
    expect(await read(page)).toMatchObject({ configured: false, values: {}, summary: 'Rackspace’s own' });
    const content = '<html>\n\t<body>Back at 8</body>\n</html>\n';
    await write(page, { content });
    expect(await read(page)).toMatchObject({ configured: true, values: { content } });
    await reset(page);
    expect((await read(page)).configured).toBe(false);
  });

  it('source addresses are those of the whole cluster', async () => {
    const { setting, read } = await sectionWorld();
    const sources = await setting('shop-front', 'source-addresses');
    expect(sources.write).toBeUndefined();
    expect((await read(sources)).values).toEqual({
      ipv4Servicenets: '10.183.248.3',
      ipv4Publicnets: '203.0.113.3',
      ipv6Publicnets: '2001:db8:a1::3/64',
    });
  });
});
