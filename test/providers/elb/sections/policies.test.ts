import { describe, expect, it } from 'vitest';
import { DOCUMENTED_TYPES } from '../../../../src/providers/elb/sections/policyTypes.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { act, addTo, awsWorld, itemOf, namesOf, optionsOf, quietly } from './world.ts';

const KEY = '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0B\nAQEFAAOCAQ8A\n-----END PUBLIC KEY-----\n';

describe('policies', () => {
  it('shows each with its type, what it says and where it is enabled', async () => {
    const world = await awsWorld();
    const policies = await world.collection('checkout-elb', 'policies');
    const items = await policies.list(quietly);
    const cells = items.map(({ cells: { name, type, attributes, enabled } }) => [
      name,
      type,
      attributes,
      enabled,
    ]);
    expect(cells).toContainEqual([
      'jsession',
      'AppCookieStickiness',
      'CookieName JSESSIONID',
      'listener 443',
    ]);
    expect(cells).toContainEqual([
      'tls12-only',
      'SSLNegotiation',
      'ELBSecurityPolicy-TLS-1-2-2017-01',
      'listener 443',
    ]);
  });

  it('makes one of each type, and the same again from what it shows', async () => {
    const world = await awsWorld();
    const policies = await world.collection('web-classic', 'policies');
    const made = [
      { type: 'LBCookieStickinessPolicyType', name: 'lb', 'cookie-expiration-period': '60' },
      { type: 'LBCookieStickinessPolicyType', name: 'lb-session' },
      { type: 'AppCookieStickinessPolicyType', name: 'app', 'cookie-name': 'SID' },
      { type: 'ProxyProtocolPolicyType', name: 'proxy' },
      { type: 'PublicKeyPolicyType', name: 'key-1', 'public-key': KEY },
      { type: 'PublicKeyPolicyType', name: 'key-2', 'public-key': KEY },
      {
        type: 'BackendServerAuthenticationPolicyType',
        name: 'auth',
        'public-key-policy-name': 'key-1\nkey-2',
      },
      {
        type: 'SSLNegotiationPolicyType',
        name: 'predefined',
        'reference-security-policy': 'ELBSecurityPolicy-TLS-1-2-2017-01',
      },
      {
        type: 'SSLNegotiationPolicyType',
        name: 'own',
        'tls-protocols': 'Protocol-TLSv1.2',
        'server-order': 'yes',
        ciphers: 'ECDHE-RSA-AES128-GCM-SHA256\nAES128-GCM-SHA256',
      },
    ];
    for (const values of made) expect(await addTo(policies, values)).toEqual({});
    const items = await policies.list(quietly);
    const texts = Object.fromEntries(items.map(({ name, cells }) => [name, cells['attributes']]));
    expect(texts).toMatchObject({
      lb: 'CookieExpirationPeriod 60',
      'lb-session': null,
      app: 'CookieName SID',
      proxy: 'ProxyProtocol true',
      'key-1': 'PublicKey MIIBIjANBgkqhkiG9w0BAQE…',
      auth: 'PublicKeyPolicyName key-1, PublicKeyPolicyName key-2',
      predefined: 'ELBSecurityPolicy-TLS-1-2-2017-01',
      own: 'TLSv1.2, 2 ciphers, our order',
    });
    for (const name of ['lb', 'lb-session', 'app', 'proxy', 'predefined', 'own', 'auth']) {
      const before = await itemOf(policies, name);
      await policies.remove?.run([before], quietly);
      expect(await namesOf(policies)).not.toContain(name);
      await policies.add?.run(before.values, quietly);
      expect((await itemOf(policies, name)).values).toEqual(before.values);
    }
  });

  it('builds its form from the account’s types, ciphers behind the rest', async () => {
    const world = await awsWorld();
    const policies = await world.collection('checkout-elb', 'policies');
    const form = await policies.add?.form(quietly);
    if (!form) throw new Error('policies can be added');
    const shown = (values: Record<string, string>) =>
      form.fields.filter((field) => field.shownWhen?.(values) ?? true).map(({ key }) => key);
    expect(shown({ type: 'AppCookieStickinessPolicyType' })).toEqual(['type', 'name', 'cookie-name']);
    const ssl = { type: 'SSLNegotiationPolicyType' };
    const own = ['type', 'name', 'reference-security-policy', 'tls-protocols', 'server-order', 'ciphers'];
    expect(shown(ssl)).toEqual(own);
    expect(shown({ ...ssl, 'reference-security-policy': 'ELBSecurityPolicy-2015-05' })).toEqual(
      own.slice(0, 3),
    );
    expect(await optionsOf(form, 'reference-security-policy')).toContain('ELBSecurityPolicy-2016-08');
    const ciphers = await optionsOf(form, 'ciphers');
    expect(ciphers.length).toBeGreaterThan(50);
    expect(ciphers.filter((name) => /^Protocol-|^Server-/.test(name))).toEqual([]);
    expect(form.check?.({ ...ssl, 'tls-protocols': 'Protocol-TLSv1.2' })).toEqual({
      ciphers: 'Choose one cipher at least, or a predefined policy',
    });
  });

  it('falls back to the documented types where the call fails', async () => {
    const world = await awsWorld();
    world.sandbox.control.fault({ kind: 'denied', path: 'DescribeLoadBalancerPolicyTypes' });
    const types = await world.collection('web-classic', 'policy-types');
    expect(await namesOf(types)).toEqual(DOCUMENTED_TYPES.map(({ name }) => name));
    const policies = await world.collection('web-classic', 'policies');
    expect(
      await addTo(policies, { type: 'AppCookieStickinessPolicyType', name: 'app', 'cookie-name': 'S' }),
    ).toEqual({});
    expect(types.add ?? types.remove ?? types.edit).toBeUndefined();
  });

  it('checks names', async () => {
    const world = await awsWorld();
    const policies = await world.collection('web-classic', 'policies');
    const fault = async (name: string) =>
      (await addTo(policies, { type: 'LBCookieStickinessPolicyType', name }))['name'];
    expect(await fault('web-sticky')).toContain('already');
    expect(await fault('my_policy')).toContain('letters, digits and hyphens');
    expect(await fault('ELBSecurityPolicy-mine')).toContain('AWS’s own');
    expect(await fault('x'.repeat(101))).toContain('at most 100');
    expect(world.asked).not.toContain('CreateLoadBalancerPolicy');
  });

  it('enables one beside what applies already, and takes the place of one of its kind', async () => {
    const world = await awsWorld();
    const policies = await world.collection('checkout-elb', 'policies');
    const reference = 'ELBSecurityPolicy-2015-05';
    await addTo(policies, {
      type: 'SSLNegotiationPolicyType',
      name: 'tls-2015',
      'reference-security-policy': reference,
    });
    const { warnings } = await act(policies, 'enable', 'tls-2015', { on: 'listener 443' });
    expect(warnings).toEqual(['tls-2015 takes the place of tls12-only at listener 443']);
    const listeners = await world.collection('checkout-elb', 'listeners');
    expect((await itemOf(listeners, '443')).values['policies']?.split('\n').sort()).toEqual([
      'jsession',
      'tls-2015',
    ]);
    await act(policies, 'disable', 'tls-2015', { on: 'listener 443' });
    expect((await itemOf(listeners, '443')).values['policies']).toBe('jsession');
  });

  it('says where a policy cannot be enabled', async () => {
    const world = await awsWorld();
    const policies = await world.collection('web-classic', 'policies');
    await addTo(policies, { type: 'ProxyProtocolPolicyType', name: 'proxy' });
    await addTo(policies, { type: 'PublicKeyPolicyType', name: 'key', 'public-key': KEY });
    expect((await act(policies, 'enable', 'proxy')).why).toContain('TCP or SSL');
    expect((await act(policies, 'enable', 'key')).why).toContain('BackendServerAuthentication');
    expect((await act(policies, 'disable', 'key')).why).toBe('it is enabled nowhere');
    const enable = policies.actions?.find(({ key }) => key === 'enable');
    const form = await enable?.form?.(await itemOf(policies, 'web-sticky'), quietly);
    expect(form && (await optionsOf(form, 'on'))).toEqual(['listener 443']);
  });

  it('removes only what is enabled nowhere, and detaches the rest first', async () => {
    const world = await awsWorld();
    const policies = await world.collection('web-classic', 'policies');
    await act(policies, 'enable', 'web-sticky', { on: 'listener 443' });
    const sticky = await itemOf(policies, 'web-sticky');
    expect(policies.remove?.whyNot?.(sticky)).toBe(
      'it is enabled on listener 80 and listener 443: "detach" takes it off and deletes it',
    );
    const { warnings } = await act(policies, 'detach', 'web-sticky');
    expect(warnings).toEqual(['web-sticky is taken off listener 80 and listener 443, then deleted']);
    expect(await namesOf(policies)).not.toContain('web-sticky');
    const listeners = await world.collection('web-classic', 'listeners');
    expect((await itemOf(listeners, '443')).values['policies']).toBe('ELBSecurityPolicy-2016-08');
  });

  it('keeps a public key that another policy names', async () => {
    const world = await awsWorld();
    const policies = await world.collection('checkout-elb', 'policies');
    await addTo(policies, { type: 'PublicKeyPolicyType', name: 'key', 'public-key': KEY });
    const auth = { type: 'BackendServerAuthenticationPolicyType', name: 'auth' };
    await addTo(policies, { ...auth, 'public-key-policy-name': 'key' });
    expect(policies.remove?.whyNot?.(await itemOf(policies, 'key'))).toBe('auth names it: delete that first');
    expect((await act(policies, 'detach', 'key')).why).toBe('auth names it: delete that first');
    const { warnings } = await act(policies, 'enable', 'auth', { on: 'instance 8443' });
    expect(warnings).toEqual(['Instances that are not ready for auth refuse connections to port 8443 then']);
    expect((await itemOf(policies, 'auth')).cells['enabled']).toBe('instance port 8443');
  });

  it('takes a policy whose answer was lost for made when it stands as it was asked for', async () => {
    const world = await awsWorld();
    const policies = await world.collection('web-classic', 'policies');
    world.sandbox.control.fault({ kind: 'cut-after', count: 1, path: 'CreateLoadBalancerPolicy' });
    await world.drive(
      addTo(policies, { type: 'AppCookieStickinessPolicyType', name: 'app', 'cookie-name': 'S' }),
    );
    expect(await namesOf(policies)).toContain('app');
    expect(world.asked.filter((name) => name === 'CreateLoadBalancerPolicy')).toHaveLength(1);
  });

  it('ends with the signal', async () => {
    const world = await awsWorld();
    const policies = await world.collection('web-classic', 'policies');
    const stop = new AbortController();
    stop.abort();
    await expect(policies.list({ signal: stop.signal })).rejects.toMatchObject({
      problem: { kind: 'cancelled' },
    });
    expect(await policies.list({ signal: never })).not.toEqual([]);
  });
});
