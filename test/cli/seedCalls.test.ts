import { expect, it } from 'vitest';
import { awsUser } from './elbKit.ts';

interface Row {
  readonly name: string;
  readonly cells: Readonly<Record<string, string | null>>;
}

/** The calls of libcloud's driver for Classic ELB one by one, in the order in which its users make them. */
it('makes every call of libcloud’s ELB driver with a command', async () => {
  const user = await awsUser();
  const at = user.at('libcloud-lb');
  const json = async <T>(line: string): Promise<T> => JSON.parse(await user.does(`${line} --json`)) as T;
  const items = async (section: string) =>
    (await json<{ items: readonly Row[] }>(`get libcloud-lb ${section}`)).items;
  const listener = async (port: number) => {
    const { ListenerDescriptions = [] } = await at.description();
    return ListenerDescriptions.find(({ Listener }) => Listener?.LoadBalancerPort === port);
  };
  const onInstancePort = async (port: number) => {
    const { BackendServerDescriptions = [] } = await at.description();
    return BackendServerDescriptions.find(({ InstancePort }) => InstancePort === port)?.PolicyNames ?? [];
  };

  // list_protocols
  const fields = await user.does('get web-classic listeners --fields');
  expect(fields).toMatch(/^protocol .*one of HTTP, HTTPS, TCP, SSL/m);

  // list_balancers, ex_fetch_tags
  const before = await json<readonly { name: string; status: string }[]>('balancers');
  expect(before.map(({ name }) => name).sort()).toEqual([...(await at.balancers())].sort());
  expect(await user.does('get web-classic tags')).toMatch(/team +storefront/);

  // create_balancer with members and zones, which libcloud passes over
  const [member, other] = [await at.idOf('spare-1'), await at.idOf('classic-web-1')];
  user.save(
    'lb.json',
    JSON.stringify({
      name: 'libcloud-lb',
      listeners: [{ protocol: 'TCP', port: 80 }],
      zones: ['us-east-1a', 'us-east-1b'],
      instances: { existing: [member] },
      healthCheck: { protocol: 'TCP', port: 80 },
    }),
  );
  await user.does('create --file lb.json --yes');
  expect([...((await at.description()).AvailabilityZones ?? [])].sort()).toEqual([
    'us-east-1a',
    'us-east-1b',
  ]);
  expect(await at.registered()).toEqual(['spare-1']);

  // get_balancer
  expect(await json('balancers')).toContainEqual(
    expect.objectContaining({ id: 'libcloud-lb', protocol: 'TCP', port: 80 }),
  );
  const { DNSName } = await at.description();
  expect(await user.does('get libcloud-lb address dns')).toBe(`${DNSName}\n`);

  // balancer_attach_compute_node, balancer_list_members
  await user.does(`node add libcloud-lb ${other}`);
  expect(await at.registered()).toEqual(['classic-web-1', 'spare-1']);
  const members = await json<readonly { id: string; condition: string }[]>('nodes libcloud-lb');
  expect(members.map(({ id, condition }) => [id, condition]).sort()).toEqual(
    [
      [member, 'ENABLED'],
      [other, 'ENABLED'],
    ].sort(),
  );

  // balancer_detach_member
  await user.does(`node remove libcloud-lb ${other} --yes`);
  expect(await at.registered()).toEqual(['spare-1']);

  // ex_list_balancer_policies, ex_list_balancer_policy_types
  expect(await items('policies')).toEqual([]);
  expect(await user.does('policies libcloud-lb types')).toContain('ProxyProtocolPolicyType');

  // ex_create_balancer_policy with attributes
  await user.does(
    'policies libcloud-lb add type=ProxyProtocolPolicyType name=EnableProxyProtocol proxy-protocol=true --yes',
  );
  await user.does('policies libcloud-lb add type=AppCookieStickiness name=Unused cookie-name=SID --yes');
  const [proxy] = await at.policies();
  expect(proxy).toMatchObject({
    PolicyName: 'EnableProxyProtocol',
    PolicyTypeName: 'ProxyProtocolPolicyType',
    PolicyAttributeDescriptions: [{ AttributeName: 'ProxyProtocol', AttributeValue: 'true' }],
  });

  // ex_delete_balancer_policy
  await user.does('policies libcloud-lb remove Unused');
  expect((await at.policies()).map(({ PolicyName }) => PolicyName)).toEqual(['EnableProxyProtocol']);

  // ex_set_balancer_policies_backend_server
  await user.does('set libcloud-lb backend-ports 80 policies=EnableProxyProtocol --yes');
  expect(await onInstancePort(80)).toEqual(['EnableProxyProtocol']);
  await user.does('set libcloud-lb backend-ports 80 policies= --yes');
  expect(await onInstancePort(80)).toEqual([]);

  // ex_create_balancer_listeners, which libcloud never sends
  const { ListenerDescriptions = [] } = await user.at('web-classic').description();
  const arn = ListenerDescriptions.find(({ Listener }) => Listener?.SSLCertificateId)?.Listener
    ?.SSLCertificateId;
  await user.does(
    `listeners libcloud-lb add protocol=HTTPS port=1024 instance-protocol=HTTPS instance-port=65533 certificate=${arn} --yes`,
  );
  expect((await listener(1024))?.Listener).toEqual({
    Protocol: 'HTTPS',
    LoadBalancerPort: 1024,
    InstanceProtocol: 'HTTPS',
    InstancePort: 65_533,
    SSLCertificateId: arn,
  });

  // ex_set_balancer_policies_listener
  await user.does(
    'policies libcloud-lb add type=LBCookieStickiness name=sticky cookie-expiration-period=60 --yes',
  );
  await user.does('listeners libcloud-lb set 1024 policies policies=sticky --yes');
  expect((await listener(1024))?.PolicyNames).toEqual(['sticky']);
  await user.does('listeners libcloud-lb set 1024 policies policies= --yes');
  expect((await listener(1024))?.PolicyNames).toEqual([]);

  // destroy_balancer
  await user.does('delete libcloud-lb --yes');
  expect(await at.balancers()).not.toContain('libcloud-lb');
  expect(await at.idOf('spare-1')).toBe(member);
});
