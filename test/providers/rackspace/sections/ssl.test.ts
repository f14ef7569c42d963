import { describe, expect, it } from 'vitest';
import {
  AUTHORITY_CERTIFICATE,
  CERTIFICATE,
  EARLY_CERTIFICATE,
  ENDED_CERTIFICATE,
  KEY_LINES,
  PRIVATE_KEY,
  RENEWED_CERTIFICATE,
} from '../../../kit/pem.ts';
import { problemFrom } from '../../kit/problems.ts';
import { never } from '../../kit/rackspaceDouble.ts';
import { faultsIn, filled, inDetail, sectionWorld } from './kit.ts';

describe('SSL termination', () => {
  it('is set with a certificate, switched without one, and removed', async () => {
    const { setting, collection, detail, write, reset, read, log } = await sectionWorld();
    const ssl = await setting('media', 'ssl-termination');
    const none = await read(ssl);
    expect(none).toMatchObject({ configured: false, summary: 'none' });
    const form = await ssl.form(none, { signal: never });
    expect(faultsIn(form, {})).toMatchObject({
      certificate: expect.stringMatching(/needed/),
      privatekey: expect.stringMatching(/needed/),
    });
    await write(ssl, { certificate: CERTIFICATE, privatekey: PRIVATE_KEY });
    const set = await read(await setting('media', 'ssl-termination'));
    expect(set.values).toEqual({
      enabled: 'yes',
      securePort: '443',
      secureTrafficOnly: 'no',
      tls10: 'yes',
      cipherProfile: 'default',
    });
    expect(JSON.stringify(set)).not.toContain(KEY_LINES[0]);
    await write(ssl, { secureTrafficOnly: 'yes' });
    expect(inDetail(await detail('media'), 'sslTermination')).toEqual({
      enabled: true,
      securePort: 443,
      secureTrafficOnly: true,
    });
    expect((await collection('media', 'certificates')).unavailable).toBeUndefined();
    await reset(ssl);
    await reset(ssl);
    expect((await read(ssl)).configured).toBe(false);
    expect(log.join('\n')).not.toMatch(/MIIEog|PRIVATE/);
  });

  it('is refused by its form where the pieces do not fit', async () => {
    const { setting, read } = await sectionWorld();
    const ssl = await setting('api-gateway', 'ssl-termination');
    const form = await ssl.form(await read(ssl), { signal: never });
    expect(faultsIn(form, {})).toEqual({});
    expect(faultsIn(form, { securePort: '8080' })).toHaveProperty('securePort');
    expect(faultsIn(form, { certificate: CERTIFICATE })).toHaveProperty('privatekey');
    expect(faultsIn(form, { privatekey: PRIVATE_KEY })).toHaveProperty('certificate');
    expect(
      faultsIn(form, { certificate: CERTIFICATE + PRIVATE_KEY, privatekey: PRIVATE_KEY }),
    ).toHaveProperty('certificate');
    expect(faultsIn(form, { certificate: CERTIFICATE, privatekey: CERTIFICATE })).toHaveProperty(
      'privatekey',
    );
    const key = form.fields.find((field) => field.key === 'privatekey');
    expect(key).toMatchObject({ kind: 'long', secret: true });
  });

  it('warns of the clients that are refused', async () => {
    const { setting, read } = await sectionWorld();
    const ssl = await setting('api-gateway', 'ssl-termination');
    const before = await read(ssl);
    const warnings = (values: Record<string, string>) =>
      ssl.warnings?.({ ...before.values, ...values }, before);
    expect(warnings({})).toEqual([]);
    expect(warnings({ enabled: 'no' })).toEqual(['Clients over SSL on port 8443 are refused']);
    expect(warnings({ secureTrafficOnly: 'yes' })).toEqual(['Clients on the plain port 8080 are refused']);
    expect(warnings({ securePort: '443' })).toEqual(['Clients over SSL must use port 443 instead of 8443']);
  });
});

describe('what SSL termination speaks with clients', () => {
  const ciphersOf = async ({ collection, items }: Awaited<ReturnType<typeof sectionWorld>>) =>
    (await items(await collection('media', 'ciphers'))).map(({ name }) => name);

  it('is the oldest TLS and a cipher profile', async () => {
    const world = await sectionWorld();
    const { setting, write, read } = world;
    await write(await setting('media', 'ssl-termination'), {
      certificate: CERTIFICATE,
      privatekey: PRIVATE_KEY,
    });
    const ssl = await setting('media', 'ssl-termination');
    expect(await ciphersOf(world)).toContain('AES128-SHA');
    await write(ssl, { tls10: 'no', cipherProfile: 'CLBCipherPolicy2019-05' });
    expect((await read(ssl)).values).toMatchObject({ tls10: 'no', cipherProfile: 'CLBCipherPolicy2019-05' });
    expect(await ciphersOf(world)).not.toContain('AES128-SHA');
    expect(await problemFrom(write(ssl, { cipherProfile: 'modern' }))).toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('Cipher profile is invalid'),
    });
    await write(ssl, { tls10: 'yes' });
    expect((await read(ssl)).values).toMatchObject({ tls10: 'yes', cipherProfile: 'CLBCipherPolicy2019-05' });
  });

  it('is read where SSL termination itself is, for the balancer does not tell it', async () => {
    const { setting, write } = await sectionWorld();
    const none = await setting('media', 'ssl-termination');
    expect(none.known).toMatchObject({ configured: false });
    await write(none, { certificate: CERTIFICATE, privatekey: PRIVATE_KEY });
    expect((await setting('media', 'ssl-termination')).known).toBeNull();
  });

  it('warns of the clients that know nothing better', async () => {
    const { setting, read } = await sectionWorld();
    const ssl = await setting('api-gateway', 'ssl-termination');
    const before = await read(ssl);
    const warnings = (values: Record<string, string>) =>
      ssl.warnings?.({ ...before.values, ...values }, before);
    expect(warnings({ tls10: 'no' })).toEqual(['Clients that know no TLS newer than 1.0 are refused']);
    expect(warnings({ cipherProfile: 'CLBCipherPolicy2019-05' })).toEqual([
      'Clients that know no cipher of CLBCipherPolicy2019-05 are refused',
    ]);
    const strict = { ...before, values: { ...before.values, cipherProfile: 'CLBCipherPolicy2019-05' } };
    expect(ssl.warnings?.({ ...before.values, cipherProfile: 'default' }, strict)).toEqual([]);
  });
});

describe('certificates', () => {
  it('are added, renamed, replaced and removed', async () => {
    const { collection, add, edit, remove, items, log } = await sectionWorld();
    const list = await collection('api-gateway', 'certificates');
    const pem = { certificate: CERTIFICATE, privateKey: PRIVATE_KEY };
    await add(list, { hostName: 'www.example.com', ...pem });
    await add(list, { hostName: 'api.example.com', ...pem });
    const [api, www] = await items(list);
    if (!api || !www) throw new Error('There are two');
    expect([api.name, www.name]).toEqual(['api.example.com', 'www.example.com']);
    await edit(list, www, { hostName: 'shop.example.com' });
    await edit(list, api, { ...pem, hostName: 'api.example.com' });
    expect(await problemFrom(edit(list, api, {}))).toMatchObject({ kind: 'invalid' });
    expect((await items(list)).map(({ name }) => name)).toEqual(['api.example.com', 'shop.example.com']);
    await remove(list, await items(list));
    expect(await items(list)).toEqual([]);
    expect(log.join('\n')).not.toMatch(/MIIEog|PRIVATE/);
  });

  it('are renewed with the key that is there, where it fits', async () => {
    const { collection, add, edit, items, asked } = await sectionWorld();
    const list = await collection('api-gateway', 'certificates');
    await add(list, { hostName: 'www.example.com', certificate: CERTIFICATE, privateKey: PRIVATE_KEY });
    const [www] = await items(list);
    if (!www) throw new Error('There is one');
    const from = asked.length;
    await edit(list, www, { certificate: RENEWED_CERTIFICATE });
    expect(asked.slice(from).filter((call) => call.startsWith('PUT'))).toHaveLength(1);
    expect(await problemFrom(edit(list, www, { certificate: AUTHORITY_CERTIFICATE }))).toMatchObject({
      status: 400,
      message: expect.stringContaining('did not match'),
    });
    const form = await list.edit?.form?.(www, { signal: never });
    if (!form) throw new Error('It can be edited');
    expect(faultsIn(form, { privateKey: PRIVATE_KEY })).toHaveProperty('certificate');
  });

  it('need their key with them', async () => {
    const { collection } = await sectionWorld();
    const list = await collection('api-gateway', 'certificates');
    const form = await list.add?.form({ signal: never });
    if (!form) throw new Error('It can be added to');
    expect(() => filled(form, { hostName: 'www.example.com', certificate: CERTIFICATE })).toThrow(
      /Private key/,
    );
    expect(faultsIn(form, { hostName: 'http://x/' })).toHaveProperty('hostName');
  });
});

describe('the time of a certificate', () => {
  const ended = 'The certificate ended on 2024-01-10: clients refuse it';
  const early = 'The certificate begins on 2090-07-04: clients refuse it until then';
  const chain = 'An intermediate certificate ended on 2024-01-10: clients refuse it';

  it('that is over, or has not come, is told before it is sent, and refuses nothing', async () => {
    const { setting, collection, read, add, items } = await sectionWorld();
    const ssl = await setting('media', 'ssl-termination');
    const none = await read(ssl);
    const list = await collection('api-gateway', 'certificates');
    const given = (certificate: string, intermediateCertificate = '') => ({
      certificate,
      privatekey: PRIVATE_KEY,
      privateKey: PRIVATE_KEY,
      hostName: 'www.example.com',
      intermediateCertificate,
    });
    await add(list, given(ENDED_CERTIFICATE));
    const [item] = await items(list);
    if (!item) throw new Error('There is one');
    for (const [values, told] of [
      [given(CERTIFICATE, AUTHORITY_CERTIFICATE), []],
      [given(ENDED_CERTIFICATE), [ended]],
      [given(EARLY_CERTIFICATE), [early]],
      [given(CERTIFICATE, AUTHORITY_CERTIFICATE + ENDED_CERTIFICATE), [chain]],
    ] as const) {
      const form = await ssl.form(none, { signal: never });
      expect(faultsIn(form, values)).toEqual({});
      expect(ssl.warnings?.(values, none)).toEqual(told);
      expect(list.add?.warnings?.(values)).toEqual(told);
      expect(list.edit?.warnings?.(item, values)).toEqual(told);
    }
  });
});
