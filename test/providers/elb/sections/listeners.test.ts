import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../kit/problems.ts';
import { act, addTo, awsWorld, itemOf, namesOf, optionsOf, quietly } from './world.ts';

describe('listeners', () => {
  it('shows what clients connect to', async () => {
    const world = await awsWorld();
    const listeners = await world.collection('web-classic', 'listeners');
    expect(listeners.known).toEqual(await listeners.list(quietly));
    expect(
      listeners.known?.map(({ name, cells }) => [name, cells['protocol'], cells['instance-port']]),
    ).toEqual([
      ['80', 'HTTP', '8080'],
      ['443', 'HTTPS', '8080'],
    ]);
    expect(listeners.known?.[0]?.cells['policies']).toBe('web-sticky');
  });

  it('adds one with its policies, and many at once', async () => {
    const world = await awsWorld();
    const listeners = await world.collection('web-classic', 'listeners');
    const more = ['8081', '8082'].map((port) =>
      JSON.stringify({ port, protocol: 'TCP', 'instance-port': '9000', 'instance-protocol': 'TCP' }),
    );
    const values = {
      protocol: 'HTTP',
      port: '8080',
      'instance-protocol': 'HTTP',
      'instance-port': '8080',
      policies: 'web-sticky',
      more: more.join('\n'),
    };
    expect(await addTo(listeners, values)).toEqual({});
    expect(await namesOf(listeners)).toEqual(['80', '443', '8080', '8081', '8082']);
    expect((await itemOf(listeners, '8080')).cells['policies']).toBe('web-sticky');
    expect(world.asked.filter((name) => name === 'CreateLoadBalancerListeners')).toHaveLength(1);
  });

  it('says what is wrong before anything is sent', async () => {
    const world = await awsWorld();
    const listeners = await world.collection('web-classic', 'listeners');
    const row = (port: string) =>
      JSON.stringify({ port, protocol: 'HTTP', 'instance-port': '8080', 'instance-protocol': 'HTTP' });
    const free = { port: '81', 'instance-port': '8080' };
    expect(await addTo(listeners, { ...free, port: '80' })).toEqual({
      port: 'There is a listener on port 80 already: choose another',
    });
    expect(await addTo(listeners, { ...free, 'instance-protocol': 'TCP' })).toEqual({
      'instance-protocol': 'HTTP in front needs HTTP or HTTPS behind, not TCP',
    });
    expect(await addTo(listeners, { ...free, protocol: 'HTTPS' })).toEqual({
      certificate: 'HTTPS needs a certificate: give the ARN of one',
    });
    expect(await addTo(listeners, { ...free, protocol: 'HTTPS', certificate: 'shop' })).toHaveProperty(
      'certificate',
    );
    expect(await addTo(listeners, { ...free, 'instance-protocol': 'HTTPS' })).toEqual({
      'instance-protocol': expect.stringContaining('without encryption by another listener'),
    });
    expect(await addTo(listeners, { ...free, more: row('81') })).toEqual({
      more: 'Row 1: There is a listener on port 81 already: choose another',
    });
    expect(world.asked).not.toContain('CreateLoadBalancerListeners');
  });

  it('offers the certificates that can be used here, and replaces one without losing policies', async () => {
    const world = await awsWorld();
    const listeners = await world.collection('checkout-elb', 'listeners');
    const [certificate] = listeners.actions ?? [];
    const item = await itemOf(listeners, '443');
    const form = await certificate?.form?.(item, quietly);
    if (!form) throw new Error('a certificate can be replaced');
    const arns = await optionsOf(form, 'known-certificate');
    expect(arns.map((arn) => arn.includes(':acm:'))).toEqual([true, true, false]);
    const arn = arns[0] ?? '';
    expect(form.follow?.({ 'known-certificate': arn }, 'known-certificate')).toEqual({ certificate: arn });
    await act(listeners, 'certificate', '443', { certificate: arn });
    const after = await itemOf(listeners, '443');
    expect(after.values['certificate']).toBe(arn);
    // Chosen in the list, by somebody whom no form follows.
    await act(listeners, 'certificate', '443', { 'known-certificate': arns[1] ?? '' });
    expect((await itemOf(listeners, '443')).values['certificate']).toBe(arns[1]);
    expect(after.values['policies']).toBe(item.values['policies']);
    expect(
      certificate?.whyNot?.(await itemOf(await world.collection('web-classic', 'listeners'), '80')),
    ).toBe('a listener of protocol HTTP has no certificate');
  });

  it('replaces the whole set of policies and says so before', async () => {
    const world = await awsWorld();
    const listeners = await world.collection('checkout-elb', 'listeners');
    const { warnings, notes } = await act(listeners, 'policies', '443', { policies: 'tls12-only' });
    expect(notes).toEqual([
      'The whole set of listener 443 is replaced: jsession and tls12-only → tls12-only',
    ]);
    expect(warnings).toEqual(['jsession no longer applies to listener 443']);
    expect((await itemOf(listeners, '443')).values['policies']).toBe('tls12-only');
    const back = await act(listeners, 'policies', '443', { policies: 'tls12-only\njsession' });
    expect([back.warnings, back.notes]).toEqual([[], [expect.stringContaining('tls12-only → ')]]);
    await act(listeners, 'policies', '443', { policies: '' });
    expect((await itemOf(listeners, '443')).cells['policies']).toBeNull();
  });

  it('offers policies of the right kinds only', async () => {
    const world = await awsWorld();
    const listeners = await world.collection('web-classic', 'listeners');
    const policies = listeners.actions?.find(({ key }) => key === 'policies');
    const offered = async (port: string) => {
      const form = await policies?.form?.(await itemOf(listeners, port), quietly);
      return form ? optionsOf(form, 'policies') : [];
    };
    expect(await offered('80')).toEqual(['web-sticky']);
    expect([...(await offered('443'))].sort()).toEqual(['ELBSecurityPolicy-2016-08', 'web-sticky']);
  });

  it('removes several, warns what goes with them, and makes one again as it was', async () => {
    const world = await awsWorld();
    const listeners = await world.collection('web-classic', 'listeners');
    const items = await listeners.list(quietly);
    const [first] = items;
    if (!first) throw new Error('web-classic has listeners');
    expect(listeners.remove?.warnings?.(items)).toEqual([
      'web-sticky is set on 80: that goes with it, the policies stay',
      'ELBSecurityPolicy-2016-08 is set on 443: that goes with it, the policies stay',
      'These are all listeners of web-classic: nobody can connect then',
    ]);
    await listeners.remove?.run([first], quietly);
    expect(await namesOf(listeners)).toEqual(['443']);
    await listeners.add?.run(first.values, quietly);
    expect(await itemOf(listeners, '80')).toEqual(first);
  });

  it('tells who is refused what', async () => {
    const world = await awsWorld();
    const listeners = await world.collection('web-classic', 'listeners');
    world.sandbox.control.fault({ kind: 'denied', path: 'DeleteLoadBalancerListeners' });
    const [first] = await listeners.list(quietly);
    const problem = await problemFrom(
      listeners.remove?.run(first ? [first] : [], quietly) ?? Promise.resolve(),
    );
    expect(problem.kind).toBe('forbidden');
    expect(problem.message).toContain('Could not remove the listeners on 80 from web-classic');
  });
});

describe('instance ports', () => {
  it('shows each port once and sets its policies as a whole', async () => {
    const world = await awsWorld();
    const policies = await world.collection('web-classic', 'policies');
    const listeners = await world.collection('web-classic', 'listeners');
    const tcp = { protocol: 'TCP', port: '9000', 'instance-protocol': 'TCP', 'instance-port': '9000' };
    await addTo(listeners, tcp);
    await addTo(policies, { type: 'ProxyProtocolPolicyType', name: 'EnableProxyProtocol' });
    const ports = await world.collection('web-classic', 'backend-ports');
    expect((await ports.list(quietly)).map(({ cells }) => [cells['port'], cells['listeners']])).toEqual([
      ['8080', '80, 443'],
      ['9000', '9000'],
    ]);
    const { warnings, notes } = await act(ports, 'policies', '9000', { policies: 'EnableProxyProtocol' });
    expect(notes).toEqual([
      'The whole set of instance port 9000 is replaced: no policies → EnableProxyProtocol',
    ]);
    expect(warnings).toEqual([
      'Instances that are not ready for EnableProxyProtocol refuse connections to port 9000 then',
    ]);
    expect((await itemOf(ports, '9000')).cells['policies']).toBe('EnableProxyProtocol');
    await act(ports, 'policies', '9000');
    expect((await itemOf(ports, '9000')).values['policies']).toBe('EnableProxyProtocol');
    await act(ports, 'policies', '9000', { policies: '' });
    expect((await itemOf(ports, '9000')).cells['policies']).toBeNull();
  });
});
