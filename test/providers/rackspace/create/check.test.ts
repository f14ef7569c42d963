import { describe, expect, it } from 'vitest';
import type { Spec } from '../../../../src/providers/create.ts';
import { never, rackspaceDouble } from '../../kit/rackspaceDouble.ts';
import type { Answer } from '../../kit/scriptedServer.ts';
import { balancersNamed, flowOf, sandboxWorld, specOf, type World } from './kit.ts';

const check = (world: World, spec: Spec) => world.drive(world.flow.check(spec, { signal: never }));

describe('checking a spec against the account', () => {
  it('finds nothing wrong with what can be made', async () => {
    const world = await sandboxWorld();
    expect(await check(world, specOf(['a', 'b']))).toEqual([]);
    expect(world.asked.filter((call) => !call.startsWith('GET'))).toEqual([]);
  });

  it('names every choice that the account does not have, with what may have been meant', async () => {
    const world = await sandboxWorld();
    const create = [
      { name: 'a', image: 'debian 12 (Bookworm) (PVHVM)', flavor: 'general1-9', keyName: 'laptp' },
      { name: 'b', image: 'nothing like it', flavor: '2' },
      { name: 'c', image: 'Windows Server 2022', flavor: 'general1-1' },
      { name: 'd', image: 'Debian 12 (Bookworm) (PVHVM)', flavor: 'memory1-15' },
    ];
    const spec = specOf(['a', 'b', 'c', 'd'], {
      protocol: 'HTPP',
      algorithm: 'round_robin',
      servers: { create, existing: ['no-such-server'] },
      nodes: [...['a', 'b', 'c', 'd', 'no-such-server'].map((server) => ({ server, port: 80 }))],
    });
    expect((await check(world, spec)).map(({ path, message }) => `${path} ${message}`)).toEqual([
      '/protocol There is no protocol "HTPP" (did you mean "HTTP"?)',
      '/algorithm There is no algorithm "round_robin" (did you mean "ROUND_ROBIN"?)',
      '/servers/create/0/image There is no image "debian 12 (Bookworm) (PVHVM)" (did you mean "Debian 12 (Bookworm) (PVHVM)"?)',
      '/servers/create/0/flavor There is no flavor "general1-9" (did you mean "general1-1"?)',
      '/servers/create/0/keyName There is no key pair "laptp" (did you mean "laptop"?)',
      '/servers/create/1/image There is no image "nothing like it"',
      '/servers/create/2/flavor 1 GB General Purpose v1 has 1 GB of memory, Windows Server 2022 needs 2 GB: 2 GB General Purpose v1 is enough',
      '/servers/create/3/flavor 15 GB Memory v1 has no disk of its own: choose a flavor with one: 512MB Standard Instance is enough',
      '/servers/existing/0 There is no server "no-such-server"',
    ]);
  });

  it('lists the candidates of an ambiguous name', async () => {
    const world = await sandboxWorld();
    const create = () =>
      world.flow.run('server twin', specOf(['twin']), {
        signal: never,
        runId: 'r',
        facts: {},
        begun: false,
        of: () => null,
        remember: () => {},
        progress: () => {},
        hold: async () => {},
      });
    await world.drive(create());
    await world.drive(create());
    const spec = specOf([], { servers: { existing: ['twin'] }, nodes: [{ server: 'twin', port: 80 }] });
    const [fault] = await check(world, spec);
    expect(fault?.message).toMatch(
      /^2 servers are called "twin": give the id of one, [0-9a-f-]{36} or [0-9a-f-]{36}$/,
    );
  });

  it('sees a server and its own address as one place', async () => {
    const world = await sandboxWorld();
    const servers = await world.drive(world.provider.servers?.list({ signal: never }) ?? Promise.resolve([]));
    const [one] = servers;
    const address = one?.addresses.find((each) => each.startsWith('10.'));
    const spec = specOf([], {
      servers: { existing: [one?.id] },
      nodes: [
        { server: one?.id, port: 80 },
        { address, port: 80 },
        { address, port: 81 },
      ],
    });
    expect((await check(world, spec)).map(({ path }) => path)).toEqual(['/nodes/1/port']);
  });

  it('knows whose ports of a shared virtual IP are taken, SSL termination’s too', async () => {
    const world = await sandboxWorld();
    const [front] = await balancersNamed(world, 'shop-front');
    const id = Number(front?.virtualIps[0]?.id);
    const faults = async (more: Record<string, unknown>) => {
      const spec = specOf([], { virtualIp: { share: [{ id }] }, ...more });
      return (await check(world, spec)).map(({ path, message }) => `${path} ${message}`);
    };
    expect(await faults({ port: 80 })).toEqual([
      expect.stringMatching(
        /^\/virtualIp\/share\/0\/id Port 80 of [\d.]+ is used by shop-front: choose another port/,
      ),
    ]);
    expect(await faults({ port: 8123 })).toEqual([]);
    expect(await faults({ port: 8123, virtualIp: { share: [{ id: 1 }] } })).toEqual([
      expect.stringMatching(/No balancer of the region has the virtual IP 1/),
    ]);

    const all = await world.drive(world.provider.listBalancers({ signal: never }));
    const details = await world.drive(
      Promise.all(all.map(({ id: one }) => world.provider.getBalancer(one, { signal: never }))),
    );
    const ssl = details.find(({ raw }) => JSON.stringify(raw).includes('"securePort":'));
    const secure = Number(/"securePort":(\d+)/.exec(JSON.stringify(ssl?.raw))?.[1]);
    const shared = { share: [{ id: Number(ssl?.virtualIps[0]?.id) }] };
    expect(await faults({ port: secure, virtualIp: shared })).toEqual([
      expect.stringMatching(new RegExp(`Port ${secure} of .* is used by ${ssl?.name}`)),
    ]);
  });

  it('takes two shared virtual IPs only as an IPv4 and an IPv6', async () => {
    const world = await sandboxWorld();
    const all = await world.drive(world.provider.listBalancers({ signal: never }));
    const ids = [
      ...new Set(
        all.flatMap(({ virtualIps }) =>
          virtualIps.flatMap((vip) => (vip.ipVersion === 'IPV4' ? Number(vip.id) : [])),
        ),
      ),
    ];
    const spec = specOf([], { port: 8124, virtualIp: { share: ids.slice(0, 2).map((id) => ({ id })) } });
    expect((await check(world, spec)).map(({ path }) => path)).toEqual(['/virtualIp/share/1/id']);
  });
});

/** An account that has little left. */
function poor(url: string): Answer {
  if (url.includes('/absolutelimits'))
    return {
      json: {
        absolute: [
          { name: 'LOADBALANCER_LIMIT', value: 1 },
          { name: 'NODE_LIMIT', value: 2 },
        ],
      },
    };
  if (url.includes('/protocols')) return { json: { protocols: [{ name: 'HTTP', port: '80' }] } };
  if (url.includes('/algorithms')) return { json: { algorithms: [{ name: 'ROUND_ROBIN' }] } };
  if (url.includes('/loadbalancers?'))
    return { json: { loadBalancers: [{ id: 1, name: 'one', status: 'ACTIVE' }] } };
  if (url.includes('/images/'))
    return { json: { images: [{ id: 'i', name: 'Debian 12 (Bookworm) (PVHVM)', status: 'SAVING' }] } };
  if (url.includes('/flavors/')) return { json: { flavors: [{ id: 'general1-1', ram: 1024, disk: 20 }] } };
  if (url.includes('/limits'))
    return {
      json: {
        limits: {
          absolute: {
            maxTotalRAMSize: 4096,
            totalRAMUsed: 2048,
            maxTotalInstances: 10,
            totalInstancesUsed: 8,
          },
        },
      },
    };
  return { status: 404, text: 'nothing here' };
}

it('counts what is left of the account’s limits', async () => {
  const double = await rackspaceDouble(({ url }) => poor(url));
  const flow = flowOf(await double.open());
  const faults = await flow.check(specOf(['a', 'b', 'c']), { signal: never });
  expect(faults.map(({ path, message }) => `${path} ${message}`)).toEqual([
    ' The account has 1 of 1 balancers: remove one, or ask Rackspace to raise the limit',
    '/nodes These are 3 nodes: a balancer of this account may have 2',
    ...[0, 1, 2].map(
      (n) =>
        `/servers/create/${n}/image The image Debian 12 (Bookworm) (PVHVM) is SAVING: choose one that is ACTIVE`,
    ),
    '/servers/create These are 3 servers, and the account may have 2 more: make fewer, or ask Rackspace to raise the limit',
    '/servers/create They need 3 GB of memory, and the account may use 2 GB more: make fewer, or ask Rackspace to raise the limit or a smaller flavor',
  ]);
});

it('offers no servers where the account has none', async () => {
  const double = await rackspaceDouble(({ url }) => poor(url), { login: { region: 'ORD' } });
  const flow = flowOf(await double.open());
  expect(flow.steps.map(({ key }) => key)).toEqual(['balancer', 'nodes', 'virtualIp']);
  const faults = await flow.check(specOf(['a']), { signal: never });
  expect(faults).toContainEqual({
    path: '/servers/create',
    message: 'The account has no Cloud Servers in ORD: name addresses in "nodes" instead',
  });
});
