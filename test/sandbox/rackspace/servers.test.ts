import { describe, expect, it } from 'vitest';
import { openSandbox } from '../client.ts';

const IMAGE = '0a1b3c5d-2222-4b7a-9c01-3f6f0d6a1201';
const ASKED = {
  name: 'web-9',
  imageRef: IMAGE,
  flavorRef: 'general1-1',
  key_name: 'laptop',
  metadata: { sluice: 'shop' },
};

describe('servers', () => {
  it('stand behind the sample nodes', async () => {
    const { client } = await openSandbox();
    const { body } = await client.servers('/servers/detail?name=^web-');
    const names = body.servers.map((each: { name: string }) => each.name);
    expect(names.sort()).toEqual(['web-1', 'web-2', 'web-3', 'web-4']);
    const second = body.servers.find((each: { name: string }) => each.name === 'web-2');
    expect(second).toMatchObject({
      status: 'ACTIVE',
      progress: 100,
      addresses: { private: [{ version: 4, addr: '10.20.0.12' }] },
    });
    expect((await client.servers('/servers/detail?name=(')).status).toBe(400);
    expect((await client.servers('/servers/detail?status=SHUTOFF')).body.servers).toHaveLength(1);
  });

  it('page by an exclusive marker and links', async () => {
    const { client } = await openSandbox();
    const seen = new Set<string>();
    let query = 'limit=20';
    for (;;) {
      const { body } = await client.servers(`/servers?${query}`);
      for (const { id } of body.servers) {
        expect(seen.has(id)).toBe(false);
        seen.add(id);
      }
      if (!body.servers_links) break;
      query = new URL(body.servers_links[0].href).search.slice(1);
    }
    const all = (await client.servers('/servers')).body.servers;
    expect(seen.size).toBe(all.length);
    expect(all.length).toBeGreaterThan(50);
    expect((await client.servers('/servers?marker=nobody')).status).toBe(400);
  });

  it('are built with progress, and get their addresses some time after ACTIVE', async () => {
    const { client, clock } = await openSandbox();
    const made = await client.servers('/servers', 'POST', { server: ASKED });
    expect(made.status).toBe(202);
    expect(Object.keys(made.body.server).sort()).toEqual(['OS-DCF:diskConfig', 'adminPass', 'id', 'links']);
    const look = async () => (await client.servers(`/servers/${made.body.server.id}`)).body.server;
    const seen: string[] = [];
    for (let second = 0; second < 32; second += 1) {
      const { status, progress, addresses } = await look();
      seen.push(`${status} ${progress === 100 ? 'whole' : 'part'} ${Object.keys(addresses).length}`);
      await clock.advance(1_000);
    }
    expect([...new Set(seen)]).toEqual(['BUILD part 0', 'ACTIVE whole 0', 'ACTIVE whole 2']);
    const server = await look();
    expect(server.addresses.private[0].addr).toMatch(/^10\.20\./);
    expect((await client.servers(`/servers/${server.id}/ips`)).body.addresses).toEqual(server.addresses);
    expect(JSON.stringify(server)).not.toContain(made.body.server.adminPass);
  });

  it('have only the networks that were named', async () => {
    const { client, clock } = await openSandbox();
    const networks = [{ uuid: '11111111-1111-1111-1111-111111111111' }];
    const { body } = await client.servers('/servers', 'POST', { server: { ...ASKED, networks } });
    await clock.advance(40_000);
    const { server } = (await client.servers(`/servers/${body.server.id}`)).body;
    expect(Object.keys(server.addresses)).toEqual(['private']);
  });

  it('end in ERROR for a name that is doomed', async () => {
    const { client, clock } = await openSandbox();
    const { body } = await client.servers('/servers', 'POST', { server: { ...ASKED, name: 'doomed-1' } });
    await clock.advance(40_000);
    const { server } = (await client.servers(`/servers/${body.server.id}`)).body;
    expect(server).toMatchObject({ status: 'ERROR', fault: { code: 500 }, addresses: {} });
  });

  it('are gone some seconds after they were deleted', async () => {
    const { client, clock } = await openSandbox();
    const [{ id }] = (await client.servers('/servers')).body.servers;
    const reply = await client.servers(`/servers/${id}`, 'DELETE');
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect((await client.servers(`/servers/${id}`)).status).toBe(200);
    await clock.advance(3_000);
    const after = await client.servers(`/servers/${id}`);
    expect([after.status, after.body.itemNotFound.code]).toEqual([404, 404]);
  });

  it.each([
    [{ name: '' }, 'badRequest', 400],
    [{ imageRef: 'none' }, 'badRequest', 400],
    [{ flavorRef: '99' }, 'badRequest', 400],
    [{ flavorRef: 'memory1-15' }, 'badRequest', 400],
    [{ key_name: 'nobody' }, 'badRequest', 400],
    [{ networks: [{ uuid: 'x' }] }, 'badRequest', 400],
  ])('are refused with %o', async (wrong, fault, status) => {
    const { client } = await openSandbox();
    const reply = await client.servers('/servers', 'POST', { server: { ...ASKED, ...wrong } });
    expect([reply.status, reply.body[fault].code]).toEqual([status, status]);
  });

  it('are refused over the quota with a 403', async () => {
    const { client } = await openSandbox();
    for (let count = 0; count < 30; count += 1) {
      const { status, body } = await client.servers('/servers', 'POST', {
        server: { ...ASKED, flavorRef: 'io1-15' },
      });
      if (status === 202) continue;
      expect([status, body.forbidden.message]).toEqual([
        403,
        expect.stringContaining('Quota exceeded for ram'),
      ]);
      return;
    }
    expect.unreachable('the quota has no end');
  });
});

it('lists images, flavors, keys and limits', async () => {
  const { client } = await openSandbox();
  const { images } = (await client.servers('/images/detail?status=ACTIVE&limit=100')).body;
  expect(images[0]).toMatchObject({ status: 'ACTIVE', minRam: 512, metadata: { os_distro: 'ubuntu' } });
  expect(images.at(-1).server.id).toBeTruthy();
  const { flavors } = (await client.servers('/flavors/detail')).body;
  expect(flavors.map((each: { id: string }) => each.id)).toContain('general1-1');
  expect(flavors.some((each: { disk: number }) => each.disk === 0)).toBe(true);
  expect((await client.servers('/os-keypairs')).body.keypairs[0].keypair.name).toBe('laptop');
  const { absolute } = (await client.servers('/limits')).body.limits;
  expect(absolute.totalInstancesUsed).toBeGreaterThan(50);
  expect((await client.servers('/nonsense')).body.itemNotFound.code).toBe(404);
  expect((await client.servers('/limits')).headers.get('x-compute-request-id')).toMatch(/^req-/);
});

it('lists what the load balancer service has to choose from', async () => {
  const { client } = await openSandbox();
  const { protocols } = (await client.lb('/loadbalancers/protocols')).body;
  expect(protocols).toContainEqual({ name: 'IMAPv4', port: 143 });
  expect((await client.lb('/loadbalancers/algorithms')).body.algorithms).toHaveLength(5);
  expect(
    (await client.lb('/loadbalancers/alloweddomains')).body.allowedDomains[0].allowedDomain.name,
  ).toBeTruthy();
  expect((await client.lb('/loadbalancers/absolutelimits')).body.absolute).toContainEqual({
    name: 'NODE_LIMIT',
    value: 25,
  });
  expect(
    (await client.lb('/loadbalancers/7001/clustersourceaddresses')).body.clusterSourceAddresses
      .ipv4Publicnets,
  ).toHaveLength(1);
});
